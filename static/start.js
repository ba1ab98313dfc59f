// Starts the program. The HTML holds the page as it first appears, inert until the program is live.

// Text never becomes markup or script. The one address that may be run is that of the worker beside the page.
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL: (url) =>
    new URL(url, document.baseURI).href.startsWith(new URL("usage-", document.baseURI).href) ? url : null,
});

// Wasm cannot call import(). The page loads the usage view with it.
globalThis.importModule = (url) => import(new URL(url, document.baseURI));

const [program, wasm] = ["program", "wasm"].map((id) => document.getElementById(id).href);
try {
  const { default: init } = await import(program);
  await init({ module_or_path: wasm });
  document.getElementById("later").disabled = false;
} catch (error) {
  document.getElementById("not-loaded").hidden = false;
  throw error;
}
