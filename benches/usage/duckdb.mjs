// DuckDB-Wasm in its own worker, with what its users would write.
import * as duckdb from '@duckdb/duckdb-wasm';
import { nativeStream } from './zip.mjs';

/** The columns of a file as its users would name them for the layout: texts but for date and amount. */
function query(header, { date, group, amount }) {
  const types = { [date]: 'TIMESTAMP', [amount]: 'DOUBLE' };
  const columns = header.split(',').map((name) => `'${name}': '${types[name] ?? 'VARCHAR'}'`);
  return `
  SELECT GROUPING(day, name) AS kind, day, name, sum(amount) AS total
  FROM (SELECT CAST("${date}" AS DATE)::VARCHAR AS day, "${group}" AS name, "${amount}" AS amount
    FROM read_csv('export.csv', header = true, columns = {${columns}}))
  GROUP BY GROUPING SETS ((), (day), (name))`;
}

export class DuckDb {
  #database;
  #connection;

  static async start(directory) {
    const duck = new DuckDb();
    const worker = new Worker(`${directory}/duckdb-browser-eh.worker.js`);
    duck.#database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await duck.#database.instantiate(`${directory}/duckdb-eh.wasm`);
    duck.#connection = await duck.#database.connect();
    return duck;
  }

  async csv(buffer, layout) {
    const bytes = new Uint8Array(buffer);
    const header = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(10))).trimEnd();
    await this.#database.registerFileBuffer('export.csv', bytes);
    try {
      const rows = (await this.#connection.query(query(header, layout))).toArray();
      const of = (kind, name) => rows.filter((row) => row.kind === kind).map((row) => [row[name], row.total]);
      return { total: of(3n, 'day')[0][1], days: of(1n, 'day'), groups: of(2n, 'name') };
    } finally {
      await this.#database.dropFile('export.csv');
    }
  }

  /** It reads no ZIP: the browser unpacks. */
  async zip(buffer, layout) {
    return this.csv(await new Response(nativeStream(buffer)).arrayBuffer(), layout);
  }
}
