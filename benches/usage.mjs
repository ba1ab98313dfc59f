// `cargo xtask bench usage`: from a download to its sums, beside what people would use instead.
import { readFileSync, readdirSync } from 'node:fs';
import { openPage, withBrowser } from './lib/browser.mjs';
import { bundle } from './lib/bundle.mjs';
import { given } from './lib/given.mjs';
import { CAN_MEASURE, peakGrowth } from './lib/memory.mjs';
import * as report from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { figure, grouped, median, medianRatio, ratio } from './lib/stats.mjs';
import { exportsOf } from './usage/files.mjs';
import { ALL_IN_ONE, LAYOUTS, request } from './usage/layouts.mjs';

const PRODUCT = 'metering-export';
const CORE = 'the product’s core';
const NATIVE = 'browser’s own';
const READERS = {
  csv: [CORE, 'hand-tuned JS', 'DuckDB-Wasm', 'uDSV', 'PapaParse'],
  zip: [
    PRODUCT, CORE, 'browser’s own, piped to hand-tuned JS', 'browser’s own, then hand-tuned JS', 'DuckDB-Wasm', 'fflate and uDSV',
    'fflate and PapaParse',
  ],
  unzip: [NATIVE, CORE, 'fflate'],
};
/** Readers of the other kinds, which have more columns. */
const OTHER_KINDS = [
  ['zip', PRODUCT], ['zip', 'browser’s own, piped to hand-tuned JS by columns'], ['zip', 'DuckDB-Wasm'], ['unzip', NATIVE],
];
/** By job type, how many rows: a summary is small. */
const OTHER_ROWS = { ASSET: 1_000_000, SUMMARY: 100_000 };
const ANSWER_ROUNDS = 7;
/** A year of five organizations: the months' exports, each of 12,000 rows for each organization. */
const YEAR = { options: ['--linked-orgs', '4', '--rows', '12000'], windows: 12, days: 30 };
const SMALL = 1_000;
const SIZES = [100_000, 1_000_000];
const LINEAR = [100_000, 1_000_000, 2_000_000, 5_000_000];
const MEMORY_ROWS = 1_000_000;
const ANSWER_ROWS = 1_000_000;
const MEMORY_ROUNDS = 3;
const WARM_UP = 1;
const ROUNDS = 7;
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** All files that the page needs, but the exports. */
async function prepare() {
  const files = new Map();
  const add = (path, content) => files.set(path, { content, headers: ISOLATED });
  const dist = given('METERING_EXPORT_DIST');
  for (const name of readdirSync(dist)) {
    if (name.startsWith('usage-')) add(`/${name}`, readFileSync(`${dist}/${name}`));
  }
  const meta = /<meta name="usage-worker" content="[^"]+">/.exec(readFileSync(`${dist}/index.html`, 'utf8'));
  if (!meta) throw new Error(`${dist}/index.html does not say where its worker is`);
  const core = given('METERING_EXPORT_USAGE_CORE');
  for (const name of readdirSync(core)) add(`/core/${name}`, readFileSync(`${core}/${name}`));
  const duckdb = new URL('node_modules/@duckdb/duckdb-wasm/dist/', import.meta.url);
  for (const name of ['duckdb-browser-eh.worker.js', 'duckdb-eh.wasm']) add(`/duckdb/${name}`, readFileSync(new URL(name, duckdb)));
  add('/worker.js', await bundle('usage/worker.mjs', { external: ['/core/*'] }));
  add('/page.js', await bundle('usage/page.mjs', { external: ['/core/*'] }));
  add('/', `<!doctype html><meta charset="utf-8"><title>usage</title>${meta[0]}<script type="module" src="/page.js"></script>`);
  return files;
}

/** The export of this many rows, made when it is first wanted and forgotten afterwards. */
async function withExport(files, type, rows, use) {
  process.stdout.write(`An export of ${grouped(rows)} rows …\n`);
  const layout = LAYOUTS[type];
  return withExports(files, await exportsOf(layout.options(rows), [layout.request]), ([name]) => use({ name, type }));
}

/** Serves downloads while they are used, by the names that `use` gets. */
async function withExports(files, downloads, use) {
  const names = downloads.map(({ zip, sums }) => {
    const name = `${exportsServed += 1}`;
    files.set(`/exports/${name}.zip`, { content: zip, headers: ISOLATED });
    files.set(`/exports/${name}.json`, { content: JSON.stringify(sums), headers: ISOLATED });
    return name;
  });
  try {
    return await use(names);
  } finally {
    for (const name of names) {
      files.delete(`/exports/${name}.zip`);
      files.delete(`/exports/${name}.json`);
    }
  }
}
let exportsServed = 0;

const all = (tasks) => tasks.flatMap((task) => READERS[task].map((name) => [task, name]));

/** Times of these readers with one file, side by side. */
async function sideBySide(browser, origin, { name: file, type }, readers, rounds) {
  const { page, run } = await openPage(await browser.newContext(), origin);
  try {
    const sizes = await run(([name, jobType]) => bench.load(name, jobType, ['csv']), [file, type]);
    await run(([wanted, name]) => bench.start(wanted, name), [readers, file]);
    const times = new Map(readers.map((reader) => [reader.join('/'), []]));
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const measured = await run(([name, check]) => bench.round(name, check), [file, round < 0]);
      if (round >= 0) for (const [name, time] of measured) times.get(name).push(time);
    }
    return { sizes, times };
  } finally {
    await page.close();
  }
}

/** MB that a reader takes beyond the file, in a browser of its own that has read a small file before. */
async function memory(origin, small, large, [task, name]) {
  return withBrowser(async (browser) => {
    const { page, run } = await openPage(await browser.newContext(), origin);
    const tasks = task === 'csv' ? ['csv'] : [];
    const load = (file) => run(([of, jobType, needed]) => bench.load(of, jobType, needed), [file.name, file.type, tasks]);
    await load(small);
    await run(([wanted, of]) => bench.start(wanted, of), [[[task, name]], small.name]);
    await run((of) => bench.round(of, false), small.name);
    await load(large);
    return peakGrowth(browser, page, () => run((of) => bench.round(of, false), large.name));
  });
}

/** The median of some such runs for each reader. */
async function peaksOf(origin, small, large) {
  const peaks = new Map();
  for (const reader of all(['csv', 'zip'])) {
    const growths = [];
    for (let time = 0; time < MEMORY_ROUNDS; time += 1) growths.push(await memory(origin, small, large, reader));
    peaks.set(reader.join('/'), median(growths));
  }
  return peaks;
}

/** How long the product takes to show these exports together, and to answer each question: `[what, times]`. */
async function answersOf(browser, origin, type, names) {
  const { page, run } = await openPage(await browser.newContext(), origin);
  try {
    for (const name of names) await run(([of, jobType]) => bench.load(of, jobType, []), [name, type]);
    const { shown, answered } = await run(([of, rounds]) => bench.answers(of, rounds), [names, WARM_UP + ANSWER_ROUNDS]);
    const rounds = answered.slice(WARM_UP);
    const questions = rounds[0].map(([what], at) => [what, rounds.map((round) => round[at][1])]);
    return [['reading, merging and the first question', shown.slice(WARM_UP)], ...questions];
  } finally {
    await page.close();
  }
}

/** The year's downloads, one for each window. */
async function year() {
  const day = (offset) => new Date(Date.UTC(2025, 0, 1 + offset)).toISOString().slice(0, 10);
  const windows = [...Array(YEAR.windows).keys()].map((at) => at * YEAR.days);
  return exportsOf(YEAR.options, windows.map((first) => request('PROJECT_FOLDER', ALL_IN_ONE, day(first + YEAR.days - 1), day(first))));
}

function timeTable(task, { times, sizes }, peaks) {
  const bytes = sizes.csv;
  const reference = `${task}/${task === 'zip' ? PRODUCT : CORE}`;
  const native = times.get(`unzip/${NATIVE}`);
  const columns = ['', 'ms', 'MB/s of CSV', 'to ours', ...(task === 'csv' ? [] : ['to unzipping alone']), ...(peaks ? ['peak memory, MB'] : [])];
  const names = [...times.keys()].filter((name) => name.startsWith(`${task}/`)).map((name) => name.slice(task.length + 1));
  const rows = names.map((name) => {
    const own = times.get(`${task}/${name}`);
    return [
      name,
      figure(median(own)),
      figure(bytes / 1000 / median(own)),
      ratio(medianRatio(own, times.get(reference))),
      ...(task === 'csv' ? [] : [ratio(medianRatio(own, native))]),
      ...(peaks ? [peaks.has(`${task}/${name}`) ? figure(peaks.get(`${task}/${name}`)) : ''] : []),
    ];
  });
  return report.table(columns, rows);
}

const INTRO = [
  'How long it takes from an export in memory to its sums: the total, by project and by day. All read the same exports, made by the '
  + 'simulator and downloaded from it: 30 days of one organization with many projects, one CSV file in a ZIP. The other kinds and what '
  + 'people ask of a read export follow below.',
  'The product keeps every row, adds up exactly, compares the checksum, and finds what cannot be read; “metering-export” is its '
  + 'two workers as the page uses them, from the file to the figures of the charts and tables; “the product’s core” is the same reading in '
  + 'one call and one worker, to compare with the peers, who add up and forget. The hand-tuned JavaScript works on '
  + 'bytes, makes no text of a row, and is exact too, in two sums of whole numbers; uDSV, PapaParse and DuckDB add up '
  + 'in floating point. “To ours” is the median, over the rounds, of the time by the product’s in the same round: '
  + 'above 1 the product is faster.',
];
const METHOD = `${ROUNDS} rounds after ${WARM_UP} to warm up, in each all readers of all tasks in an order of chance; medians. Each reader has a worker `
  + 'of its own that gets an ArrayBuffer without copying (the product’s a file, as from a download), and is timed from the message to the '
  + 'answer. DuckDB reads with its own worker, by one query with grouping sets; it reads no ZIP, so the browser unpacks for it.';
const MEMORY = 'Peak memory: by how much the page’s process grows at most while one file is read, by Linux (`VmHWM`), in a browser of its own for '
  + 'each that has read a small file before; the file itself is in memory before. The code, its compilation and the product’s copy of the '
  + 'ZIP count.';

const files = await prepare();
const server = await serve(files);
const started = Date.now();
const note = (text) => process.stdout.write(`${text} (${Math.round((Date.now() - started) / 1000)} s)\n`);
try {
  const results = [];
  const linear = [];
  const kinds = [];
  const answers = [];
  let browserVersion = '';
  const measured = (use) => withBrowser(async (browser, version) => {
    browserVersion = version;
    await use(browser);
  });
  for (const rows of LINEAR) {
    await withExport(files, 'PROJECT_FOLDER', rows, async (file) => {
      await measured(async (browser) => {
        if (SIZES.includes(rows)) {
          results.push({ rows, ...await sideBySide(browser, server.origin, file, all(['csv', 'zip', 'unzip']), ROUNDS) });
          note('Times');
        }
        const alone = await sideBySide(browser, server.origin, file, [['zip', PRODUCT], ['unzip', NATIVE]], 5);
        linear.push({ rows, ...alone });
        note('Linear');
        if (rows !== ANSWER_ROWS) return;
        answers.push({ heading: `Answers about ${grouped(rows)} rows`, times: await answersOf(browser, server.origin, file.type, [file.name]) });
        note('Answers');
      });
      if (rows !== MEMORY_ROWS || !CAN_MEASURE) return;
      results.at(-1).peaks = await withExport(files, file.type, SMALL, (small) => peaksOf(server.origin, small, file));
      note('Memory');
    });
  }
  for (const [type, rows] of Object.entries(OTHER_ROWS)) {
    await withExport(files, type, rows, (file) => measured(async (browser) => {
      kinds.push({ type, ...await sideBySide(browser, server.origin, file, OTHER_KINDS, ROUNDS) });
    }));
    note(type);
  }
  const downloads = await year();
  const yearRows = downloads.reduce((all, { sums }) => all + sums.rows, 0);
  await withExports(files, downloads, (names) => measured(async (browser) => {
    const heading = `A year of five organizations: ${downloads.length} exports, ${grouped(yearRows)} rows`;
    answers.push({ heading, times: await answersOf(browser, server.origin, 'PROJECT_FOLDER', names) });
  }));
  note('Year');
  report.write({
    name: 'usage',
    title: 'Reading usage beside others',
    intro: INTRO,
    facts: [
      ['Date', report.today()],
      ['Machine', report.machine(browserVersion)],
      ['Product', report.PRODUCT],
      ['Peers', report.versions(['udsv', 'papaparse', 'fflate', '@duckdb/duckdb-wasm'])],
      ['Agreement', 'what exact readers find equals the generator’s own sums to the last digit, by day and by project; what the others '
        + 'find, within 10⁻⁹ of them; asserted before measuring'],
      ['Method', METHOD],
      ...(CAN_MEASURE ? [['Memory', MEMORY]] : []),
    ],
    sections: [
      ...results.flatMap(({ rows, peaks, ...result }) => {
        const size = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
        const about = `${grouped(rows)} rows`;
        return [
          { heading: `${about}: CSV to sums`, parts: [`${size(result.sizes.csv)} of CSV.`, timeTable('csv', result, peaks)] },
          { heading: `${about}: ZIP to sums`, parts: [`${size(result.sizes.zip)}, unpacked ${size(result.sizes.csv)}.`, timeTable('zip', result, peaks)] },
          { heading: `${about}: unzipping alone`, parts: ['Nothing is kept of what is unpacked.', timeTable('unzip', result)] },
        ];
      }),
      ...kinds.map(({ type, ...result }) => ({
        heading: `${type}: ZIP to sums`,
        parts: [
          `${(result.sizes.zip / 1e6).toFixed(1)} MB, unpacked ${(result.sizes.csv / 1e6).toFixed(1)} MB. Sums by day and by ${LAYOUTS[type].by.toLowerCase()}.`,
          timeTable('zip', result),
        ],
      })),
      ...answers.map(({ heading, times }) => ({
        heading,
        parts: [
          'The product’s worker, from the question to the figures that answer it; each question changes one thing of the one before it.',
          report.table(['', 'ms'], times.map(([what, own]) => [what, figure(median(own))])),
        ],
      })),
      {
        heading: 'Cost by size',
        parts: [
          'The product’s worker, from the ZIP to the figures that are drawn.',
          report.table(['rows', 'ZIP, MB', 'ms', 'ns a row', 'to unzipping alone by the browser'], linear.map(({ rows, sizes, times }) => {
            const own = times.get(`zip/${PRODUCT}`);
            return [
              grouped(rows),
              (sizes.zip / 1e6).toFixed(1),
              figure(median(own)),
              figure((median(own) * 1e6) / rows),
              ratio(medianRatio(own, times.get(`unzip/${NATIVE}`))),
            ];
          })),
        ],
      },
    ],
  });
} finally {
  await server.close();
}
