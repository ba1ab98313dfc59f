// The kinds of export that are measured: how the simulator makes them, and what is added up.

/** Which data is asked for, from the first day of 2025 on. */
export const request = (jobType, flags, lastDay, firstDay = '2025-01-01') => ({
  jobType,
  startDate: `${firstDay}T00:00:00Z`,
  endDate: `${lastDay}T23:59:59Z`,
  ...flags,
});

/** All organizations, in one file. */
export const ALL_IN_ONE = { combinedMeterUsage: 'TRUE', allLinkedOrgs: 'TRUE' };

/**
 * By job type: the request; the simulator's options for so many rows; the columns of date, group and amount in the export; what the product
 * calls the kind and its groups; where the generator's sums of these groups are.
 */
export const LAYOUTS = {
  PROJECT_FOLDER: {
    request: request('PROJECT_FOLDER', ALL_IN_ONE, '2025-01-30'),
    options: (rows) => ['--linked-orgs', '0', '--rows', String(rows)],
    date: 'Date',
    group: 'Project',
    amount: 'Consumption (IPUs)',
    kind: 'Project',
    by: 'Project',
    sums: 'byProject',
  },
  ASSET: {
    request: request('ASSET', {}, '2025-01-30'),
    // A place has two assets, by and large.
    options: (rows) => ['--linked-orgs', '0', '--rows', String(rows / 2)],
    date: 'Date',
    group: 'Project',
    amount: 'Consumption (IPUs)',
    kind: 'Asset',
    by: 'Project',
    sums: 'byProject',
  },
  SUMMARY: {
    request: request('SUMMARY', ALL_IN_ONE, '2025-06-29'),
    // Each organization has five meters on each of 180 days.
    options: (rows) => ['--linked-orgs', String(Math.round(rows / 900) - 1)],
    date: 'Date',
    group: 'MeterName',
    amount: 'IPU',
    kind: 'Summary',
    by: 'Meter',
    sums: 'byMeter',
  },
};
