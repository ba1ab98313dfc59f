// The validator of export requests for other pages. index.d.ts says what each function does.

import { begin, number, problems, result } from "./answer.js";
import { read } from "./value.js";
import { answer, clear, init, pass, passBytes, wasm } from "./wasm.js";

export default init;

export function validate(value, options) {
  const { seconds, lenient, now } = rules(options);
  const { given, request } = read(value);
  const length = wasm.validate(pass(given), seconds, lenient, now);
  if (!length) return { valid: true, request, warnings: [] };
  begin(length);
  return result();
}

export function validateText(json, options) {
  if (typeof json !== "string") return validate(json, options);
  const { seconds, lenient, now } = rules(options);
  begin(wasm.validateText(pass(json), seconds, lenient, now));
  clear();
  return result();
}

export function validateLines(ndjson, options) {
  const { seconds, lenient, now } = rules(options);
  const bytes = typeof ndjson === "string" ? pass(ndjson) : passBytes(ndjson);
  begin(wasm.validateLines(bytes, seconds, lenient, now));
  clear();
  const [total, valid, lines] = [number(), number(), []];
  for (let line = 0, step; (step = number()); ) {
    lines.push({ line: (line += step), problems: problems(), warnings: problems() });
  }
  return { total, valid, invalid: total - valid, lines };
}

export function completeDate(text, side) {
  return answer(wasm.completeDate(pass(text), side === "end")) || "";
}

// What the options mean to the Wasm: seconds, and milliseconds or not a number.
function rules({ maxRangeDays = 30, rangeLimit = "error", now = Date.now() } = {}) {
  const seconds = Math.floor(maxRangeDays * 86400);
  if (!(seconds > 0 && seconds < 1e12)) throw new TypeError("maxRangeDays is a number of days, more than 0.");
  if (rangeLimit !== "error" && rangeLimit !== "warning") throw new TypeError('rangeLimit is "error" or "warning".');
  return { seconds, lenient: rangeLimit === "warning", now: now === null ? NaN : +now };
}
