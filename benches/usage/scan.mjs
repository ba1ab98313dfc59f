// Project-level CSV over bytes, as fast as we know to write it in JavaScript; exact too.
//
// Amounts are added up as whole numbers in two parts, millionths and trillionths of an IPU, both far below 2^53. Rows that
// are not plain (quotes, other decimals, CRLF) take a slower way; other columns than the service's are refused.

const HEADER = 'Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n';
const LF = 10;
const COMMA = 44;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class Scanner {
  #carry = new Uint8Array(0);
  #header = false;
  #days = new Sums();
  #projects = new Sums();
  // The date of the row before, with its comma, as five words and a byte.
  #date = new Uint8Array(21);
  #dateView = new DataView(this.#date.buffer);
  #day = -1;

  /** The next bytes of the file. */
  push(bytes) {
    if (this.#carry.length > 0) {
      const end = bytes.indexOf(LF) + 1;
      const line = joined(this.#carry, end > 0 ? bytes.subarray(0, end) : bytes);
      if (end === 0) {
        this.#carry = line;
        return;
      }
      this.#carry = line.subarray(0, 0);
      this.#lines(line);
      bytes = bytes.subarray(end);
    }
    const end = bytes.lastIndexOf(LF) + 1;
    if (end > 0) this.#lines(bytes.subarray(0, end));
    if (end < bytes.length) this.#carry = bytes.slice(end);
  }

  /** The sums, after the last bytes. */
  finish() {
    if (this.#carry.length > 0) this.push(Uint8Array.of(LF));
    return { days: this.#days.entries(), groups: this.#projects.entries(), total: this.#days.total() };
  }

  /** Whole lines. */
  #lines(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    if (!this.#header) {
      at = bytes.indexOf(LF) + 1;
      const header = decoder.decode(bytes.subarray(0, at));
      if (header !== HEADER) throw new Error(`columns in another order: ${header}`);
      this.#header = true;
    }
    const days = this.#days;
    const projects = this.#projects;
    const date = this.#dateView;
    let d0 = date.getUint32(0);
    let d1 = date.getUint32(4);
    let d2 = date.getUint32(8);
    let d3 = date.getUint32(12);
    let d4 = date.getUint32(16);
    while (at < bytes.length) {
      if (
        at + 40 > bytes.length || view.getUint32(at) !== d0 || view.getUint32(at + 4) !== d1 || view.getUint32(at + 8) !== d2 ||
        view.getUint32(at + 12) !== d3 || view.getUint32(at + 16) !== d4 || bytes[at + 20] !== COMMA
      ) {
        at = this.#slowLine(bytes, at);
        d0 = date.getUint32(0);
        d1 = date.getUint32(4);
        d2 = date.getUint32(8);
        d3 = date.getUint32(12);
        d4 = date.getUint32(16);
        continue;
      }
      const name = at + 21;
      let hash = 0;
      let end = name;
      for (let byte = bytes[end]; byte !== COMMA && byte !== LF; byte = bytes[end += 1]) hash = (Math.imul(hash, 31) + byte) | 0;
      const project = projects.find(bytes, name, end, hash);
      // Folder, organization and its type have 30 bytes at least, none of which matters.
      let last = end + 30;
      while (last < bytes.length && bytes[last] !== LF) last += 1;
      const point = last - 13;
      let quick = project >= 0 && last < bytes.length && bytes[point] === 46 && bytes[name] !== 34;
      let high = 0;
      let low = 0;
      if (quick) {
        let wrong = 0;
        for (let digit = point + 1; digit < point + 7; digit += 1) {
          const value = bytes[digit] - 48;
          wrong |= value >>> 0 > 9;
          high = high * 10 + value;
        }
        for (let digit = point + 7; digit < last; digit += 1) {
          const value = bytes[digit] - 48;
          wrong |= value >>> 0 > 9;
          low = low * 10 + value;
        }
        let unit = 1_000_000;
        let digit = point - 1;
        for (let value = bytes[digit] - 48; value >>> 0 <= 9; value = bytes[digit -= 1] - 48) {
          high += value * unit;
          unit *= 10;
        }
        quick = !wrong && unit > 1_000_000 && unit < 1e13 && bytes[digit] === COMMA && digit > end + 24;
      }
      if (!quick) {
        at = this.#slowLine(bytes, at);
        continue;
      }
      days.add(this.#day, high, low);
      projects.add(project, high, low);
      at = last + 1;
    }
  }

  /** One line by the rules of CSV; returns where the next begins. */
  #slowLine(bytes, at) {
    let end = bytes.indexOf(LF, at);
    let text = decoder.decode(bytes.subarray(at, end));
    // A quoted line end.
    while ((text.split('"').length - 1) % 2 === 1 && end + 1 < bytes.length) {
      end = bytes.indexOf(LF, end + 1);
      text = decoder.decode(bytes.subarray(at, end));
    }
    const fields = fieldsOf(text);
    const amount = partsOf(fields[5] ?? '');
    if (fields.length !== 6 || !amount || !/^\d{4}-\d\d-\d\dT00:00:00Z$/.test(fields[0])) throw new Error(`no row: ${text}`);
    const [high, low] = amount;
    const date = encoder.encode(fields[0]);
    this.#date.set(date);
    this.#date[20] = COMMA;
    this.#day = this.#days.findOrAdd(date.subarray(0, 10));
    this.#days.add(this.#day, high, low);
    this.#projects.add(this.#projects.findOrAdd(encoder.encode(fields[1])), high, low);
    return end + 1;
  }
}

/** Sums by name; a hash table of bytes, so that no text is made for a row. */
export class Sums {
  #names = [];
  #slots = new Int32Array(1 << 14).fill(-1);
  #high = new Float64Array(1 << 13);
  #low = new Float64Array(1 << 13);

  /** The number of a name that is known, or -1. */
  find(bytes, start, end, hash) {
    const mask = this.#slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot];
      if (number < 0) return -1;
      const name = this.#names[number];
      if (name.length === end - start) {
        let same = 0;
        while (same < name.length && name[same] === bytes[start + same]) same += 1;
        if (same === name.length) return number;
      }
    }
  }

  findOrAdd(name) {
    let hash = 0;
    for (const byte of name) hash = (Math.imul(hash, 31) + byte) | 0;
    const known = this.find(name, 0, name.length, hash);
    if (known >= 0) return known;
    const number = this.#names.length;
    if (number === this.#high.length) throw new Error('more names than the table holds');
    this.#names.push(name.slice());
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#slots[slot] >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number;
    return number;
  }

  add(number, high, low) {
    this.#high[number] += high;
    this.#low[number] += low;
  }

  entries() {
    return this.#names.map((name, at) => [decoder.decode(name), decimal(this.#high[at], this.#low[at])]);
  }

  total() {
    const sum = (values) => values.reduce((all, value) => all + value, 0);
    return decimal(sum(this.#high), sum(this.#low));
  }
}

/** Millionths and trillionths as a decimal. */
function decimal(high, low) {
  const digits = (BigInt(high) * 1_000_000n + BigInt(low)).toString().padStart(13, '0');
  return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
}

/** The fields of a line by the rules of CSV. */
export function fieldsOf(line) {
  return [...line.replace(/\r$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}

/** An amount as millionths and trillionths; null if it is none. */
export function partsOf(text) {
  const amount = /^(\d{1,7})(?:\.(\d{1,12}))?$/.exec(text);
  if (!amount) return null;
  const decimals = (amount[2] ?? '').padEnd(12, '0');
  return [amount[1] * 1_000_000 + +decimals.slice(0, 6), +decimals.slice(6)];
}

export function joined(a, b) {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
