// The product's worker as the usage view uses it: the ZIP as a file goes in, the figures that are drawn come out.

export class Product {
  #worker;
  #number = 0;

  static async start(address) {
    const product = new Product();
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

  /** Shows a file in place of the one before; resolves when its figures are here. */
  async show(file) {
    const source = { name: 'bench', created: null, window: null, partial: false };
    this.#number += 1;
    const opened = this.#next((answer) => answer.Opened);
    this.#worker.postMessage([{ Show: { exports: [{ id: this.#number, source }], days: null } }, file]);
    const { answer } = await opened;
    const { ids, failures } = answer.Opened;
    if (ids.length !== 1) throw new Error(`the product's worker: ${JSON.stringify(failures)}`);
    const figures = this.#next((next) => next.Figures);
    this.#worker.postMessage([{ Ask: QUESTION }]);
    await figures;
  }

  /** The sums shown, by the tables that people can save. */
  async sums() {
    const [days, projects] = [await this.#table('Day'), await this.#table('Project')];
    return { days, projects };
  }

  async #table(by) {
    const saved = this.#next((answer) => answer.Save);
    this.#worker.postMessage([{ SaveTable: [FILTER, by, SORT] }]);
    const { file } = await saved;
    return (await file.text()).trimEnd().split(/\r?\n/).slice(1).map((line) => line.split(',')).map(([name, sum]) => [name || 'null', sum]);
  }
}

const FILTER = { text: '', first: null, last: null };
const SORT = { by: 'Consumption', descending: true };
/** What the view asks for at first. */
const QUESTION = {
  filter: FILTER,
  today: '2025-06-01',
  tables: ['Day', 'Project', 'Organization'].map((by) => ({ by, sort: SORT, skip: 0, take: 10 })),
  charts: ['Project', 'Organization'],
};
