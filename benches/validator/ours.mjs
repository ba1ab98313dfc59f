// The product's module, as another page uses it.
import start, { validate, validateLines } from 'metering-export';

export { start, validate };
export const isValid = (result) => result.valid;
export const fields = (result) => result.problems.map(({ field }) => field);

/** NDJSON in one call. */
export const bulk = {
  string: (text) => validateLines(text),
  bytes: (text, bytes) => validateLines(bytes),
};
