// Rendering on a server: the bundles that Vite builds for it are imported where nothing may touch WebAssembly, and answer later.
import assert from "node:assert/strict";
import { test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { app, cases, sameAsNative, sameProbe } from "./hosts.mjs";

/** Imports a bundle while any look at WebAssembly and any request is written down. */
async function watched(name) {
  const touched = [];
  const { WebAssembly, fetch } = globalThis;
  const watch = { get: (_, key) => touched.push(String(key)), has: (_, key) => touched.push(String(key)) };
  globalThis.WebAssembly = new Proxy({}, watch);
  globalThis.fetch = () => touched.push("fetch");
  try {
    const bundle = await import(pathToFileURL(join(app, "built/ssr", name, "server.mjs")).href);
    const shell = bundle.shell();
    return { bundle, shell, touched };
  } finally {
    Object.assign(globalThis, { WebAssembly, fetch });
  }
}

for (const name of ["external", "inside"]) {
  const { bundle, shell, touched } = await watched(name);
  const said = { texts: await bundle.answers(bundle.api, cases), probed: await bundle.probe(bundle.api) };
  test(`Vite SSR, ${name}: import and rendering touch no wasm`, () => {
    assert.deepEqual(touched, []);
    assert.match(shell, /function function function/);
  });
  sameProbe(`Vite SSR, ${name}`, said.probed);
  sameAsNative(`Vite SSR, ${name}`, said.texts);
}
