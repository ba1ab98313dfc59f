// The product's reading alone, in the peers' worker: what its own worker draws with it is not measured here.
import start, { Csv, unzip as unzipCore, zip as zipCore } from '/core/usage-core.js';

/** Bytes that are copied into the Wasm's memory at once. */
const PIECE = 1 << 18;

export { start };

function sums(json) {
  const { total, days, projects } = JSON.parse(json);
  return {
    total,
    days: days.map(({ name, consumption }) => [name.Period.days.first, consumption]),
    groups: projects.map(({ name, consumption }) => [name.Project.project ?? 'null', consumption]),
  };
}

export const csv = (buffer) => {
  const reader = new Csv();
  for (let at = 0; at < buffer.byteLength; at += PIECE) {
    reader.push(new Uint8Array(buffer, at, Math.min(PIECE, buffer.byteLength - at)));
  }
  return sums(reader.finish());
};
export const zip = (buffer) => sums(zipCore(new Uint8Array(buffer)));
export const unzip = (buffer) => unzipCore(new Uint8Array(buffer));
