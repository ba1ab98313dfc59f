import { type } from 'arktype';
import { instant, isInstant, isPublicUrl, MAX_RANGE } from '../rules.mjs';

const date = type('string').narrow((text, context) => isInstant(text) || context.mustBe('a date-time with a time zone'));
const flag = "'TRUE' | 'FALSE' | null";

const schema = type({
  startDate: date,
  endDate: date,
  jobType: "'PROJECT_FOLDER'",
  'combinedMeterUsage?': flag,
  'allLinkedOrgs?': flag,
  'callbackUrl?': type('string').narrow((text, context) => isPublicUrl(text) || context.mustBe('a public URL')).or('null'),
}).narrow(({ startDate, endDate }, context) => {
  const length = instant(endDate) - instant(startDate);
  const wanted = length <= 0 ? 'after the start' : length > MAX_RANGE ? 'at most 30 days after the start' : null;
  return wanted === null || context.reject({ expected: wanted, path: ['endDate'] });
});

export const validate = (value) => schema(value);
export const isValid = (result) => !(result instanceof type.errors);
export const fields = (result) => result.map(({ path }) => path.join('.'));
