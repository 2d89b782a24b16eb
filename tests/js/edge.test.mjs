// Vercel Edge and the edge of Next: edge-runtime's realm, which compiles no bytes and gives modules in place of `?module` imports.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { EdgeVM } from "@edge-runtime/vm";
import { app, bundled, cases, dist, sameAsNative, sameProbe } from "./hosts.mjs";

/** Next compiles a `?module` import when it builds, and the bundle takes it from the realm. */
const modules = {
  name: "modules",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "modules" }));
    build.onLoad({ filter: /.*/, namespace: "modules" }, () => ({ contents: "export default globalThis.memberviewModule;" }));
  },
};

const CONDITIONS = ["edge-light", "worker", "browser"];

async function inEdge(entry) {
  const source = `
    import * as api from "${entry}";
    import { probe } from "./js/probe.mjs";
    import { answers } from "./js/runner.mjs";
    export const all = async (cases) => ({ texts: await answers(api, cases), probed: await probe(api) });
    export const start = (source) => api.init(source).then(() => "started", ({ code, message }) => code + " " + message);`;
  const script = await bundled(source, { conditions: CONDITIONS, plugins: [modules], format: "iife", globalName: "memberviewHost" });
  const vm = new EdgeVM({ codeGeneration: { strings: false, wasm: false } });
  vm.context.memberviewModule = new WebAssembly.Module(readFileSync(join(dist, "memberview.wasm")));
  vm.evaluate(script);
  return vm;
}

/** What the realm works out, as text: its objects are of another realm. */
const said = async (vm, call) => JSON.parse(await vm.evaluate(`${call}.then((said) => JSON.stringify(said))`));
const all = `memberviewHost.all(${JSON.stringify(cases)})`;

const wasm = await said(await inEdge("memberview"), all);
const nowasm = await said(await inEdge("memberview/nowasm"), all);
const bytes = await said(await inEdge("memberview"), "memberviewHost.start(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))");

sameProbe("edge-runtime", wasm.probed);
sameAsNative("edge-runtime", wasm.texts);
sameProbe("edge-runtime, nowasm", nowasm.probed, "nowasm");
sameAsNative("edge-runtime, nowasm", nowasm.texts);

test("edge-runtime compiles no bytes, which is a typed error", () => assert.match(bytes, /^wasmBlocked .*memberview\/nowasm/));

test("the realm's modules are of another realm than its own WebAssembly", async () => {
  const vm = await inEdge("memberview");
  assert.equal(vm.evaluate("memberviewModule instanceof WebAssembly.Module"), false);
});
