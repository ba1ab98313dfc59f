// The rules that no library brings along, as they are usually written. All libraries share them, so that what differs
// between them is the library.

export const MAX_RANGE = 30 * 86_400_000;
export const FLAGS = ['TRUE', 'FALSE'];
export const JOB_TYPE = 'PROJECT_FOLDER';

const DATE_TIME = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Whether it is a date-time with a time zone, on a day that there is: the browser takes 30 February for 1 March. */
export function isInstant(text) {
  const date = DATE_TIME.exec(text)?.[1];
  if (date === undefined) return false;
  const day = new Date(date);
  return !Number.isNaN(day.getTime()) && day.getUTCDate() === Number(date.slice(8));
}

/** What is wrong with the range, unless something is wrong with its ends already. */
export function rangeProblem({ startDate, endDate }) {
  if (typeof startDate !== 'string' || typeof endDate !== 'string' || !isInstant(startDate) || !isInstant(endDate)) return null;
  const length = Date.parse(endDate) - Date.parse(startDate);
  return length <= 0 ? 'endNotAfterStart' : length > MAX_RANGE ? 'rangeTooLong' : null;
}

const RESERVED = /^(?:localhost|local|internal|test|example|invalid)$/i;

/** Whether a public service can post to this URL. */
export function isPublicUrl(text) {
  if (!/^https?:\/\//i.test(text) || /[\s\\\p{Cc}\p{Cf}]/u.test(text) || !URL.canParse(text)) return false;
  const { username, password, hostname } = new URL(text);
  if (username || password) return false;
  if (hostname.startsWith('[')) return !/^\[(?:::|f[cd]|fe[89ab]|::ffff:)/.test(hostname);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) {
    return !/^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(hostname);
  }
  const labels = hostname.replace(/\.$/, '').split('.');
  return labels.length > 1 && !RESERVED.test(labels.at(-1));
}
