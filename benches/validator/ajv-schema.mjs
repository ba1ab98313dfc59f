// The schema for ajv, compiled in the page or beforehand.
import { FLAGS, isInstant, isPublicUrl, JOB_TYPE, rangeProblem } from './rules.mjs';

const date = { type: 'string', format: 'instant' };
const flag = { enum: [...FLAGS, null] };

export const schema = {
  type: 'object',
  required: ['startDate', 'endDate', 'jobType'],
  properties: {
    startDate: date,
    endDate: date,
    jobType: { const: JOB_TYPE },
    combinedMeterUsage: flag,
    allLinkedOrgs: flag,
    callbackUrl: { type: 'string', nullable: true, format: 'publicUrl' },
  },
  range: true,
};

export const formats = { instant: isInstant, publicUrl: isPublicUrl };

export function range(value) {
  const message = rangeProblem(value);
  if (!message) return true;
  range.errors = [{ instancePath: '/endDate', keyword: 'range', message }];
  return false;
}

export const keyword = { keyword: 'range', type: 'object', schema: false, errors: 'full', validate: range };

/** ajv hands a validator's problems over as a property of it. */
export const resultOf = (check) => (value) => (check(value) ? { valid: true, request: value } : { valid: false, problems: check.errors });

export const isValid = (result) => result.valid;
export const fields = (result) => result.problems
  .map(({ instancePath, params }) => instancePath.slice(1) || params?.missingProperty || '');
