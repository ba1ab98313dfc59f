// ajv's own way around `unsafe-eval`: the check written out as code while bundling.
import { fileURLToPath } from 'node:url';
import Ajv, { _ } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { formats, schema } from './ajv-schema.mjs';

/** For esbuild: answers `import check from 'ajv-check'` with that code. */
export const ajvCheck = {
  name: 'ajv-check',
  setup(build) {
    build.onResolve({ filter: /^ajv-check$/ }, ({ path }) => ({ path, namespace: 'ajv-check' }));
    build.onLoad({ filter: /./, namespace: 'ajv-check' }, () => ({
      contents: `import { formats } from './ajv-schema.mjs';\n${code()}`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    }));
  },
};

function code() {
  // A keyword of one's own cannot be written out: it is called after the check.
  const { range, ...written } = schema;
  const ajv = new Ajv({ allErrors: true, formats, code: { source: true, esm: true, formats: _`formats` } });
  return standalone(ajv, ajv.compile(written));
}
