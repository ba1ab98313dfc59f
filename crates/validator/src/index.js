// The validator of export requests for other pages. index.d.ts says what each function does.

import { bind } from "./form.js";
import load, * as wasm from "./validator.js";

const FIELDS = [
  "startDate", "endDate", "jobType", "combinedMeterUsage", "allLinkedOrgs", "meterId", "allMeters", "callbackUrl",
];
const JOB_TYPES = ["PROJECT_FOLDER", "SUMMARY", "ASSET", "JOB_LEVEL"];
// A longer text is cut to one character more than this, so that the rules still see that it is too long.
const LONGEST = 2 ** 16;
const LONGEST_NAME = 2 ** 20;

let loading;
let isLoaded = false;

export default function init(source = new URL("./validator.wasm", import.meta.url)) {
  loading ??= loadFrom(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function loadFrom(source) {
  source = await source;
  if (typeof source === "string" || source instanceof URL || source instanceof Request) source = await get(source);
  if (source instanceof Response && !source.ok) {
    throw new Error(`The validator could not be loaded: ${source.url} answered ${source.status}.`);
  }
  await load({ module_or_path: source });
  isLoaded = true;
}

// Node.js cannot fetch files; it reads them. Bundlers ignore this call; they would not ignore an import of `fs`.
function get(source) {
  const files = String(source).startsWith("file:") && globalThis.process?.getBuiltinModule?.("node:fs/promises");
  return files ? files.readFile(source) : fetch(source);
}

export function validate(value, options) {
  return check(value, rulesOf(options), false);
}

export function validateText(json, options) {
  if (typeof json !== "string") return validate(json, options);
  const rules = rulesOf(options);
  let value;
  try {
    value = JSON.parse(json);
  } catch ({ message }) {
    return wasm.notJson(message, ...placeOf(message, json));
  }
  return check(value, rules, false);
}

export function splitRange(startDate, endDate, options) {
  const { seconds, now } = rulesOf(options);
  if (seconds < 86400) throw new TypeError("A range is split into windows of one day at least: maxRangeDays is less.");
  const { jobType = JOB_TYPES[0] } = options ?? {};
  if (!JOB_TYPES.includes(jobType)) throw new TypeError(`jobType is one of ${JOB_TYPES.join(", ")}.`);
  return wasm.splitRange(fieldsOf({ startDate, endDate, jobType }), seconds, now);
}

export function completeDate(text, side) {
  requireLoaded();
  return wasm.completeDate(text, side === "end");
}

export function jsonSchema() {
  requireLoaded();
  return JSON.parse(wasm.jsonSchema());
}

export const exportRequestSchema = {
  "~standard": {
    version: 1,
    vendor: "metering-export",
    validate(value, options) {
      const { valid, request, problems } = validate(value, options?.libraryOptions);
      return valid ? { value: request } : { issues: problems };
    },
    jsonSchema: { input: schemaFor, output: schemaFor },
  },
};

// What the schema says is the same in both drafts.
function schemaFor({ target }) {
  if (target === "draft-2020-12") return jsonSchema();
  if (target === "draft-07") return { ...jsonSchema(), $schema: "http://json-schema.org/draft-07/schema#" };
  throw new Error(`There is no JSON Schema of an export request for ${target}, but for draft-2020-12 and draft-07.`);
}

export function attach(form, options) {
  rulesOf(options);
  return bind(form, FIELDS, (typed) => check(typed, rulesOf(options), true));
}

function check(value, { seconds, lenient, now }, typed) {
  if (!isObject(value)) return wasm.notAnObject(value);
  const fields = fieldsOf(value);
  return wasm.validate(fields, typed, seconds, lenient, now) ?? { valid: true, request: requestOf(fields), warnings: [] };
}

function isObject(value) {
  try {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false; // a proxy that was revoked
  }
}

// The fields in their order, then the names of others. Own properties only, each read once.
function fieldsOf(value) {
  const fields = new Array(FIELDS.length).fill(undefined);
  let names = FIELDS;
  try {
    names = Object.keys(value);
  } catch {
    // A proxy that does not say which.
  }
  for (const name of names) {
    const at = FIELDS.indexOf(name);
    if (at >= 0) fields[at] = read(value, name);
    else fields.push(name.slice(0, LONGEST_NAME));
  }
  return fields;
}

function read(value, name) {
  try {
    const field = value[name];
    return typeof field === "string" && field.length > LONGEST ? field.slice(0, LONGEST + 1) : field;
  } catch {
    return Symbol(); // what cannot be read is no text
  }
}

// The request of fields that are valid as they are.
function requestOf(fields) {
  const request = {};
  for (let at = 0; at < FIELDS.length; at++) if (fields[at] != null) request[FIELDS[at]] = fields[at];
  return request;
}

// Line, column and offset, where the engine says one or the other.
function placeOf(message, json) {
  const [, position] = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message) ?? [];
  if (position !== undefined) {
    const lines = json.slice(0, position).split("\n");
    return [lines.length, lines.at(-1).length + 1, Number(position)];
  }
  const [, line, column] = (/ at line (\d+) column (\d+) of the JSON data$/.exec(message) ?? []).map(Number);
  if (line === undefined) return [];
  const before = json.split("\n").slice(0, line - 1);
  return [line, column, before.reduce((offset, { length }) => offset + length + 1, column - 1)];
}

function rulesOf(options) {
  requireLoaded();
  const { maxRangeDays, rangeLimit = "error", now = Date.now() } = options ?? {};
  // Without it the job type has a limit of its own.
  const seconds = maxRangeDays === undefined ? NaN : Math.floor(maxRangeDays * 86400);
  if (maxRangeDays !== undefined && !(seconds > 0 && seconds < 1e12)) throw new TypeError("maxRangeDays is a number of days, more than 0.");
  if (rangeLimit !== "error" && rangeLimit !== "warning") throw new TypeError('rangeLimit is "error" or "warning".');
  if (now !== null && Number.isNaN(+now)) throw new TypeError("now is a valid date, a number of milliseconds, or null.");
  return { seconds, lenient: rangeLimit === "warning", now: now === null ? NaN : +now };
}

function requireLoaded() {
  if (!isLoaded) throw new Error("The validator is not loaded yet: call init() and wait for its promise first.");
}
