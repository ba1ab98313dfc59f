import { object, string } from 'yup';
import { FLAGS, isInstant, isPublicUrl, JOB_TYPE, rangeProblem } from '../rules.mjs';

const date = string().strict().required().test('instant', 'notADateTime', (text) => typeof text === 'string' && isInstant(text));
const flag = string().strict().oneOf([...FLAGS, null], 'notAFlag').nullable();

const schema = object({
  startDate: date,
  endDate: date,
  jobType: string().strict().required().oneOf([JOB_TYPE], 'unsupportedJobType'),
  combinedMeterUsage: flag,
  allLinkedOrgs: flag,
  callbackUrl: string().strict().nullable().test('publicUrl', 'urlNotPublic', (text) => text == null || isPublicUrl(text)),
}).strict().required().test('range', function range(value) {
  const message = value ? rangeProblem(value) : null;
  return message === null || this.createError({ path: 'endDate', message });
});

const options = { abortEarly: false };

export function validate(value) {
  try {
    return { valid: true, request: schema.validateSync(value, options) };
  } catch (error) {
    return { valid: false, problems: error.inner.length > 0 ? error.inner : [error] };
  }
}

export const isValid = (result) => result.valid;
export const fields = (result) => result.problems.map(({ path }) => path ?? '');
