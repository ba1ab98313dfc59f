// Reads the answers of the Wasm. Their form is described in src/embed/wire.rs.

import { answer, wasm } from "./wasm.js";

export const FIELDS = ["startDate", "endDate", "jobType", "combinedMeterUsage", "allLinkedOrgs", "callbackUrl"];

let codes;
let text;
let at;

/** Begins to read the answer that is so many bytes long. */
export function begin(length) {
  text = answer(length);
  at = 0;
  codes ??= answer(wasm.codes()).split(" ");
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

/** The result of one check. */
export function result() {
  if (!number()) return { valid: false, problems: problems(), warnings: problems() };
  return { valid: true, request: request(), warnings: problems() };
}

function request() {
  const request = {};
  for (const field of FIELDS) if (number()) request[field] = string();
  return request;
}

export function problems() {
  const problems = [];
  for (let count = number(); count > 0; count--) problems.push(problem());
  return problems;
}

function problem() {
  const code = codes[number()];
  const subject = number();
  const field = subject === 0 ? null : FIELDS[subject - 1] ?? string();
  const message = string();
  const params = {};
  for (let count = number(); count > 0; count--) {
    const name = string();
    params[name] = number() ? number() : string();
  }
  return { field, path: field === null ? [] : [field], code, params, message };
}
