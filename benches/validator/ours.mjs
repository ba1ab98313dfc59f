// The product's module, as another page uses it.
import start, { validate } from 'metering-export';

export { start, validate };
export const isValid = (result) => result.valid;
export const fields = (result) => result.problems.map(({ field }) => field);
