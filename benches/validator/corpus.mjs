// What all are given: cases with a known verdict, and made-up requests.

const REQUEST = {
  startDate: '2024-08-12T00:00:00Z',
  endDate: '2024-09-10T23:59:59Z',
  jobType: 'PROJECT_FOLDER',
  combinedMeterUsage: 'TRUE',
  allLinkedOrgs: 'FALSE',
  callbackUrl: 'https://hooks.example.com/metering/jobs?from=portal',
};

const with_ = (changes) => ({ ...REQUEST, ...changes });
const without = (...names) => Object.fromEntries(Object.entries(REQUEST).filter(([name]) => !names.includes(name)));

/** Pairs of a value and whether it is valid. */
export const CASES = [
  [REQUEST, true],
  [without('combinedMeterUsage', 'allLinkedOrgs', 'callbackUrl'), true],
  [with_({ combinedMeterUsage: null, allLinkedOrgs: null, callbackUrl: null }), true],
  [with_({ endDate: '2024-09-11T00:00:00Z' }), true],
  [with_({ endDate: '2024-09-11T00:00:01Z' }), false],
  [with_({ endDate: '2024-09-12T00:00:00Z' }), false],
  [with_({ endDate: '2024-08-12T00:00:00Z' }), false],
  [with_({ endDate: '2024-08-11T00:00:00Z' }), false],
  [with_({ endDate: '2024-08-12T00:00:01Z' }), true],
  [with_({ startDate: '2024-08-12T02:00:00+02:00', endDate: '2024-09-11T00:00:00Z' }), true],
  [with_({ startDate: '2024-08-12T01:59:59+02:00', endDate: '2024-09-11T00:00:00Z' }), false],
  [with_({ startDate: '2024-08-12T00:00:00.5Z' }), true],
  [with_({ startDate: '2024-02-29T00:00:00Z', endDate: '2024-03-01T00:00:00Z' }), true],
  [with_({ startDate: '2023-02-29T00:00:00Z', endDate: '2023-03-01T00:00:00Z' }), false],
  [with_({ startDate: '2024-02-30T00:00:00Z', endDate: '2024-03-01T00:00:00Z' }), false],
  [with_({ startDate: '2100-02-29T00:00:00Z', endDate: '2100-03-01T00:00:00Z' }), false],
  [with_({ startDate: '2000-02-29T00:00:00Z', endDate: '2000-03-01T00:00:00Z' }), true],
  [with_({ startDate: '2024-06-31T00:00:00Z', endDate: '2024-07-02T00:00:00Z' }), false],
  [with_({ startDate: '2024-13-01T00:00:00Z' }), false],
  [with_({ startDate: '2024-08-12T25:00:00Z' }), false],
  [with_({ startDate: '2024-08-12T00:60:00Z' }), false],
  [with_({ startDate: '2024-08-12T00:00:00' }), false],
  [with_({ startDate: '2024-08-12' }), false],
  [with_({ startDate: '12.08.2024' }), false],
  [with_({ startDate: 'soon' }), false],
  [with_({ startDate: '' }), false],
  [with_({ startDate: 1723420800 }), false],
  [with_({ startDate: null }), false],
  [without('startDate'), false],
  [without('endDate'), false],
  [without('jobType'), false],
  [without('startDate', 'endDate', 'jobType'), false],
  [with_({ jobType: 'USAGE' }), false],
  [with_({ jobType: 'project_folder' }), false],
  [with_({ combinedMeterUsage: true }), false],
  [with_({ combinedMeterUsage: 'true' }), false],
  [with_({ combinedMeterUsage: 'YES' }), false],
  [with_({ allLinkedOrgs: false }), false],
  [with_({ allLinkedOrgs: 'false' }), false],
  [with_({ callbackUrl: 'hooks.example.com' }), false],
  [with_({ callbackUrl: 'ftp://hooks.example.com/' }), false],
  [with_({ callbackUrl: 'https://localhost/' }), false],
  [with_({ callbackUrl: 'https://portal/' }), false],
  [with_({ callbackUrl: 'https://portal.local/' }), false],
  [with_({ callbackUrl: 'https://portal.invalid/' }), false],
  [with_({ callbackUrl: 'https://user:secret@hooks.example.com/' }), false],
  [with_({ callbackUrl: 'https://127.0.0.1/' }), false],
  [with_({ callbackUrl: 'https://10.1.2.3/' }), false],
  [with_({ callbackUrl: 'https://172.20.0.1/' }), false],
  [with_({ callbackUrl: 'https://192.168.0.1:8443/' }), false],
  [with_({ callbackUrl: 'https://0x7f000001/' }), false],
  [with_({ callbackUrl: 'https://[::1]/' }), false],
  [with_({ callbackUrl: 'https://[fd00::1]/' }), false],
  [with_({ callbackUrl: 'https://8.8.8.8/' }), true],
  [with_({ callbackUrl: 'http://hooks.example.com:8080' }), true],
  [with_({ callbackUrl: 'HTTPS://Hooks.Example.COM/' }), true],
  [with_({ callbackUrl: 'https://hooks.example.com:65536/' }), false],
  [with_({ callbackUrl: 'https://hooks.example.com/a b' }), false],
  [with_({ callbackUrl: 7 }), false],
  [null, false],
  [[], false],
  ['PROJECT_FOLDER', false],
  [7, false],
  [{}, false],
];

/** Numbers that look like chance and are the same each time (xorshift32). */
function chance(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const two = (number) => String(number).padStart(2, '0');

function dateTime(next) {
  return `20${two(20 + next(6))}-${two(1 + next(12))}-${two(1 + next(28))}`;
}

/** A valid request, different from others. */
function valid(next) {
  const start = Date.parse(`${dateTime(next)}T00:00:00Z`);
  const end = start + (1 + next(30)) * 86_400_000 - 1000;
  return {
    startDate: new Date(start).toISOString().replace('.000', ''),
    endDate: new Date(end).toISOString().replace('.000', ''),
    jobType: 'PROJECT_FOLDER',
    combinedMeterUsage: next(2) ? 'TRUE' : 'FALSE',
    allLinkedOrgs: next(2) ? 'TRUE' : 'FALSE',
    callbackUrl: `https://hooks${next(90)}.example.com/metering/jobs?from=portal${next(900)}`,
  };
}

/** Three fields of a valid request, each made wrong in one of some ways. */
const WRONG = [
  ['startDate', ['2024-02-30T00:00:00Z', '2024-08-12T00:00:00', 'yesterday', '2024-08-12T24:10:00Z']],
  ['jobType', ['METERS', 'USAGE', 'project', 'PROJECT']],
  ['allLinkedOrgs', ['true', 'yes', 'FALSE ', '1']],
];

function withThreeProblems(next) {
  const request = valid(next);
  for (const [field, values] of WRONG) request[field] = values[next(values.length)];
  return request;
}

/** Valid requests, all of one shape, as a page would hold them. */
export function validRequests(count) {
  const next = chance(1);
  return JSON.parse(JSON.stringify(Array.from({ length: count }, () => valid(next))));
}

/** The same with three problems each. */
export function requestsWithThreeProblems(count) {
  const next = chance(2);
  return JSON.parse(JSON.stringify(Array.from({ length: count }, () => withThreeProblems(next))));
}

/** Requests in which any field may hold any value of the cases. */
export function mixtures(count) {
  const next = chance(4);
  const objects = CASES.map(([value]) => value).filter((value) => value && typeof value === 'object' && !Array.isArray(value));
  return Array.from({ length: count }, () => {
    const mixed = {};
    for (const field of Object.keys(REQUEST)) {
      // Mostly what is right, so that both verdicts are frequent.
      const source = next(4) ? REQUEST : objects[next(objects.length)];
      if (field in source) mixed[field] = source[field];
    }
    return mixed;
  });
}
