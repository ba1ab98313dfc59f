// The schema was compiled while bundling, so that no `unsafe-eval` is needed.
import check from 'ajv-check';
import { range, resultOf } from '../ajv-schema.mjs';

function checkAll(value) {
  const valid = check(value);
  checkAll.errors = check.errors;
  if (typeof value !== 'object' || value === null || range(value)) return valid;
  checkAll.errors = [...(check.errors ?? []), ...range.errors];
  return false;
}

export const validate = resultOf(checkAll);
export { fields, isValid } from '../ajv-schema.mjs';
