// A server of files in memory, on 127.0.0.1.
import { createServer } from 'node:http';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  wasm: 'application/wasm',
  svg: 'image/svg+xml',
};

/** Size after compression as web servers do it ahead of time: quality 11, the largest usual window. */
export function brotli(content) {
  return brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });
}

/**
 * Serves `files` (a map from path to `{ content, headers?, brotli? }`, or to a function that returns one) until `close`.
 *
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serve(files) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://127.0.0.1').pathname;
    const found = files.get(path);
    const file = typeof found === 'function' ? found() : found;
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const compressed = file.brotli && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    const body = compressed ? file.brotli : file.content;
    response.writeHead(200, {
      'content-type': TYPES[path.split('.').pop()] ?? TYPES.html,
      'content-length': Buffer.byteLength(body),
      ...(compressed ? { 'content-encoding': 'br' } : {}),
      ...file.headers,
    });
    response.end(body);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
