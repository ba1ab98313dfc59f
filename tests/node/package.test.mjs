// The npm package of the validator as its users have it: packed, installed, imported by its name.
// `cargo xtask test embed` builds it and runs this; METERING_EXPORT_EMBED says where it is.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const built = process.env.METERING_EXPORT_EMBED;
assert.ok(built, "call `cargo xtask test embed`, which builds the package and says where it is");

const user = mkdtempSync(join(tmpdir(), "metering-export-user-"));
after(() => rmSync(user, { recursive: true }));

let packed;
let api;

before(async () => {
  const [told] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", user], { cwd: built, encoding: "utf8" }));
  packed = told.files.map(({ path }) => path).sort();
  writeFileSync(join(user, "package.json"), '{ "private": true, "type": "module" }');
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", join(user, told.filename)], { cwd: user });
  writeFileSync(join(user, "all.js"), 'export * from "metering-export";\nexport { default } from "metering-export";\n');
  api = await import(pathToFileURL(join(user, "all.js")));
});

test("the package holds what its users need, and nothing of the page that shows it", () => {
  assert.deepEqual(packed, [
    "LICENSE-APACHE", "LICENSE-MIT", "README.md", "form.js", "index.d.ts", "index.js", "package.json", "validator.js", "validator.wasm",
  ]);
});

test("before the Wasm is loaded each function says so, and a load that failed can be tried again", async () => {
  const clear = { message: "The validator is not loaded yet: call init() and wait for its promise first." };
  assert.throws(() => api.validate({}), clear);
  assert.throws(() => api.validateText("{}"), clear);
  assert.throws(() => api.splitRange("", ""), clear);
  assert.throws(() => api.completeDate("", "end"), clear);
  assert.throws(() => api.jsonSchema(), clear);
  assert.throws(() => api.exportRequestSchema["~standard"].validate({}), clear);
  await assert.rejects(api.default(new Uint8Array([0])));
  const missing = new Response("not here", { status: 404 });
  await assert.rejects(api.default(missing), { message: /could not be loaded: .*answered 404/ });
  const first = api.default();
  assert.equal(api.default(), first);
  await first;
  assert.equal(api.default(), first);
  assert.equal(api.validate({}).valid, false);
});

test("the snippet of the README runs as it stands there", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const snippets = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code).filter((code) => code.includes('from "metering-export"'));
  assert.ok(snippets.length > 0, "the README has a snippet that imports the package");
  writeFileSync(join(user, "snippet.js"), snippets[0]);
  const said = execFileSync("node", ["snippet.js"], { cwd: user, encoding: "utf8" });
  assert.equal(said, "endDate: The range is 31 days; the service allows at most 30. End it by 2024-09-11T00:00:00Z, or split it.\n");
});

test("the README of the package is about what it exports", () => {
  const readme = readFileSync(join(user, "node_modules/metering-export/README.md"), "utf8");
  for (const name of Object.keys(api).filter((name) => name !== "default")) {
    assert.ok(readme.includes(name), name);
  }
});

test("the types are those of the repository, and name each export", () => {
  const types = readFileSync(join(user, "node_modules/metering-export/index.d.ts"), "utf8");
  assert.equal(types, readFileSync(join(root, "crates/validator/index.d.ts"), "utf8"));
  assert.ok(!/\bany\b/.test(types.replace(/\/\*\*.*?\*\//gs, "")), "there is an `any`");
  const declared = [...types.matchAll(/^export (?:declare )?(?:function|const) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual([...declared, "default"].sort(), Object.keys(api).sort());
});

test("a strict consumer of everything compiles", () => {
  const modules = join(user, "node_modules");
  symlinkSync(join(here, "node_modules/@standard-schema"), join(modules, "@standard-schema"));
  cpSync(join(here, "consumer.ts"), join(user, "consumer.ts"));
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
  const target = ["--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom,dom.iterable", "--types", ""];
  const compile = () => execFileSync(join(here, "node_modules/.bin/tsc"), [...options, ...target, "consumer.ts"], { cwd: user, encoding: "utf8", stdio: "pipe" });
  try {
    compile();
  } catch (error) {
    assert.fail(error.stdout || error.message);
  }
  // What must not compile does not, or the types say nothing.
  const wrong = readFileSync(join(here, "consumer.ts"), "utf8") + '\nvalidate({}, { rangeLimit: "perhaps" });\n';
  writeFileSync(join(user, "consumer.ts"), wrong);
  assert.throws(compile, ({ stdout }) => stdout.includes("perhaps"));
});
