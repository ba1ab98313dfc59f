// `cargo xtask bench validator`: the validator for other pages beside what people would use instead.
import { readdirSync, readFileSync } from 'node:fs';
import { openPage, withBrowser } from './lib/browser.mjs';
import { bundle } from './lib/bundle.mjs';
import { given } from './lib/given.mjs';
import * as report from './lib/report.mjs';
import { brotli, serve } from './lib/server.mjs';
import { figure, grouped, kilobytes, median, medianRatio, ratio } from './lib/stats.mjs';
import { ajvCheck } from './validator/ajv-standalone.mjs';

const PEERS = {
  'plain JS, hand-tuned': 'plain',
  valibot: 'valibot',
  'ajv, compiled beforehand': 'ajv-standalone',
  'ajv, compiled in the page': 'ajv',
  'zod 4': 'zod',
  yup: 'yup',
  arktype: 'arktype',
};
const OURS = 'metering-export';
/** It calls `new Function` when it is loaded. */
const NEEDS_EVAL = ['ajv, compiled in the page'];
const POLICIES = {
  'strict CSP': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
  'CSP with unsafe-eval': "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src 'self'",
};
const WARM_UP = 4;
const CALL_ROUNDS = 40;

/** All files of the package; `weight` is that of those which a page has asked for. */
function embed(directory) {
  const files = new Map();
  const asked = new Set();
  for (const name of readdirSync(directory)) {
    const content = readFileSync(`${directory}/${name}`);
    files.set(`/embed/${name}`, () => {
      asked.add(content);
      return { content };
    });
  }
  const { exports } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
  return {
    files,
    weight: () => [...asked].reduce((sum, content) => sum + brotli(content).length, 0),
    entry: `/embed/${exports['.'].default.replace('./', '')}`,
  };
}

async function prepare() {
  const files = new Map();
  const sizes = new Map();
  const addresses = {};
  for (const [name, file] of Object.entries(PEERS)) {
    const content = await bundle(`validator/peers/${file}.mjs`, { plugins: [ajvCheck] });
    files.set(`/peers/${file}.js`, { content });
    sizes.set(name, brotli(content).length);
    addresses[name] = `/peers/${file}.js`;
  }
  const ours = embed(given('METERING_EXPORT_EMBED'));
  for (const [path, file] of ours.files) files.set(path, file);
  files.set('/ours.js', { content: await bundle('validator/ours.mjs', { alias: { 'metering-export': ours.entry }, external: [ours.entry] }) });
  addresses[OURS] = '/ours.js';
  files.set('/page.js', { content: await bundle('validator/page.mjs') });
  return { files, sizes, addresses, weight: ours.weight };
}

/** Adds the times of a round. */
function collect(times, round) {
  for (const [name, time] of round) {
    if (!times.has(name)) times.set(name, []);
    times.get(name).push(time);
  }
}

async function measure(browser, origin, addresses) {
  const pages = [];
  for (const policy of Object.keys(POLICIES)) {
    const context = await browser.newContext();
    const opened = await openPage(context, `${origin}/${encodeURIComponent(policy)}.html`);
    const bearable = Object.entries(addresses)
      .filter(([name]) => policy !== 'strict CSP' || !NEEDS_EVAL.includes(name));
    await opened.run((modules) => bench.load(modules), Object.fromEntries(bearable));
    const corpus = await opened.run(() => bench.agree());
    pages.push({ policy, corpus, calls: new Map(), ...opened });
  }
  for (let round = -WARM_UP; round < CALL_ROUNDS; round += 1) {
    for (const { page, run, calls } of pages) {
      await page.bringToFront();
      const called = await run(() => bench.calls());
      if (round >= 0) collect(calls, called);
    }
  }
  return pages;
}

function callTable({ calls }, sizes) {
  const rows = [OURS, ...Object.keys(PEERS)].filter((name) => calls.has(`${name}/valid`)).map((name) => {
    const [valid, wrong] = ['valid', 'three problems'].map((input) => [calls.get(`${name}/${input}`), calls.get(`${OURS}/${input}`)]);
    return [
      name,
      figure(median(valid[0])), ratio(medianRatio(...valid)),
      figure(median(wrong[0])), ratio(medianRatio(...wrong)),
      kilobytes(sizes.get(name)),
    ];
  });
  return report.table(['', 'valid, µs', 'to ours', 'three problems, µs', 'to ours', 'KB, brotli'], rows);
}

const INTRO = [
  'What another page pays for checking export requests: an object of six fields, of which two have to be a range of at most '
  + '30 days and one a URL that the internet can reach. Each library is given the rules that none has (date-times on days that '
  + 'exist, public URLs) as the same JavaScript, written as usual with a regular expression, `Date` and `URL`; plain JS is '
  + 'hand-tuned and does without them. The product says more than all: which part of a value is wrong and what to do about it, '
  + 'in codes, parameters and a sentence.',
  'Two pages: a strict content security policy, and one with `unsafe-eval`, which ajv needs unless its check is written out while '
  + 'building, and with which zod and arktype write themselves faster code. “To ours” is the median, over the rounds, of the '
  + 'peer’s time by the product’s time in the same round: above 1 the product is faster.',
];
const METHOD = `${CALL_ROUNDS} rounds after ${WARM_UP} to warm up, both pages in turn in one browser; in each round `
  + 'all validators in an order of chance; medians. A call is timed in batches of 6 ms over 256 different objects. Sizes: each alone, '
  + 'bundled and minified by esbuild with all it imports, brotli 11; the product’s as it is served, its Wasm included; 1 KB = 1000 bytes.';

const { files, sizes, addresses, weight } = await prepare();
for (const [policy, csp] of Object.entries(POLICIES)) {
  files.set(`/${encodeURIComponent(policy)}.html`, {
    content: '<!doctype html><meta charset="utf-8"><title>validators</title><script type="module" src="/page.js"></script>',
    headers: {
      'content-security-policy': csp,
      // Only isolated pages have a clock of 5 µs.
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    },
  });
}
const server = await serve(files);
try {
  await withBrowser(async (browser, version) => {
    const pages = await measure(browser, server.origin, addresses);
    sizes.set(OURS, weight());
    const [{ corpus }] = pages;
    report.write({
      name: 'validator',
      title: 'The validator beside others',
      intro: INTRO,
      facts: [
        ['Date', report.today()],
        ['Machine', report.machine(version)],
        ['Product', report.PRODUCT],
        ['Peers', report.versions(['valibot', 'ajv', 'zod', 'yup', 'arktype', 'esbuild'])],
        ['Agreement', `all give the same verdict on each of ${grouped(corpus.values)} values, ${grouped(corpus.valid)} of them valid, and `
          + 'find the same fields in those with three problems; asserted before measuring'],
        ['Method', METHOD],
      ],
      sections: pages.map((page) => ({ heading: `One object, ${page.policy}`, parts: [callTable(page, sizes)] })),
    });
  });
} finally {
  await server.close();
}
