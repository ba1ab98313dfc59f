// The report of a run: Markdown beside the scripts.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { execFileSync } from 'node:child_process';

/** How busy the machine was before: with more than a little, figures compare and do not stand alone. */
const LOAD_BEFORE = loadavg()[0];

/** A table; the first column is text, the others are figures. */
export function table(columns, rows) {
  for (const row of rows) {
    if (row.length !== columns.length) throw new RangeError(`a row of ${row.length} cells for ${columns.length} columns`);
  }
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, at) => (at === 0 ? '---' : '---:'));
  return [line(columns), line(rule), ...rows.map(line)].join('\n');
}

/** What it ran on, in one line. */
export function machine(browser) {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const system = `${type()} ${release()}; ${browser}; Node ${process.versions.node}`;
  return `${model}, ${processors.length} processors, ${memory} GiB, ${system}; load before the run ${LOAD_BEFORE.toFixed(1)}`;
}

/** The versions of these npm packages, exactly as pinned. */
export function versions(names) {
  const pinned = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).devDependencies;
  return names.map((name) => {
    if (!/^\d+\.\d+\.\d+$/.test(pinned[name] ?? '')) throw new Error(`${name} is not pinned in benches/package.json`);
    return `${name} ${pinned[name]}`;
  }).join(', ');
}

/** What is measured of the product: the last commit when the run begins, and whether anything differs from it. */
export const PRODUCT = (() => {
  const git = (...words) => execFileSync('git', words, { encoding: 'utf8', cwd: new URL('..', import.meta.url) }).trim();
  const differs = git('status', '--porcelain', '--', '../src', '../crates', '../Cargo.toml', '../Cargo.lock', '../static', '../index.html');
  return `${git('rev-parse', '--short', 'HEAD')}${differs ? ' with changes' : ''}`;
})();

/** The whole text. */
export function text({ name, title, intro, facts, sections }) {
  const head = [
    `# ${title}`,
    `<!-- Written by \`cargo xtask bench ${name}\`; changes by hand are lost with the next run. -->`,
    ...intro,
    facts.map(([what, value]) => `- ${what}: ${value}`).join('\n'),
  ];
  const body = sections.flatMap(({ heading, parts }) => [`## ${heading}`, ...parts]);
  return `${[...head, ...body].join('\n\n')}\n`;
}

/** Writes the report beside the scripts and says so. */
export function write(report) {
  const file = new URL(`../${report.name}.md`, import.meta.url);
  const content = text(report);
  writeFileSync(file, content);
  process.stdout.write(`${content}\nWritten to benches/${report.name}.md\n`);
}

/** Today, in UTC. */
export function today() {
  return new Date().toISOString().slice(0, 10);
}
