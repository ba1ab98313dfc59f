// Loads the Wasm, and passes texts to it and back. Its side of this is src/embed.rs.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

let loading;

/** What the Wasm exports; until it is loaded, one clear error. */
export let wasm = new Proxy({}, {
  get() {
    throw new Error("The validator is not loaded yet: call init() and wait for its promise first.");
  },
});

// Where the Wasm reads. All three have no length any more when its memory has grown.
let room = new Uint8Array();
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
  const most = text.length * 3;
  if (most > 1e6) return passBytes(encoder.encode(text));
  reserve(most);
  return encoder.encodeInto(text, room).written;
}

/** Writes bytes where the Wasm reads, and says how many there are. */
export function passBytes(bytes) {
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

/** The answer that is so many bytes long. */
export function answer(length) {
  return decoder.decode(new Uint8Array(wasm.memory.buffer, wasm.answer(), length));
}
