// A worker for all but the product's own: reads what it is given, and gives the buffer back with the answer.
import * as core from './core.mjs';
import * as peers from './peers.mjs';

const CORE = 'the product’s core';
const ways = {
  csv: { ...peers.csv, [CORE]: core.csv },
  zip: { ...peers.zip, [CORE]: core.zip },
  unzip: { ...peers.unzip, [CORE]: core.unzip },
};

onmessage = async ({ data: { task, name, buffer, layout } }) => {
  try {
    const result = await ways[task][name](buffer, layout);
    postMessage({ result, buffer }, [buffer]);
  } catch (error) {
    postMessage({ error: `${name}: ${error.stack ?? error}` });
  }
};
await core.start();
postMessage({ names: Object.fromEntries(Object.entries(ways).map(([task, names]) => [task, Object.keys(names)])) });
