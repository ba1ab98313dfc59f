// The pages of the peers, each as its framework's own tools would build it for the browser: HTML and one module.
import { readFileSync } from 'node:fs';
import { transformAsync } from '@babel/core';
import solidPreset from 'babel-preset-solid';
import { compile } from 'svelte/compiler';
import { bundle } from '../lib/bundle.mjs';
import { FIELDS } from './form.mjs';

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8');

/** The product's policy, which allows no style inside of a page. */
const policy = readFileSync(new URL('../../index.html', import.meta.url), 'utf8').match(/<meta http-equiv="Content-Security-Policy"[^>]*>/)[0];

const inline = `<link rel="icon" href="data:,">
<style>${style}</style>`;
const inFile = `${policy}
<link rel="stylesheet" href="style.css">`;

const html = (body, head) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Metering export</title>
${head}
<script type="module" src="app.js"></script>
</head>
<body>${body}</body>
</html>
`;

const inHtml = `<h1>Export request</h1>
<form novalidate>
${FIELDS.map(([name, label, choices]) => `<label for="${name}">${label}</label>
${choices
    ? `<select id="${name}" name="${name}" aria-describedby="${name}-problem">${choices.map((choice) => `<option>${choice}`).join('')}</select>`
    : `<input id="${name}" name="${name}" aria-describedby="${name}-problem">`}
<p class="problem" id="${name}-problem"></p>`).join('\n')}
<button>Request export</button>
</form>
`;

/** For esbuild: what Solid's compiler makes of JSX. */
const solid = {
  name: 'solid',
  setup(build) {
    build.onLoad({ filter: /\.jsx$/ }, async ({ path }) => {
      const { code } = await transformAsync(readFileSync(path, 'utf8'), {
        presets: [[solidPreset, { generate: 'dom' }]], filename: path, babelrc: false, configFile: false,
      });
      return { contents: code, loader: 'js' };
    });
  },
};

/** For esbuild: what Svelte's compiler makes of a component. */
const svelte = {
  name: 'svelte',
  setup(build) {
    build.onLoad({ filter: /\.svelte$/ }, ({ path }) => {
      const { js } = compile(readFileSync(path, 'utf8'), { filename: path, generate: 'client' });
      return { contents: js.code, loader: 'js' };
    });
  },
};

const PAGES = {
  'vanilla JS': ['vanilla.mjs', inHtml],
  'vanilla JS, style in a file': ['vanilla.mjs', inHtml],
  Solid: ['solid.jsx', '', { plugins: [solid], conditions: ['solid', 'browser', 'production'] }],
  'Svelte 5': ['svelte.mjs', '', { plugins: [svelte], conditions: ['svelte', 'browser', 'production'] }],
  'Preact and zod': ['preact.jsx', '', { jsx: 'automatic' }],
  'React 19, react-hook-form and zod': ['react.jsx', '', { jsx: 'automatic' }],
};

export const names = Object.keys(PAGES);

/** The files of a page: `[name, content]`. */
export async function page(name) {
  const [entry, body, options] = PAGES[name];
  const script = await bundle(`load/pages/${entry}`, options);
  const styleInFile = name.endsWith('style in a file');
  return [
    ['index.html', Buffer.from(html(body || '<div id="page"></div>', styleInFile ? inFile : inline))],
    ['app.js', script],
    ...(styleInFile ? [['style.css', Buffer.from(style)]] : []),
  ];
}
