// Reads the answers of the Wasm. Their form is described in src/embed/wire.rs.

import { answer, wasm } from "./wasm.js";

export const FIELDS = ["startDate", "endDate", "jobType", "combinedMeterUsage", "allLinkedOrgs", "callbackUrl"];

// Paths are the same for all problems of a field: made once, and for nobody to change.
const PATHS = FIELDS.map((field) => Object.freeze([field]));

let codes;
let names;
let text;
let at;

/** Begins to read the answer that is so many bytes long. */
export function begin(length) {
  text = answer(length);
  at = 0;
  if (!codes) [codes, names] = answer(wasm.names()).split("\n").map((line) => line.split(" "));
}

export function number() {
  let number = 0;
  let digit;
  do {
    digit = text.charCodeAt(at++);
    number = number * 64 + (digit & 63);
  } while (digit > 63);
  return number;
}

export function string() {
  const length = number();
  return text.slice(at, (at += length));
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

function list(read) {
  const list = [];
  for (let count = number(); count > 0; count--) list.push(read());
  return list;
}

function problem() {
  const code = codes[number()];
  const subject = number();
  const field = subject === 0 ? null : FIELDS[subject - 1] ?? string();
  const message = string();
  const params = {};
  for (let next; (next = number()); ) {
    const name = names[(next - 1) >> 1] || string();
    params[name] = next % 2 ? string() : number();
  }
  return { field, path: PATHS[subject - 1] ?? (subject === 0 ? [] : [field]), code, params, message };
}
