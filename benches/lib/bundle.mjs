// Bundles of the peers, as small as their users would ship them.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles and minifies one module; returns its text. */
export async function bundle(entry, options = {}) {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'error',
    ...options,
  });
  return Buffer.from(outputFiles[0].contents);
}
