// The rules of rules.mjs once more, hand-tuned: without Date, and without URL where the host is a plain name.

import { isPublicUrl as isUnusualPublicUrl } from './rules.mjs';

/** Milliseconds since 1970 of a date-time such as `2024-08-12T00:00:00Z`, NaN for anything else. */
export function instant(text) {
  // Without decimals and in UTC, as nearly all are.
  if (text.length === 20 && text.charCodeAt(19) === 0x5a) {
    return clock(text) * 1000;
  }
  const rest = /^(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text.slice(19));
  if (!rest) return NaN;
  const [, fraction, sign, hours, minutes] = rest;
  if (hours > 23 || minutes > 59) return NaN;
  const offset = sign ? (sign === '-' ? -60 : 60) * (hours * 60 + +minutes) : 0;
  return (clock(text) - offset) * 1000 + (fraction ? `0.${fraction}` * 1000 : 0);
}

/** Seconds since 1970 of the first 19 characters. */
function clock(text) {
  if (
    text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d || text.charCodeAt(10) !== 0x54 ||
    text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a
  ) return NaN;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  if (!(year > 0 && month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60)) return NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > (month === 2 ? (leap ? 29 : 28) : 30 + ((month + (month >> 3)) & 1))) return NaN;
  // Days from civil: years begin in March, so that the leap day is the last.
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const days = 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
    + Math.floor((153 * m + 2) / 5) + day - 719_469;
  return days * 86_400 + hour * 3600 + minute * 60 + second;
}

/** The number of two digits, NaN where they are none. */
function two(text, at) {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

const NAME = /^https?:\/\/(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,})(?::\d{1,4})?(?:[/?#][!-[\]-~]*)?$/i;
const RESERVED = /^(?:localhost|local|internal|test|example|invalid)$/i;

/** Whether a public service can post to this URL. */
export function isPublicUrl(text) {
  const name = NAME.exec(text);
  return name ? !RESERVED.test(name[1]) : isUnusualPublicUrl(text);
}
