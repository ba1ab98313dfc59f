// The validator of export requests for other pages. index.d.ts says what each function does.

import { addLines, allTexts, begin, request, result, windows } from "./answer.js";
import { bind } from "./form.js";
import { passValue } from "./value.js";
import { clear, init, pass, passLines, wasm } from "./wasm.js";

export default init;

// The latest time that the clock was asked for: to ask takes longer than to check. What had ended then has ended.
let latest = 0;

export function validate(value, options) {
  const { seconds, lenient, now } = rules(options);
  const { bytes, request: given } = passValue(value);
  const check = (now) => {
    const isOther = wasm.validate(bytes, seconds, lenient, now);
    if (!isOther) return { valid: true, request: given, warnings: [] };
    begin();
    return result("request", request);
  };
  const found = check(now ?? latest);
  if (now !== undefined || !found.warnings.some(({ code }) => code === "endInFuture")) return found;
  return check((latest = clock()));
}

export function validateText(json, options) {
  if (typeof json !== "string") return validate(json, options);
  const { seconds, lenient, now } = rules(options);
  wasm.validateText(pass(json), seconds, lenient, now ?? clock());
  clear();
  begin();
  return result("request", request);
}

export function validateLines(ndjson, options) {
  const { seconds, lenient, now = clock() } = rules(options);
  const found = { total: 0, valid: 0, invalid: 0, lines: [] };
  let before = 0;
  for (const bytes of passLines(ndjson instanceof Uint8Array ? ndjson : String(ndjson))) {
    wasm.validateLines(bytes, seconds, lenient, now);
    begin();
    before = addLines(found, before);
  }
  clear();
  found.invalid = found.total - found.valid;
  return found;
}

export function splitRange(startDate, endDate, options) {
  const { seconds, now } = rules(options);
  if (seconds < 86400) throw new TypeError("A range is split into windows of one day at least: maxRangeDays is less.");
  wasm.splitRange(passValue({ startDate, endDate }).bytes, seconds, now ?? clock());
  begin();
  return result("windows", windows);
}

export function completeDate(text, side) {
  wasm.completeDate(pass(text), side === "end");
  begin();
  return allTexts();
}

export function jsonSchema() {
  wasm.jsonSchema();
  begin();
  return JSON.parse(allTexts());
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
  const { seconds, lenient, now } = rules(options);
  return bind(form, (typed) => {
    wasm.validateTyped(passValue(typed).bytes, seconds, lenient, now ?? clock());
    begin();
    return result("request", request);
  });
}

function clock() {
  return Date.now() / 1000;
}

// What the options mean to the Wasm: seconds. Those of the present are undefined where the clock decides, and not a number
// where it is left unchecked.
function rules(options) {
  const { maxRangeDays = 30, rangeLimit = "error", now } = options ?? {};
  const seconds = Math.floor(maxRangeDays * 86400);
  if (!(seconds > 0 && seconds < 1e12)) throw new TypeError("maxRangeDays is a number of days, more than 0.");
  if (rangeLimit !== "error" && rangeLimit !== "warning") throw new TypeError('rangeLimit is "error" or "warning".');
  if (now != null && Number.isNaN(+now)) throw new TypeError("now is a valid date, a number of milliseconds, or null.");
  return { seconds, lenient: rangeLimit === "warning", now: now === null ? NaN : now === undefined ? now : now / 1000 };
}
