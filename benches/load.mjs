// `cargo xtask bench load`: the first visit over a slow connection, beside the same form in other frameworks.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withBrowser } from './lib/browser.mjs';
import { given } from './lib/given.mjs';
import * as report from './lib/report.mjs';
import { brotli, serve } from './lib/server.mjs';
import { figure, kilobytes, median, medianRatio, ratio, shuffled } from './lib/stats.mjs';
import { names as peers, page as peerPage } from './load/build.mjs';

const OURS = 'metering-export';
const VANILLA = 'vanilla JS';
const VANILLA_IN_FILES = 'vanilla JS, style in a file';
const REACT = 'React 19, react-hook-form and zod';
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;
const ROUNDS = 15;
const WARM_UP = 1;
/** Milliseconds after which a page counts as broken. */
const PATIENCE = 30_000;
const probe = readFileSync(new URL('load/probe.js', import.meta.url), 'utf8');

/** The files of the built page, as any static host would serve them. */
function product() {
  const dist = given('METERING_EXPORT_DIST');
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, path, name }) => join(parentPath ?? path, name))
    .map((file) => [relative(dist, file).replaceAll('\\', '/'), readFileSync(file)]);
}

/** Serves each page in a directory of its own; `asked` collects the bytes that visits of it have asked for. */
async function prepare() {
  const files = new Map();
  const asked = new Map();
  const pages = [[OURS, product()], ...await Promise.all(peers.map(async (name) => [name, await peerPage(name)]))];
  const paths = new Map();
  for (const [at, [name, contents]] of pages.entries()) {
    const directory = `/page${at}/`;
    paths.set(name, directory);
    for (const [file, content] of contents) {
      const compressed = brotli(content);
      const served = { content, brotli: compressed.length < content.length ? compressed : undefined, headers: { 'cache-control': 'no-cache' } };
      const size = (served.brotli ?? content).length;
      const path = directory + (file === 'index.html' ? '' : file);
      files.set(path, () => {
        asked.get(name)?.set(file, size);
        return served;
      });
    }
  }
  return { files, paths, asked };
}

/** One visit with an empty cache. */
async function visit(browser, address, isOurs) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', NETWORK);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript(probe);
    await page.goto(address, { waitUntil: 'commit' });
    await page.waitForFunction(() => loadProbe.live !== null, undefined, { timeout: PATIENCE, polling: 100 });
    if (isOurs) {
      await page.waitForFunction(() => loadProbe.whole !== null, undefined, { timeout: PATIENCE, polling: 100 });
    }
    // Whatever it loads beyond the form.
    await page.waitForLoadState('networkidle');
    return await page.evaluate(() => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      return { paint: paint.startTime, live: loadProbe.live, whole: loadProbe.whole };
    });
  } finally {
    await context.close();
  }
}

const INTRO = [
  'A first visit over a slow connection: the same form, six fields with their rules on submit, in plain JavaScript and in '
  + 'frameworks, each bundled and minified by esbuild as a page of its own that the browser renders. The product’s page is the '
  + 'whole product: beside that form the sign-in, the jobs and the region for usage.',
  'The product’s content security policy allows no style inside of the page, so its style sheet takes one more round trip than that '
  + 'of the peers. One peer is there a second time, under that policy.',
  'The product’s HTML holds its first view, which cannot be used until the whole page is live; then all buttons act. The pages of the '
  + 'peers are nothing but the form, so they are live as a whole when submit is.',
];
const METHOD = `${ROUNDS} rounds after ${WARM_UP} to warm up, each page once in a round, in an order of chance and with an empty cache; medians, and medians `
  + 'of the ratios within a round. Submit is live at the time of the first `aria-invalid` that answers a click on “Request export”: '
  + 'a script that runs before all others clicks the button every 20 ms from the moment it is in the document (the page’s own '
  + 'way to get there does not matter), and keeps the browser from leaving the page as long as nobody listens. KB: all bodies that a '
  + 'visit has asked for until the network was idle, compressed; 1 KB = 1000 bytes.';

const { files, paths, asked } = await prepare();
const server = await serve(files);
try {
  await withBrowser(async (browser, version) => {
    const results = new Map([...paths.keys()].map((name) => [name, { paint: [], live: [], whole: [] }]));
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      for (const [name, path] of shuffled(paths)) {
        asked.set(name, new Map());
        const { paint, live, whole } = await visit(browser, server.origin + path, name === OURS);
        if (round < 0) continue;
        results.get(name).paint.push(paint);
        results.get(name).live.push(live);
        results.get(name).whole.push(whole ?? live);
      }
    }
    const bytes = (name) => [...asked.get(name).values()].reduce((sum, size) => sum + size, 0);
    const rows = [...results].map(([name, { paint, live, whole }]) => [
      name,
      kilobytes(bytes(name)),
      figure(median(paint)), ratio(medianRatio(paint, results.get(VANILLA).paint)), ratio(medianRatio(paint, results.get(VANILLA_IN_FILES).paint)),
      figure(median(live)), ratio(medianRatio(live, results.get(REACT).live)),
      figure(median(whole)), ratio(medianRatio(whole, results.get(REACT).whole)),
    ]);
    const ours = [...asked.get(OURS)].sort(([, a], [, b]) => b - a).map(([file, size]) => [file, kilobytes(size)]);
    report.write({
      name: 'load',
      title: 'First load beside others',
      intro: INTRO,
      facts: [
        ['Date', report.today()],
        ['Machine', report.machine(version)],
        ['Product', report.PRODUCT],
        ['Peers', report.versions(['solid-js', 'svelte', 'preact', 'react', 'react-dom', 'react-hook-form', '@hookform/resolvers', 'zod', 'esbuild'])],
        ['Connection', `1.6 Mbit/s down, 750 kbit/s up, 150 ms latency a request, as Chromium emulates it; processor ${SLOWER} times slower; everything served with brotli 11`],
        ['Method', METHOD],
      ],
      sections: [
        { heading: 'Results', parts: [report.table(['', 'KB, brotli', 'first contentful paint, ms', 'to vanilla JS', 'to that with a style file', 'submit live, ms', 'to React', 'whole page live, ms', 'to React'], rows)] },
        { heading: 'What the product’s first visit asks for', parts: [report.table(['', 'KB, brotli'], ours)] },
      ],
    });
  });
} finally {
  await server.close();
}
