// Reads the answers of the Wasm. Their form is described in crates/validator/wire.rs.

import { decode, memory, wasm } from "./wasm.js";

export const FIELDS = ["startDate", "endDate", "jobType", "combinedMeterUsage", "allLinkedOrgs", "callbackUrl"];

// Paths are the same for all problems of a field: made once, and for nobody to change.
const PATHS = FIELDS.map((field) => Object.freeze([field]));

// From here on a number stands for a text that lies in the Wasm. Each is fetched once.
const FIXED = 2 ** 29;
const fixed = new Map();

let numbers;
let at;
// The texts, decoded where one of them was needed; where they are, and how much was taken of them.
let texts;
let start;
let length;
let taken;

/** Begins to read the answer of the Wasm. */
export function begin() {
  numbers = memory().numbers;
  at = wasm.answer() / 4;
  start = number();
  length = number();
  texts = undefined;
  taken = 0;
}

export function number() {
  return numbers[at++];
}

/** All texts, one behind the other. */
export function allTexts() {
  return (texts ??= decode(start, length >> 1, length & 1));
}

function string() {
  return textAt(number());
}

function textAt(number) {
  if (number < FIXED) {
    return allTexts().slice(taken, (taken += number));
  }
  let text = fixed.get(number);
  if (text === undefined) fixed.set(number, (text = decode(number >>> 9, number & 511)));
  return text;
}

/** The result of one check, which holds this where it is valid. */
export function result(name, read) {
  if (number()) return { valid: true, [name]: read(), warnings: problems() };
  return { valid: false, problems: problems(), warnings: problems() };
}

export function request() {
  const request = {};
  for (const field of FIELDS) if (number()) request[field] = string();
  return request;
}

export function windows() {
  return list(() => ({ startDate: string(), endDate: string() }));
}

export function problems() {
  return list(problem);
}

/** Adds what was found in lines, before which there are so many; says how many there are then. */
export function addLines(found, before) {
  const written = [];
  const shared = [];
  // Problems that are alike are one, which nobody can change.
  const problems = () => list(() => {
    const known = number();
    if (known > 0) return (shared[known - 1] ??= freeze(written[known - 1]));
    written.push(problem());
    return written.at(-1);
  });
  const after = before + number();
  found.total += number();
  found.valid += number();
  for (let line = before, step; (step = number()); ) {
    found.lines.push({ line: (line += step), problems: problems(), warnings: problems() });
  }
  return after;
}

function freeze(problem) {
  Object.freeze(problem.params);
  return Object.freeze(problem);
}

function list(read) {
  const list = new Array(number());
  for (let i = 0; i < list.length; i++) list[i] = read();
  return list;
}

function problem() {
  const code = string();
  const subject = number();
  const field = subject === 0 ? null : FIELDS[subject - 1] ?? string();
  let message = "";
  for (let piece; (piece = number()); ) {
    if (piece >= FIXED) message += textAt(piece);
    else message += piece & 1 ? `“${textAt(piece >> 1)}”` : textAt(piece >> 1);
  }
  const params = {};
  for (let name; (name = number()); ) {
    const key = textAt(name);
    const value = number();
    params[key] = value === 0 ? number() : textAt(value < FIXED ? value - 1 : value);
  }
  return { field, path: PATHS[subject - 1] ?? (subject === 0 ? [] : [field]), code, params, message };
}
