// Loads the Wasm, and passes texts to it and back. Its side of this is crates/validator.rs.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// How much of many lines is checked at once: so much that the calls are not felt, so little that it takes no memory.
const PIECE = 2 ** 18;
// How much of a text is encoded at once. Browsers copy it first, which for more takes twice as long.
const SLICE = 2 ** 15;

let loading;

/** What the Wasm exports; until it is loaded, one clear error. */
export let wasm = new Proxy({}, {
  get() {
    throw new Error("The validator is not loaded yet: call init() and wait for its promise first.");
  },
});

// Where the Wasm reads. All of these have no length any more when its memory has grown.
let room = new Uint8Array();
let memoryBytes = room;
let memoryNumbers;
let numbersInRoom;
let textBehindSix;

/** Loads the Wasm, once however often it is called. */
export function init(source = new URL("./validator.wasm", import.meta.url)) {
  loading ??= load(source).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source) {
  source = await source;
  if (typeof source === "string" || source instanceof URL || source instanceof Request) source = await get(source);
  if (source instanceof Response) {
    if (!source.ok) throw new Error(`The validator could not be loaded: ${source.url} answered ${source.status}.`);
    source = await source.arrayBuffer();
  }
  const loaded = await WebAssembly.instantiate(source);
  wasm = (loaded.instance ?? loaded).exports;
}

// Node.js fetches no files; there they are read. Bundlers leave this alone, as they would not leave an import of `fs`.
function get(source) {
  const files = String(source).startsWith("file:") && globalThis.process?.getBuiltinModule?.("node:fs/promises");
  return files ? files.readFile(source) : fetch(source);
}

/** Writes a text where the Wasm reads, and says how many bytes it takes. */
export function pass(text) {
  reserve(text.length * 3);
  if (text.length <= SLICE) return encoder.encodeInto(text, room).written;
  let written = 0;
  for (let at = 0, end; at < text.length; at = end) {
    end = at + SLICE;
    // Not between the halves of a character.
    if ((text.charCodeAt(end) & 0xfc00) === 0xdc00) end -= 1;
    written += encoder.encodeInto(text.slice(at, end), room.subarray(written)).written;
  }
  return written;
}

/** Writes lines, text or bytes, where the Wasm reads, in pieces that end with a line; says of each how many bytes it takes. */
export function* passLines(lines) {
  const isText = typeof lines === "string";
  const end = isText ? "\n" : 10;
  for (let at = 0, next; at < lines.length; at = next) {
    next = lines.lastIndexOf(end, at + PIECE) + 1;
    // A line that is longer than a piece is one.
    if (next <= at) next = lines.indexOf(end, at) + 1 || lines.length;
    yield isText ? pass(lines.slice(at, next)) : passBytes(lines.subarray(at, next));
  }
}

function passBytes(bytes) {
  reserve(bytes.length);
  room.set(bytes);
  return bytes.length;
}

/** Writes numbers where the Wasm reads, how many they are before them and a text behind them. */
export function passNumbers(numbers, text) {
  const start = 4 + 4 * numbers.length;
  reserve(start + text.length * 3);
  numbersInRoom.setInt32(0, numbers.length, true);
  for (let i = 0; i < numbers.length; i++) numbersInRoom.setInt32(4 + 4 * i, numbers[i], true);
  const place = start === 28 ? textBehindSix : room.subarray(start);
  return start + encoder.encodeInto(text, place).written;
}

/** Gives back the room that a large text took. */
export function clear() {
  if (room.length > 1e6) makeRoom(0);
}

function reserve(bytes) {
  if (room.length < bytes || room.length === 0) makeRoom(bytes);
}

function makeRoom(bytes) {
  const length = Math.max(bytes, 1024);
  const place = wasm.room(length);
  room = new Uint8Array(wasm.memory.buffer, place, length);
  numbersInRoom = new DataView(wasm.memory.buffer, place, length);
  textBehindSix = room.subarray(28);
}

/** The memory of the Wasm, as bytes and as numbers. */
export function memory() {
  if (memoryBytes.length === 0) {
    memoryBytes = new Uint8Array(wasm.memory.buffer);
    memoryNumbers = new Uint32Array(wasm.memory.buffer);
  }
  return { bytes: memoryBytes, numbers: memoryNumbers };
}

/** The text of so many bytes in the memory; a few characters of ASCII are no work for a decoder. */
export function decode(start, length, few) {
  const text = memory().bytes.subarray(start, start + length);
  return few ? String.fromCharCode.apply(null, text) : decoder.decode(text);
}
