// Hand-written and hand-tuned JavaScript without a library.
import { FLAGS, JOB_TYPE, MAX_RANGE } from '../rules.mjs';
import { instant, isPublicUrl } from '../tuned.mjs';

export function validate(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { valid: false, problems: [problem('', 'wrongType', 'Not an object.')] };
  }
  const { startDate, endDate, jobType, combinedMeterUsage, allLinkedOrgs, callbackUrl } = value;
  const problems = [];
  const start = date(problems, 'startDate', startDate);
  const end = date(problems, 'endDate', endDate);
  if (end <= start) problems.push(problem('endDate', 'endNotAfterStart', 'The end is not after the start.'));
  else if (end - start > MAX_RANGE) problems.push(problem('endDate', 'rangeTooLong', 'The range is longer than 30 days.'));
  if (jobType !== JOB_TYPE) problems.push(problem('jobType', 'unsupportedJobType', 'Not PROJECT_FOLDER.'));
  flag(problems, 'combinedMeterUsage', combinedMeterUsage);
  flag(problems, 'allLinkedOrgs', allLinkedOrgs);
  if (callbackUrl !== undefined && callbackUrl !== null && !(typeof callbackUrl === 'string' && isPublicUrl(callbackUrl))) {
    problems.push(problem('callbackUrl', 'urlNotPublic', 'Not a public URL.'));
  }
  if (problems.length > 0) return { valid: false, problems };
  const request = { startDate, endDate, jobType };
  if (combinedMeterUsage) request.combinedMeterUsage = combinedMeterUsage;
  if (allLinkedOrgs) request.allLinkedOrgs = allLinkedOrgs;
  if (callbackUrl) request.callbackUrl = callbackUrl;
  return { valid: true, request };
}

function date(problems, field, text) {
  const at = typeof text === 'string' ? instant(text) : NaN;
  if (Number.isNaN(at)) problems.push(problem(field, 'notADateTime', 'Not a date-time with a time zone.'));
  return at;
}

function flag(problems, field, text) {
  if (text !== undefined && text !== null && text !== FLAGS[0] && text !== FLAGS[1]) {
    problems.push(problem(field, 'notAFlag', 'Neither TRUE nor FALSE.'));
  }
}

const problem = (field, code, message) => ({ field, code, message });

export const isValid = (result) => result.valid;
export const fields = (result) => result.problems.map(({ field }) => field);
