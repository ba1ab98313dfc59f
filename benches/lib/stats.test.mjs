import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figure, kilobytes, median, medianRatio, ratio, shuffled } from './stats.mjs';

test('the median of odd and even numbers of values, in numeric order', () => {
  assert.equal(median([10, 9, 100]), 10);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.throws(() => median([]), RangeError);
});

test('ratios are taken round by round', () => {
  // A round that was slow for both is no difference.
  assert.equal(medianRatio([2, 20, 4], [1, 10, 2]), 2);
  assert.throws(() => medianRatio([1], [1, 2]), RangeError);
});

test('an order of chance holds the same values', () => {
  const values = [1, 2, 3, 4, 5];
  assert.deepEqual(shuffled(values).sort(), values);
  assert.deepEqual(values, [1, 2, 3, 4, 5]);
});

test('figures have three digits', () => {
  assert.deepEqual([1836.6, 138.2, 10.57, 1.149, 0.4118, 0].map(figure), ['1,837', '138', '10.6', '1.15', '0.412', '0.00']);
  assert.deepEqual([0.8712, 12.14, 128.4].map(ratio), ['0.87 ×', '12.1 ×', '128 ×']);
});

test('kilobytes are rounded up', () => {
  assert.deepEqual([14_000, 14_001, 0].map(kilobytes), ['14.0', '14.1', '0.0']);
});
