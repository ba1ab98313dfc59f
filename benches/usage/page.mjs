// Runs in the page: fetches the files, starts the readers, checks what they find, and takes the times.
import { shuffled } from '../lib/stats.mjs';
import { DuckDb } from './duckdb.mjs';
import { Product } from './product.mjs';
import { nativeStream } from './zip.mjs';

const PRODUCT = 'metering-export';
const DUCKDB = 'DuckDB-Wasm';
const files = new Map();
/** Task and name to a function that takes a file and gives `{ time, sums? }`. */
const readers = new Map();

/** Fetches an export and unpacks it once, for those who read CSV. */
async function load(rows, tasks) {
  const buffer = await (await fetched(`/exports/${rows}.zip`)).arrayBuffer();
  const sums = await (await fetched(`/exports/${rows}.json`)).json();
  const csv = tasks.includes('csv') ? await new Response(nativeStream(buffer)).arrayBuffer() : null;
  files.set(rows, { csv, zip: buffer, sums });
  return { csv: csv?.byteLength, zip: buffer.byteLength };
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} is answered with ${response.status}`);
  return response;
}

/** Starts a reader of its own for each task, so that none profits from another's memory. */
async function start(wanted) {
  for (const [task, name] of wanted) {
    readers.set(`${task}/${name}`, await reader(task, name));
  }
}

async function reader(task, name) {
  if (name === PRODUCT) {
    const product = await Product.start(document.querySelector('meta[name=usage-worker]').content);
    return async (file) => {
      // A download or a dropped file is one already.
      const blob = new Blob([file.zip]);
      const { time } = await timed(() => product.show(blob));
      return { time, sums: () => product.sums() };
    };
  }
  if (name === DUCKDB) {
    const duck = await DuckDb.start('/duckdb');
    return async (file) => {
      // What is handed over goes to its worker, and does not come back.
      const copy = file[task].slice(0);
      const { time, result } = await timed(() => duck[task](copy));
      return { time, sums: () => result };
    };
  }
  const worker = await inWorker();
  const source = task === 'unzip' ? 'zip' : task;
  return async (file) => {
    const { time, result: { result, buffer } } = await timed(() => worker({ task, name, buffer: file[source] }));
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
async function round(rows, check) {
  const times = [];
  const file = files.get(rows);
  for (const [name, read] of shuffled(readers)) {
    const { time, sums, bytes } = await read(file);
    times.push([name, time]);
    if (check && bytes !== undefined && bytes !== file.csv.byteLength) throw new Error(`${name} unpacks ${bytes} bytes`);
    if (check && sums) compare(name, await sums(), file.sums);
  }
  return times;
}

/** Those who add up exactly have to be right to the last digit, the others within the error of their numbers. */
function compare(name, found, expected) {
  const right = (what, value, reference) => {
    const isRight = typeof value === 'string'
      ? trillionths(value) === trillionths(reference)
      : Math.abs(value - reference) <= 1e-9 * reference;
    if (!isRight) throw new Error(`${name}: ${what} is ${value} instead of ${reference}`);
  };
  if (found.total !== undefined) right('the total', found.total, expected.total);
  for (const [what, reference] of [['days', expected.byDay], ['projects', expected.byProject]]) {
    if (found[what].length !== Object.keys(reference).length) throw new Error(`${name}: ${found[what].length} ${what}`);
    for (const [key, value] of found[what]) right(key, value, reference[key] ?? NaN);
  }
}

function trillionths(decimal) {
  const [, whole, decimals = ''] = /^(\d+)(?:\.(\d{1,12}))?$/.exec(decimal);
  return BigInt(whole + decimals.padEnd(12, '0'));
}

globalThis.bench = { load, start, round };
