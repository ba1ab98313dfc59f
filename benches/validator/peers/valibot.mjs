import * as v from 'valibot';
import { FLAGS, isInstant, isPublicUrl, JOB_TYPE, rangeProblem } from '../rules.mjs';

const date = v.pipe(v.string(), v.check(isInstant, 'notADateTime'));
const flag = v.nullish(v.picklist(FLAGS, 'notAFlag'));

const schema = v.pipe(
  v.object({
    startDate: date,
    endDate: date,
    jobType: v.literal(JOB_TYPE, 'unsupportedJobType'),
    combinedMeterUsage: flag,
    allLinkedOrgs: flag,
    callbackUrl: v.nullish(v.pipe(v.string(), v.check(isPublicUrl, 'urlNotPublic'))),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { value } = dataset;
    const message = rangeProblem(value);
    if (message) addIssue({ message, path: [{ type: 'object', origin: 'value', input: value, key: 'endDate', value: value.endDate }] });
  }),
);

export const validate = (value) => v.safeParse(schema, value);
export const isValid = (result) => result.success;
export const fields = (result) => result.issues.map((issue) => v.getDotPath(issue) ?? '');
