// What becomes of measured times: medians, ratios, and how they read.

/** The middle of the values, or the mean of the two in the middle. */
export function median(values) {
  if (values.length === 0) throw new RangeError('no values to take the median of');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of the ratios of two runs that were measured side by side: what slows both down does not count. */
export function medianRatio(values, reference) {
  if (values.length !== reference.length) throw new RangeError('rounds are missing');
  return median(values.map((value, round) => value / reference[round]));
}

/** The values in an order of chance. */
export function shuffled(values) {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** A number with three significant digits, without an exponent and with thousands apart: `1,837`, `10.6`, `0.412`. */
export function figure(value) {
  if (!Number.isFinite(value)) return String(value);
  const size = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.min(3, Math.max(0, 2 - size));
  return value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A whole number with its thousands apart. */
export const grouped = (number) => number.toLocaleString('en-GB');

/** A ratio: `0.87 ×`, `12.1 ×`. */
export function ratio(value) {
  return `${value < 10 ? value.toFixed(2) : figure(value)} ×`;
}

/** Bytes as thousands with one decimal, rounded up as everywhere in this project. */
export function kilobytes(bytes) {
  return (Math.ceil(bytes / 100) / 10).toFixed(1);
}
