import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machine, table, text, versions } from './report.mjs';

test('a table has text on the left and figures on the right', () => {
  assert.equal(table(['who', 'ms'], [['a|b', 1], ['c', '2']]), '| who | ms |\n| --- | ---: |\n| a\\|b | 1 |\n| c | 2 |');
  assert.throws(() => table(['who', 'ms'], [['a']]), RangeError);
});

test('the report says who wrote it, then facts, then sections', () => {
  const report = {
    name: 'load',
    title: 'First load',
    intro: ['Why.'],
    facts: [['Date', '2026-01-02'], ['Machine', 'this']],
    sections: [{ heading: 'Results', parts: ['| a |', 'Words.'] }],
  };
  assert.equal(text(report), `# First load

<!-- Written by \`cargo xtask bench load\`; changes by hand are lost with the next run. -->

Why.

- Date: 2026-01-02
- Machine: this

## Results

| a |

Words.
`);
});

test('versions are those that are pinned, and nothing else', () => {
  assert.match(versions(['zod', 'valibot']), /^zod \d+\.\d+\.\d+, valibot \d+\.\d+\.\d+$/);
  assert.throws(() => versions(['left-pad']), /left-pad is not pinned/);
});

test('the machine is described with its browser', () => {
  assert.match(machine('Chromium 1'), /processors, \d+ GiB, .+; Chromium 1; Node [\d.]+; load before the run \d+\.\d$/);
});
