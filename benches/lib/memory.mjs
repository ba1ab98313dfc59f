// What a page holds at most, by the operating system: Linux counts the peak of a process, and can be told to begin anew.
import { readFileSync, writeFileSync } from 'node:fs';

export const CAN_MEASURE = process.platform === 'linux';

function kibibytes(pid, field) {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!found) throw new Error(`process ${pid} has no ${field}`);
  return Number(found[1]);
}

/** The process of the browser's only page: of all renderers the one that holds most. */
async function renderer(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => [kibibytes(id, 'VmRSS'), id]);
  return renderers.sort(([a], [b]) => b - a)[0][1];
}

/** MB (of 1,000,000 bytes) by which the page's process grows at most while `use` runs. */
export async function peakGrowth(browser, page, use) {
  const session = await page.context().newCDPSession(page);
  // What was freed before would be used again, unseen.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Memory.simulatePressureNotification', { level: 'critical' });
  const pid = await renderer(browser);
  await new Promise((resolve) => { setTimeout(resolve, 500); });
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = kibibytes(pid, 'VmRSS');
  await use();
  return ((kibibytes(pid, 'VmHWM') - before) * 1024) / 1e6;
}
