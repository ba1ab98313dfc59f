// `cargo xtask bench usage`: from a download to its sums, beside what people would use instead.
import { readFileSync, readdirSync } from 'node:fs';
import { openPage, withBrowser } from './lib/browser.mjs';
import { bundle } from './lib/bundle.mjs';
import { given } from './lib/given.mjs';
import { CAN_MEASURE, peakGrowth } from './lib/memory.mjs';
import * as report from './lib/report.mjs';
import { serve } from './lib/server.mjs';
import { figure, grouped, median, medianRatio, ratio } from './lib/stats.mjs';
import { exportOf } from './usage/files.mjs';

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
const SMALL = 1_000;
const SIZES = [100_000, 1_000_000];
const LINEAR = [100_000, 1_000_000, 2_000_000, 5_000_000];
const MEMORY_ROWS = 1_000_000;
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
  add('/page.js', await bundle('usage/page.mjs'));
  add('/', `<!doctype html><meta charset="utf-8"><title>usage</title>${meta[0]}<script type="module" src="/page.js"></script>`);
  return files;
}

/** The export of this many rows, made when it is first wanted and forgotten with `forget`. */
async function withExport(files, rows, use) {
  process.stdout.write(`An export of ${grouped(rows)} rows …\n`);
  const { zip, sums } = await exportOf(rows);
  files.set(`/exports/${rows}.zip`, { content: zip, headers: ISOLATED });
  files.set(`/exports/${rows}.json`, { content: JSON.stringify(sums), headers: ISOLATED });
  try {
    return await use();
  } finally {
    files.delete(`/exports/${rows}.zip`);
    files.delete(`/exports/${rows}.json`);
  }
}

const all = (tasks) => tasks.flatMap((task) => READERS[task].map((name) => [task, name]));

/** Times of these readers with one file, side by side. */
async function sideBySide(browser, origin, rows, readers, rounds) {
  const { page, run } = await openPage(await browser.newContext(), origin);
  try {
    const sizes = await run(([count, tasks]) => bench.load(count, tasks), [rows, ['csv']]);
    await run((wanted) => bench.start(wanted), readers);
    const times = new Map(readers.map((reader) => [reader.join('/'), []]));
    for (let round = -WARM_UP; round < rounds; round += 1) {
      const measured = await run(([count, check]) => bench.round(count, check), [rows, round < 0]);
      if (round >= 0) for (const [name, time] of measured) times.get(name).push(time);
    }
    return { sizes, times };
  } finally {
    await page.close();
  }
}

/** MB that a reader takes beyond the file, in a browser of its own that has read a small file before. */
async function memory(origin, rows, [task, name]) {
  return withBrowser(async (browser) => {
    const { page, run } = await openPage(await browser.newContext(), origin);
    const tasks = task === 'csv' ? ['csv'] : [];
    await run(([count, needed]) => bench.load(count, needed), [SMALL, tasks]);
    await run((wanted) => bench.start(wanted), [[task, name]]);
    await run((count) => bench.round(count, false), SMALL);
    await run(([count, needed]) => bench.load(count, needed), [rows, tasks]);
    return peakGrowth(browser, page, () => run((count) => bench.round(count, false), rows));
  });
}

/** The median of some such runs for each reader. */
async function peaksOf(origin, rows) {
  const peaks = new Map();
  for (const reader of all(['csv', 'zip'])) {
    const growths = [];
    for (let time = 0; time < MEMORY_ROUNDS; time += 1) growths.push(await memory(origin, rows, reader));
    peaks.set(reader.join('/'), median(growths));
  }
  return peaks;
}

function timeTable(task, { times, sizes }, peaks) {
  const bytes = sizes.csv;
  const reference = `${task}/${task === 'zip' ? PRODUCT : CORE}`;
  const native = times.get(`unzip/${NATIVE}`);
  const columns = ['', 'ms', 'MB/s of CSV', 'to ours', ...(task === 'csv' ? [] : ['to unzipping alone']), ...(peaks ? ['peak memory, MB'] : [])];
  const rows = READERS[task].map((name) => {
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
  + 'simulator and downloaded from it: 30 days of one organization with many projects, one CSV file in a ZIP.',
  'The product keeps every row, adds up exactly, compares the checksum, and finds what cannot be read; “metering-export” is its '
  + 'worker as the page uses it, from the file to the figures of the charts and tables; “the product’s core” is the same reading as '
  + 'one call, to compare with the peers, who add up and forget. The hand-tuned JavaScript works on '
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
  let browserVersion = '';
  for (const rows of LINEAR) {
    await withExport(files, rows, async () => {
      await withBrowser(async (browser, version) => {
        browserVersion = version;
        if (SIZES.includes(rows)) {
          results.push({ rows, ...await sideBySide(browser, server.origin, rows, all(['csv', 'zip', 'unzip']), ROUNDS) });
          note('Times');
        }
        const alone = await sideBySide(browser, server.origin, rows, [['zip', PRODUCT], ['unzip', NATIVE]], 5);
        linear.push({ rows, ...alone });
        note('Linear');
      });
      if (rows !== MEMORY_ROWS || !CAN_MEASURE) return;
      results.at(-1).peaks = await withExport(files, SMALL, () => peaksOf(server.origin, rows));
      note('Memory');
    });
  }
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
