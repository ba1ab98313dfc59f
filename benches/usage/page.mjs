// Runs in the page: fetches the files, starts the readers, checks what they find, and takes the times.
import { shuffled } from '../lib/stats.mjs';
import { DuckDb } from './duckdb.mjs';
import { LAYOUTS } from './layouts.mjs';
import { Product } from './product.mjs';
import { nativeStream } from './zip.mjs';

const PRODUCT = 'metering-export';
const DUCKDB = 'DuckDB-Wasm';
const files = new Map();
/** Task and name to a function that takes a file and gives `{ time, sums? }`. */
const readers = new Map();

/** Fetches an export and unpacks it once, for those who read CSV. */
async function load(name, type, tasks) {
  const buffer = await (await fetched(`/exports/${name}.zip`)).arrayBuffer();
  const sums = await (await fetched(`/exports/${name}.json`)).json();
  const csv = tasks.includes('csv') ? await new Response(nativeStream(buffer)).arrayBuffer() : null;
  files.set(name, { csv, zip: buffer, sums, layout: layoutOf(type, sums) });
  return { csv: csv?.byteLength, zip: buffer.byteLength };
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} is answered with ${response.status}`);
  return response;
}

/** How an export is laid out, without what only the simulator needs. */
function layoutOf(type, sums) {
  const { request, options, ...layout } = LAYOUTS[type];
  const groups = Object.entries(sums[layout.sums]).filter(([name]) => name !== 'null');
  const [[largest]] = groups.sort(([, a], [, b]) => b - a);
  return { ...layout, largest };
}

/** Starts a reader of its own for each task, so that none profits from another's memory. */
async function start(wanted, name) {
  const { layout } = files.get(name);
  for (const [task, reads] of wanted) {
    readers.set(`${task}/${reads}`, await reader(task, reads, layout));
  }
}

const startProduct = (layout) => Product.start(document.querySelector('meta[name=usage-worker]').content, layout);

async function reader(task, name, layout) {
  if (name === PRODUCT) {
    const product = await startProduct(layout);
    return async (file) => {
      // A download or a dropped file is one already.
      const blob = new Blob([file.zip]);
      const { time } = await timed(() => product.show([blob]));
      return { time, sums: () => product.sums() };
    };
  }
  if (name === DUCKDB) {
    const duck = await DuckDb.start('/duckdb');
    return async (file) => {
      // What is handed over goes to its worker, and does not come back.
      const copy = file[task].slice(0);
      const { time, result } = await timed(() => duck[task](copy, layout));
      return { time, sums: () => result };
    };
  }
  const worker = await inWorker();
  const source = task === 'unzip' ? 'zip' : task;
  return async (file) => {
    const { time, result: { result, buffer } } = await timed(() => worker({ task, name, buffer: file[source], layout }));
    file[source] = buffer;
    return task === 'unzip' ? { time, bytes: result } : { time, sums: () => result };
  };
}

async function inWorker() {
  const worker = new Worker('/worker.js', { type: 'module' });
  const answer = () => new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(`the peers' worker: ${event.message}`));
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
  });
  await answer();
  return (message) => {
    const answered = answer();
    worker.postMessage(message, [message.buffer]);
    return answered;
  };
}

async function timed(run) {
  const started = performance.now();
  const result = await run();
  return { time: performance.now() - started, result };
}

/** One time of each reader with this file, in an order of chance; `check` compares what they find. */
async function round(of, check) {
  const times = [];
  const file = files.get(of);
  for (const [name, read] of shuffled(readers)) {
    const { time, sums, bytes } = await read(file);
    times.push([name, time]);
    if (check && bytes !== undefined && bytes !== file.csv.byteLength) throw new Error(`${name} unpacks ${bytes} bytes`);
    if (check && sums) compare(name, await sums(), file.sums, file.layout.sums);
  }
  return times;
}

/** Those who add up exactly have to be right to the last digit, the others within the error of their numbers. */
function compare(name, found, expected, groups) {
  const right = (what, value, reference) => {
    const isRight = typeof value === 'string'
      ? trillionths(value) === trillionths(reference)
      : Math.abs(value - reference) <= 1e-9 * reference;
    if (!isRight) throw new Error(`${name}: ${what} is ${value} instead of ${reference}`);
  };
  if (found.total !== undefined) right('the total', found.total, expected.total);
  for (const [what, reference] of [['days', expected.byDay], ['groups', expected[groups]]]) {
    if (found[what].length !== Object.keys(reference).length) throw new Error(`${name}: ${found[what].length} ${what}`);
    for (const [key, value] of found[what]) right(key, value, reference[key] ?? NaN);
  }
}

/** How long the product takes to show these exports together, and to answer each question about them. */
async function answers(names, rounds) {
  const { layout } = files.get(names[0]);
  const product = await startProduct(layout);
  const shown = [];
  const answered = [];
  for (let round = 0; round < rounds; round += 1) {
    const blobs = names.map((name) => new Blob([files.get(name).zip]));
    const { time } = await timed(() => product.show(blobs));
    shown.push(time);
    answered.push(await product.answers());
  }
  return { shown, answered };
}

function trillionths(decimal) {
  const [, whole, decimals = ''] = /^(\d+)(?:\.(\d{1,12}))?$/.exec(decimal);
  return BigInt(whole + decimals.padEnd(12, '0'));
}

globalThis.bench = { load, start, round, answers };
