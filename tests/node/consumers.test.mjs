// The package with what others build on it: a bundler that does not find the Wasm by itself, and form libraries.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { FormApi } from "@tanstack/form-core";
import { build } from "esbuild";
import { createFormControl } from "react-hook-form";

const built = process.env.METERING_EXPORT_EMBED;
const { default: init, exportRequestSchema } = await import(pathToFileURL(join(built, "index.js")));

const user = mkdtempSync(join(tmpdir(), "metering-export-consumers-"));
after(() => rmSync(user, { recursive: true }));
mkdirSync(join(user, "node_modules"));
symlinkSync(built, join(user, "node_modules/metering-export"));

test("esbuild puts the Wasm into the bundle, or beside it", async () => {
  const contents = `
    import init, { validate } from "metering-export";
    import wasm from "metering-export/validator.wasm";
    await init(typeof wasm === "string" ? new URL(wasm, import.meta.url) : wasm);
    console.log(validate({}).problems.map(({ field }) => field).join());
  `;
  for (const loader of ["binary", "file"]) {
    const outdir = join(user, loader);
    await build({
      stdin: { contents, resolveDir: user, sourcefile: "page.js" },
      // Without a target the bundle is for browsers only that read base 64 themselves.
      bundle: true, format: "esm", target: "es2022", loader: { ".wasm": loader }, outdir, entryNames: "page", logLevel: "error",
    });
    const said = execFileSync("node", [join(outdir, "page.js")], { encoding: "utf8" });
    assert.equal(said, "startDate,endDate,jobType\n", loader);
  }
});

// What a form library hands over: every field that is registered, untouched ones empty.
const untouched = {
  startDate: "2024-08-12T00:00:00Z", endDate: "2024-09-12T00:00:00Z", jobType: "PROJECT_FOLDER",
  combinedMeterUsage: "", allLinkedOrgs: "", callbackUrl: "  ",
};
const tooLong = "The range is 31 days; the service allows at most 30. End it by 2024-09-11T00:00:00Z, or split it.";

test("TanStack Form shows each problem at its field, and sends what is valid", async () => {
  await init();
  const sent = [];
  const form = new FormApi({
    defaultValues: untouched,
    validators: { onChange: exportRequestSchema },
    onSubmit: ({ value }) => sent.push(value),
  });
  form.mount();
  await form.handleSubmit();
  const { fields } = form.getAllErrors();
  assert.deepEqual(Object.entries(fields).map(([name, { errors }]) => [name, errors.map(({ message }) => message)]), [["endDate", [tooLong]]]);
  assert.deepEqual(sent, []);
  form.setFieldValue("endDate", "2024-09-10T23:59:59Z");
  await form.handleSubmit();
  assert.deepEqual(sent.map(({ endDate }) => endDate), ["2024-09-10T23:59:59Z"]);
});

test("react-hook-form shows each problem at its field, and hands over a request without what is empty", async () => {
  await init();
  const { handleSubmit, register, setValue } = createFormControl({
    resolver: standardSchemaResolver(exportRequestSchema), defaultValues: untouched,
  });
  for (const name of Object.keys(untouched)) register(name);
  const sent = [];
  let refused;
  const submit = handleSubmit((request) => sent.push(request), (errors) => { refused = errors; });
  await submit();
  assert.deepEqual([Object.keys(refused), refused.endDate.message, sent], [["endDate"], tooLong, []]);
  setValue("endDate", "2024-09-10T23:59:59Z");
  await submit();
  assert.deepEqual(sent, [{ startDate: untouched.startDate, endDate: "2024-09-10T23:59:59Z", jobType: untouched.jobType }]);
});
