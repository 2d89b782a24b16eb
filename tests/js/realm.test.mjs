// A mini-program's logic layer, as near as Node can stand in for it: a realm that has the language and WXWebAssembly.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { brotliDecompressSync } from "node:zlib";
import { app, cases, dist, sameAsNative, script } from "./hosts.mjs";

/** What no mini-program has, or not every one. */
const ABSENT = [
  "WebAssembly", "TextDecoder", "TextEncoder", "URL", "fetch", "atob", "btoa", "FinalizationRegistry", "WeakRef",
  "SharedArrayBuffer", "Atomics", "structuredClone", "queueMicrotask", "AggregateError",
];

/** Android's base library has BigInt; iOS 13 has none, and neither has WebAssembly globals on any iOS. */
const PROFILES = { android: ABSENT, ios: ABSENT, ios13: [...ABSENT, "BigInt", "BigInt64Array", "BigUint64Array"] };

const PATH = "/miniprogram_npm/memberview/memberview.wasm";

/** WXWebAssembly: reads paths of the package only, plain or brotli; on iOS an exported global is an error. */
function wxWebAssembly(profile) {
  return {
    async instantiate(path, imports) {
      assert.ok(path.startsWith("/") && /\.wasm(\.br)?$/.test(path), `WXWebAssembly refuses the path ${path}`);
      const file = readFileSync(join(dist, "mini", path.split("/").pop()));
      const module = new WebAssembly.Module(path.endsWith(".br") ? brotliDecompressSync(file) : file);
      const globals = WebAssembly.Module.exports(module).filter((one) => one.kind === "global");
      assert.ok(profile === "android" || globals.length === 0, "iOS has no exported globals");
      return { instance: new WebAssembly.Instance(module, imports) };
    },
  };
}

function realm(profile, host) {
  const sandbox = createContext(host, { codeGeneration: { strings: false, wasm: false } });
  const names = JSON.stringify(PROFILES[profile]);
  runInContext(`for (const name of ${names}) delete globalThis[name];`, sandbox);
  if (profile !== "android") runInContext("delete globalThis.globalThis;", sandbox);
  return sandbox;
}

const code = await script("mini", "es2017");

async function run(profile, path) {
  const sandbox = realm(profile, { WXWebAssembly: wxWebAssembly(profile), casesText: JSON.stringify(cases), path });
  runInContext(code, sandbox);
  const call = "memberviewHost.start(path && { path: path }).then(() => memberviewHost.run(JSON.parse(casesText)))";
  return Array.from(await runInContext(call, sandbox));
}

for (const profile of Object.keys(PROFILES)) {
  sameAsNative(`WeChat ${profile}, .wasm`, await run(profile));
  sameAsNative(`WeChat ${profile}, .wasm.br`, await run(profile, `${PATH}.br`));
}

test("the realm has nothing that a mini-program lacks", () => {
  for (const [profile, names] of Object.entries(PROFILES)) {
    const sandbox = realm(profile, {});
    for (const name of names) assert.equal(runInContext(`typeof ${name}`, sandbox), "undefined", name);
    assert.throws(() => runInContext("eval('1')", sandbox));
  }
});

test("a mini-program without wasm is told of memberview/nowasm", async () => {
  const sandbox = realm("ios13", {});
  runInContext(code, sandbox);
  const failed = "memberviewHost.start().then(() => 'started', (error) => error.code + ' ' + error.message)";
  assert.match(await runInContext(failed, sandbox), /^wasmBlocked .*memberview\/nowasm/);
});

test("the nowasm entry runs in the same realm", async () => {
  const sandbox = realm("ios13", { casesText: JSON.stringify(cases.slice(0, 1)) });
  runInContext(await script("nowasm", "es2017"), sandbox);
  const texts = await runInContext("memberviewHost.run(JSON.parse(casesText))", sandbox);
  assert.equal(texts.length, 1);
});

test("the mini entry is CommonJS that a page can require", () => {
  const text = readFileSync(join(app, "node_modules/memberview/dist/mini/index.js"), "utf8");
  const exported = {};
  runInContext(`(function (module, exports) { ${text}\n})`, realm("ios13", {}))({ exports: exported }, exported);
});
