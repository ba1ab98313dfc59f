import { type } from 'arktype';
import { isInstant, isPublicUrl, rangeProblem } from '../rules.mjs';

const date = type('string').narrow((text, context) => isInstant(text) || context.mustBe('a date-time with a time zone'));
const flag = "'TRUE' | 'FALSE' | null";

const schema = type({
  startDate: date,
  endDate: date,
  jobType: "'PROJECT_FOLDER'",
  'combinedMeterUsage?': flag,
  'allLinkedOrgs?': flag,
  'callbackUrl?': type('string').narrow((text, context) => isPublicUrl(text) || context.mustBe('a public URL')).or('null'),
}).narrow((value, context) => {
  const problem = rangeProblem(value);
  return problem === null || context.reject({ problem, path: ['endDate'] });
});

export const validate = (value) => schema(value);
export const isValid = (result) => !(result instanceof type.errors);
export const fields = (result) => result.map(({ path }) => path.join('.'));
