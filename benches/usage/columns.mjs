// CSV of any kind of export over bytes, in JavaScript; exact too. Unlike `Scanner` it walks over all fields, because the columns that count
// stand between others.
import { Sums, fieldsOf, joined, partsOf } from './scan.mjs';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const POINT = 46;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class ColumnScanner {
  #layout;
  #columns;
  #carry = new Uint8Array(0);
  #days = new Sums();
  #groups = new Sums();

  constructor(layout) {
    this.#layout = layout;
  }

  /** The next bytes of the file. */
  push(piece) {
    const bytes = this.#carry.length > 0 ? joined(this.#carry, piece) : piece;
    const end = bytes.lastIndexOf(LF) + 1;
    let at = 0;
    while (at < end) at = this.#line(bytes, at);
    this.#carry = bytes.slice(end);
  }

  /** The sums, after the last bytes. */
  finish() {
    if (this.#carry.length > 0) this.push(Uint8Array.of(LF));
    return { days: this.#days.entries(), groups: this.#groups.entries(), total: this.#days.total() };
  }

  /** One line; returns where the next begins. */
  #line(bytes, start) {
    if (!this.#columns) {
      const end = bytes.indexOf(LF, start);
      const header = decoder.decode(bytes.subarray(start, end)).trimEnd().split(',');
      this.#columns = ['date', 'group', 'amount'].map((column) => header.indexOf(this.#layout[column]));
      if (this.#columns.includes(-1)) throw new Error(`columns are missing: ${header}`);
      return end + 1;
    }
    const [dateColumn, groupColumn, amountColumn] = this.#columns;
    let column = 0;
    let field = start;
    let hash = 0;
    let day = -1;
    let group = -1;
    let [high, low] = [0, 0];
    for (let at = start; ; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) return this.#slowLine(bytes, start);
      if (byte !== COMMA && byte !== LF) {
        hash = (Math.imul(hash, 31) + byte) | 0;
        continue;
      }
      if (column === dateColumn) {
        let dayHash = 0;
        for (let digit = field; digit < field + 10; digit += 1) dayHash = (Math.imul(dayHash, 31) + bytes[digit]) | 0;
        day = this.#days.find(bytes, field, field + 10, dayHash);
      } else if (column === groupColumn) {
        group = this.#groups.find(bytes, field, at, hash);
      } else if (column === amountColumn) {
        let digit = field;
        for (; digit < at && bytes[digit] !== POINT; digit += 1) high = high * 10 + bytes[digit] - 48;
        let decimals = 0;
        for (digit += 1; digit < at; digit += 1, decimals += 1) {
          if (decimals < 6) high = high * 10 + bytes[digit] - 48;
          else low = low * 10 + bytes[digit] - 48;
        }
        for (; decimals < 12; decimals += 1) {
          if (decimals < 6) high *= 10;
          else low *= 10;
        }
      }
      if (byte === LF) {
        if (day < 0 || group < 0 || bytes[at - 1] === CR) return this.#slowLine(bytes, start);
        this.#days.add(day, high, low);
        this.#groups.add(group, high, low);
        return at + 1;
      }
      column += 1;
      field = at + 1;
      hash = 0;
    }
  }

  /** One line with quotes, or with a name that is new. */
  #slowLine(bytes, start) {
    const end = bytes.indexOf(LF, start);
    const text = decoder.decode(bytes.subarray(start, end));
    const fields = fieldsOf(text);
    const [date, group, amount] = this.#columns.map((column) => fields[column] ?? '');
    const parts = partsOf(amount);
    if (!parts) throw new Error(`no row: ${text}`);
    for (const [sums, name] of [[this.#days, date.slice(0, 10)], [this.#groups, group]]) {
      sums.add(sums.findOrAdd(encoder.encode(name)), ...parts);
    }
    return end + 1;
  }
}
