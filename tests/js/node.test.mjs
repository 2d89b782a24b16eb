// Node: as an ES module, by require, and without WebAssembly; and what starting the engine promises.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { app, cases, dist, sameAsNative, sameInRuntime, sameProbe } from "./hosts.mjs";
import { probe } from "./probe.mjs";
import { answers } from "./runner.mjs";

const require = createRequire(join(app, "index.js"));
const program = JSON.parse(cases.find((one) => one.member !== undefined).program);

sameInRuntime("Node", process.execPath);
for (const [entry, flavour] of [["memberview", "wasm"], ["memberview/nowasm", "nowasm"]]) {
  const api = require(entry);
  const texts = await answers(api, cases);
  sameProbe(`Node, require ${entry}`, await probe(api), flavour);
  sameAsNative(`Node, require ${entry}`, texts);
}

/** Another copy of the package that nobody has started: each query is a module of its own. */
let copies = 0;
async function fresh(name) {
  for (const key of Object.keys(require.cache)) if (key.startsWith(dist)) delete require.cache[key];
  copies += 1;
  return require(name);
}

test("nothing runs before init, and a call then says so", async () => {
  const api = await fresh("memberview/slim");
  await assert.rejects(() => api.loadProgram(program), { name: /Error/, code: "notInitialised" });
});

test("init may be called twice, at once and later", async () => {
  const api = await fresh("memberview");
  await Promise.all([api.init(), api.init()]);
  await api.init();
  api.initSync();
  assert.ok(await api.loadProgram(program));
});

test("initSync takes bytes and modules", async () => {
  const bytes = readFileSync(join(dist, "memberview.wasm"));
  for (const source of [bytes, new WebAssembly.Module(bytes)]) {
    const api = await fresh("memberview/slim");
    api.initSync(source);
    assert.ok(await api.loadProgram(program));
  }
});

test("init takes bytes, a module, a response and promises of them", async () => {
  const bytes = readFileSync(join(dist, "memberview.wasm"));
  const headers = { "content-type": "application/wasm" };
  const sources = [
    bytes,
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    new WebAssembly.Module(bytes),
    new Response(bytes, { headers }),
    Promise.resolve(new Response(bytes, { headers: { "content-type": "application/octet-stream" } })),
  ];
  for (const source of sources) {
    const api = await fresh("memberview/slim");
    await api.init(source);
    assert.ok(await api.loadProgram(program));
  }
});

test("a start that failed is typed and may be tried again", async () => {
  const api = await fresh("memberview");
  await assert.rejects(() => api.init(new Uint8Array([1, 2, 3])), { code: "wasmFailed" });
  await assert.rejects(() => api.init(Promise.reject(new Error("offline"))), { code: "wasmFailed" });
  await api.init();
  assert.ok(await api.loadProgram(program));
});

test("a host that forbids wasm is told of memberview/nowasm", async () => {
  const api = await fresh("memberview");
  const reason = new Error("Wasm code generation disallowed by embedder");
  await assert.rejects(() => api.init(Promise.reject(reason)), { code: "wasmBlocked", message: /memberview\/nowasm/ });
});
