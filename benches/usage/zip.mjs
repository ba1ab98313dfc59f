// The one file of a ZIP, unpacked by others. They all trust it: only the product compares its checksum.
import { Unzip, UnzipInflate } from 'fflate';

/** Where the compressed bytes of the first file are. Sizes stand in the directory: the simulator writes as to a stream. */
function firstFile(zip) {
  const view = new DataView(zip);
  let end = zip.byteLength - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
  const entry = view.getUint32(end + 16, true);
  const local = view.getUint32(entry + 42, true);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  return new Uint8Array(zip, start, view.getUint32(entry + 20, true));
}

/** The browser's own. */
export function nativeStream(zip) {
  return new Blob([firstFile(zip)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
}

/** Hands the pieces of a stream to `take`. */
export async function eachPiece(stream, take) {
  const reader = stream.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) take(piece.value);
}

/** fflate's own way through a ZIP, in pieces of 64 KiB. */
export function unzipWithFflate(zip, take) {
  const bytes = new Uint8Array(zip);
  const unzip = new Unzip((file) => {
    file.ondata = (error, piece) => {
      if (error) throw error;
      take(piece);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += 65_536) {
    unzip.push(bytes.subarray(at, at + 65_536), at + 65_536 >= bytes.length);
  }
}
