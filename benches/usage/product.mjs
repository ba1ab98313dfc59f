// The product's worker as its page uses it: the ZIP as a file goes in, what is shown comes out.

export class Product {
  #worker;
  #number = 0;

  static async start(address) {
    const product = new Product();
    product.#worker = new Worker(address, { type: 'module' });
    await product.#next(() => true);
    return product;
  }

  /** Resolves with the first answer that is meant. */
  #next(meant) {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(`the product's worker: ${event.message}`));
      worker.onmessage = ({ data: [json, file] }) => {
        const reply = JSON.parse(json);
        if (meant(reply)) resolve({ reply, file });
      };
    });
  }

  /** Shows a file in place of the one before; resolves when it is drawn. */
  async show(file) {
    const source = { name: 'bench', created: null, window: null, partial: false };
    this.#number += 1;
    // What is drawn comes in parts, the words after them.
    const shown = this.#next(({ say }) => say);
    this.#worker.postMessage([JSON.stringify({ show: { exports: [{ id: this.#number, source }], days: null } }), file]);
    const { reply } = await shown;
    if (reply.say !== 'Usage of 1 export is shown.') throw new Error(`the product's worker: ${reply.say}`);
  }

  /** The sums shown, by the tables that people can save. */
  async sums() {
    const [days, projects] = [await this.#table('days'), await this.#table('projects')];
    return { days, projects };
  }

  async #table(value) {
    const saved = this.#next(({ save }) => save);
    this.#worker.postMessage([JSON.stringify({ act: { what: 'save', value } })]);
    const { file } = await saved;
    return (await file.text()).trimEnd().split(/\r?\n/).slice(1).map((line) => line.split(',')).map(([name, sum]) => [name || 'null', sum]);
  }
}
