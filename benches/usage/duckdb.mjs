// DuckDB-Wasm in its own worker, with what its users would write.
import * as duckdb from '@duckdb/duckdb-wasm';
import { nativeStream } from './zip.mjs';

const QUERY = `
  SELECT GROUPING(day, "Project") AS kind, day, "Project" AS project, sum("Consumption (IPUs)") AS total
  FROM (SELECT CAST("Date" AS DATE)::VARCHAR AS day, "Project", "Consumption (IPUs)" FROM read_csv('export.csv', header = true, columns = {
    'Date': 'TIMESTAMP', 'Project': 'VARCHAR', 'Folder': 'VARCHAR', 'Org ID': 'VARCHAR', 'Org Type': 'VARCHAR', 'Consumption (IPUs)': 'DOUBLE'
  }))
  GROUP BY GROUPING SETS ((), (day), ("Project"))`;

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

  async csv(buffer) {
    await this.#database.registerFileBuffer('export.csv', new Uint8Array(buffer));
    try {
      const rows = (await this.#connection.query(QUERY)).toArray();
      const of = (kind, name) => rows.filter((row) => row.kind === kind).map((row) => [row[name], row.total]);
      return { total: of(3n, 'day')[0][1], days: of(1n, 'day'), projects: of(2n, 'project') };
    } finally {
      await this.#database.dropFile('export.csv');
    }
  }

  /** It reads no ZIP: the browser unpacks. */
  async zip(buffer) {
    return this.csv(await new Response(nativeStream(buffer)).arrayBuffer());
  }
}
