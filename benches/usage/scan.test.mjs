import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ColumnScanner } from './columns.mjs';
import { Scanner } from './scan.mjs';

const HEADER = 'Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n';
const ROWS = [
  '2025-01-02T00:00:00Z,FINANCE,Ingestion,6hgJKxDRzArRE7hUEl1BdX,Production,5.143248567430',
  '2025-01-02T00:00:00Z,FINANCE,Staging,6hgJKxDRzArRE7hUEl1BdX,Production,1000000.000000000001',
  '2025-01-02T00:00:00Z,"EMEA, ""North""",null,6hgJKxDRzArRE7hUEl1BdX,Production,0.1',
  '2025-01-02T00:00:00Z,null,null,6hgJKxDRzArRE7hUEl1BdX,Sandbox,2\r',
  '2025-01-01T00:00:00Z,FINANCE,Ingestion,6hgJKxDRzArRE7hUEl1BdX,Production,0.000000000009',
];
const EXPECTED = {
  days: [['2025-01-02', '1000007.243248567431'], ['2025-01-01', '0.000000000009']],
  groups: [['FINANCE', '1000005.143248567440'], ['EMEA, "North"', '0.100000000000'], ['null', '2.000000000000']],
  total: '1000007.243248567440',
};

test('sums are exact, wherever the file is cut, with and without a last line end', () => {
  for (const end of ['', '\n']) {
    const bytes = new TextEncoder().encode(HEADER + ROWS.join('\n') + end);
    for (let size = 1; size <= bytes.length; size += 1) {
      const scanner = new Scanner();
      for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
      assert.deepEqual(scanner.finish(), EXPECTED, `pieces of ${size} bytes`);
    }
  }
});

test('what is no row is refused, not guessed', () => {
  for (const row of [ROWS[0].replace('5.1', '5,1'), ROWS[0].replace('Z,', ','), `${ROWS[0]}x`, ROWS[0].replace('5.143', '5.1x3')]) {
    const scanner = new Scanner();
    assert.throws(() => {
      scanner.push(new TextEncoder().encode(`${HEADER}${ROWS[0]}\n${row}\n`));
      scanner.finish();
    }, /no row/, row);
  }
});

test('columns are found by their names, wherever the file is cut', () => {
  const layout = { date: 'Date', group: 'Meter', amount: 'IPU' };
  const text = 'Org,Meter,Date,Unit,IPU,Rate\no,"A, B",2025-01-02T00:00:00Z,h,1.5,0.1\no,C,2025-01-02T00:00:00Z,,0.25,\r\no,C,2025-01-01T00:00:00Z,h,2,0.1';
  const bytes = new TextEncoder().encode(text);
  for (let size = 1; size <= bytes.length; size += 1) {
    const scanner = new ColumnScanner(layout);
    for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
    assert.deepEqual(scanner.finish(), {
      days: [['2025-01-02', '1.750000000000'], ['2025-01-01', '2.000000000000']],
      groups: [['A, B', '1.500000000000'], ['C', '2.250000000000']],
      total: '3.750000000000',
    }, `pieces of ${size} bytes`);
  }
});
