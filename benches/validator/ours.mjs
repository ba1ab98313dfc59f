// The product's module, as another page uses it.
import start, { validate, validateLines } from 'metering-export';

export { start, validate };
export const isValid = (result) => result.valid;
export const fields = (result) => result.problems.map(({ field }) => field);

const counts = ({ valid, invalid }) => ({ valid, invalid });
/** NDJSON in one call. */
export const bulk = {
  string: (text) => counts(validateLines(text)),
  bytes: (text, bytes) => counts(validateLines(bytes)),
};
