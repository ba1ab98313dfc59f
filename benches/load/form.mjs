// The form that all pages show, and its rules on submit.

/** Name, label, and the choices where there are some. */
export const FIELDS = [
  ['startDate', 'Start date'],
  ['endDate', 'End date'],
  ['jobType', 'Job type', ['PROJECT_FOLDER']],
  ['combinedMeterUsage', 'Combined meter usage', ['', 'TRUE', 'FALSE']],
  ['allLinkedOrgs', 'All linked orgs', ['', 'TRUE', 'FALSE']],
  ['callbackUrl', 'Callback URL'],
];

/** What was typed; an empty field is an absent one. */
export const request = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
