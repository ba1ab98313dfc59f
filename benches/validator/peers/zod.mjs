import * as z from 'zod';
import { FLAGS, instant, isInstant, isPublicUrl, JOB_TYPE, MAX_RANGE } from '../rules.mjs';

const date = z.string().refine(isInstant, 'notADateTime');
const flag = z.enum(FLAGS, 'notAFlag').nullish();

export const schema = z.object({
  startDate: date,
  endDate: date,
  jobType: z.literal(JOB_TYPE, 'unsupportedJobType'),
  combinedMeterUsage: flag,
  allLinkedOrgs: flag,
  callbackUrl: z.string().refine(isPublicUrl, 'urlNotPublic').nullish(),
}).check(({ value, issues }) => {
  const length = instant(value.endDate) - instant(value.startDate);
  const message = length <= 0 ? 'endNotAfterStart' : length > MAX_RANGE ? 'rangeTooLong' : null;
  if (message) issues.push({ code: 'custom', input: value.endDate, path: ['endDate'], message });
});

export const validate = (value) => schema.safeParse(value);
export const isValid = (result) => result.success;
export const fields = (result) => result.error.issues.map(({ path }) => path.join('.'));
