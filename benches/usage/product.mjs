// The product's worker as the usage view uses it: ZIPs as files go in, the figures that are drawn come out.
import startMessages, { questions, save_table as saveTable, show } from '/core/usage-core.js';

export class Product {
  #worker;
  #layout;
  #number = 0;
  #questions;

  /** Starts a worker for exports of this layout. */
  static async start(address, layout) {
    await startMessages();
    const product = new Product();
    product.#layout = layout;
    product.#worker = new Worker(address, { type: 'module' });
    await product.#next((answer) => answer === 'Ready');
    return product;
  }

  /** Resolves with the first answer that is meant. */
  #next(meant) {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(`the product's worker: ${event.message}`));
      worker.onmessage = ({ data: [answer, file] }) => {
        if (meant(answer)) resolve({ answer, file });
      };
    });
  }

  #say(json, files = []) {
    this.#worker.postMessage([JSON.parse(json), ...files]);
  }

  #ask(request) {
    const figures = this.#next((next) => next.Figures);
    this.#worker.postMessage([request]);
    return figures;
  }

  /** Shows files in place of those before; resolves when their figures are here. */
  async show(files) {
    const ids = files.map(() => this.#number += 1);
    const opened = this.#next((answer) => answer.Opened);
    this.#say(show(ids), files);
    const { answer } = await opened;
    if (answer.Opened.ids.length !== files.length) throw new Error(`the product's worker: ${JSON.stringify(answer.Opened.failures)}`);
    this.#questions ??= JSON.parse(questions(JSON.stringify(this.#layout.kind), this.#layout.largest));
    const [[, first]] = this.#questions;
    await this.#ask(first);
  }

  /** What a question changes, and how long its answer takes, for one question after the other. */
  async answers() {
    const times = [];
    for (const [what, request] of this.#questions) {
      const started = performance.now();
      await this.#ask(request);
      times.push([what, performance.now() - started]);
    }
    return times;
  }

  /** The sums shown, by the tables that people can save. */
  async sums() {
    return { days: await this.#table({ Period: 'Day' }), groups: await this.#table(this.#layout.by) };
  }

  async #table(by) {
    const saved = this.#next((answer) => answer.Written);
    this.#say(saveTable(JSON.stringify(this.#layout.kind), JSON.stringify(by)));
    const { file } = await saved;
    const [header, ...rows] = (await file.text()).trimEnd().split(/\r?\n/).map((line) => line.split(','));
    const sum = header.indexOf('Consumption (IPUs)');
    return rows.map((row) => [row[sum - 1] || 'null', row[sum]]);
  }
}
