// What a file is read with instead of the product: each takes an ArrayBuffer and gives the sums.
import Papa from 'papaparse';
import { inferSchema, initParser } from 'udsv';
import { ColumnScanner } from './columns.mjs';
import { Scanner } from './scan.mjs';
import { Sums } from './sums.mjs';
import { eachPiece, nativeStream, unzipWithFflate } from './zip.mjs';

/** Pieces of text that keep memory low and calls few. */
const PIECE = 1 << 20;

function eachText(buffer, take) {
  const decoder = new TextDecoder();
  for (let at = 0; at < buffer.byteLength; at += PIECE) {
    take(decoder.decode(new Uint8Array(buffer, at, Math.min(PIECE, buffer.byteLength - at)), { stream: true }));
  }
}

/** uDSV, fed with pieces; rows are added up and not kept. */
function udsv() {
  const sums = new Sums();
  let parser;
  const each = (row) => sums.add(row);
  return {
    push(text) {
      parser ??= initParser(inferSchema(text));
      parser.chunk(text, parser.stringArrs, each);
    },
    finish() {
      parser.end();
      return sums.finish();
    },
  };
}

/** PapaParse on a text as a whole: it takes pieces from files and responses only. */
function papa(text) {
  const sums = new Sums();
  let header = true;
  Papa.parse(text, {
    skipEmptyLines: true,
    chunk({ data }) {
      for (const row of data) {
        if (header) header = false;
        else sums.add(row);
      }
    },
  });
  return sums.finish();
}

export const csv = {
  'hand-tuned JS': (buffer) => {
    const scanner = new Scanner();
    scanner.push(new Uint8Array(buffer));
    return scanner.finish();
  },
  uDSV: (buffer) => {
    const parser = udsv();
    eachText(buffer, parser.push);
    return parser.finish();
  },
  PapaParse: (buffer) => papa(new TextDecoder().decode(buffer)),
};

export const zip = {
  'browser’s own, piped to hand-tuned JS': async (buffer) => {
    const scanner = new Scanner();
    await eachPiece(nativeStream(buffer), (piece) => scanner.push(piece));
    return scanner.finish();
  },
  'browser’s own, piped to hand-tuned JS by columns': async (buffer, layout) => {
    const scanner = new ColumnScanner(layout);
    await eachPiece(nativeStream(buffer), (piece) => scanner.push(piece));
    return scanner.finish();
  },
  'browser’s own, then hand-tuned JS': async (buffer) => {
    const scanner = new Scanner();
    scanner.push(new Uint8Array(await new Response(nativeStream(buffer)).arrayBuffer()));
    return scanner.finish();
  },
  'fflate and uDSV': (buffer) => {
    const parser = udsv();
    const decoder = new TextDecoder();
    unzipWithFflate(buffer, (piece) => {
      const text = decoder.decode(piece, { stream: true });
      if (text) parser.push(text);
    });
    return parser.finish();
  },
  'fflate and PapaParse': (buffer) => {
    const decoder = new TextDecoder();
    let text = '';
    unzipWithFflate(buffer, (piece) => { text += decoder.decode(piece, { stream: true }); });
    return papa(text);
  },
};

/** Unpacking alone: the number of bytes, none of them kept. */
export const unzip = {
  'browser’s own': async (buffer) => {
    let bytes = 0;
    await eachPiece(nativeStream(buffer), (piece) => { bytes += piece.length; });
    return bytes;
  },
  fflate: (buffer) => {
    let bytes = 0;
    unzipWithFflate(buffer, (piece) => { bytes += piece.length; });
    return bytes;
  },
};
