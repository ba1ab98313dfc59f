import * as z from 'zod';
import { FLAGS, isInstant, isPublicUrl, JOB_TYPE, rangeProblem } from '../rules.mjs';

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
  const message = rangeProblem(value);
  if (message) issues.push({ code: 'custom', input: value.endDate, path: ['endDate'], message });
});

export const validate = (value) => schema.safeParse(value);
export const isValid = (result) => result.success;
export const fields = (result) => result.error.issues.map(({ path }) => path.join('.'));
