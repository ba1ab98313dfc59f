// The one Chromium of a run.
import { chromium } from 'playwright-core';
import { given } from './given.mjs';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-networking',
  '--enable-precise-memory-info',
];

/** Starts the Chromium that `cargo xtask` has found, and passes it on; it ends with `use`. */
export async function withBrowser(use) {
  const browser = await chromium.launch({ executablePath: given('CHROME'), args: FLAGS, chromiumSandbox: false });
  try {
    return await use(browser, `Chromium ${browser.version()}`);
  } finally {
    await browser.close();
  }
}

/** Minutes after which a page that does not answer counts as broken. */
const PATIENCE = 5;

/** A page whose errors and silence end the run instead of passing unseen. */
export async function openPage(context, address) {
  const page = await context.newPage();
  let fail;
  const failed = new Promise((_, reject) => { fail = reject; });
  // It is awaited only beside something else.
  failed.catch(() => {});
  page.on('pageerror', (error) => fail(error));
  page.on('crash', () => fail(new Error('the page crashed')));
  await Promise.race([page.goto(address), failed]);
  return {
    page,
    /** Evaluates in the page, or fails with the page. */
    async run(body, argument) {
      const silence = setTimeout(() => fail(new Error(`the page has not answered for ${PATIENCE} minutes`)), PATIENCE * 60_000);
      try {
        return await Promise.race([page.evaluate(body, argument), failed]);
      } finally {
        clearTimeout(silence);
      }
    },
  };
}
