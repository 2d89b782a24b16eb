// The mini-programs' hosts, as near as Node can stand in for them: realms that have the language, and what each host's
// documents give it (docs/miniprograms.md). Strings and bytes are never compiled there.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { brotliDecompressSync } from "node:zlib";
import { build } from "esbuild";
import { app, root } from "./hosts.mjs";

const installed = join(app, "node_modules/memberview");
export const mini = join(installed, "miniprogram_dist");
export const nowasm = join(installed, "dist/nowasm.cjs");

/** What no mini-program has, or not every one. */
const ABSENT = [
  "WebAssembly", "TextDecoder", "TextEncoder", "URL", "fetch", "atob", "btoa", "FinalizationRegistry", "WeakRef",
  "Proxy", "SharedArrayBuffer", "Atomics", "structuredClone", "queueMicrotask", "AggregateError",
];
const BIGINT = ["BigInt", "BigInt64Array", "BigUint64Array"];

/** Each host: what it lacks beyond the language, the name of its WebAssembly, what that has, and what it refuses. */
export const PLATFORMS = {
  "WeChat, Android": { absent: ABSENT, wasm: "WXWebAssembly", has: ["Memory", "Table", "Global"] },
  "WeChat, iOS": { absent: [...ABSENT, "globalThis"], wasm: "WXWebAssembly", has: ["Memory", "Table"], globals: false },
  "WeChat, iOS 13": { absent: [...ABSENT, ...BIGINT, "globalThis"], wasm: "WXWebAssembly", has: ["Memory", "Table"], globals: false },
  Douyin: { absent: [...ABSENT, "globalThis"], wasm: "TTWebAssembly", has: ["Module", "Instance", "Memory", "Table", "Global"] },
  "Alipay, worker": { absent: [...ABSENT, ...BIGINT, "globalThis"], wasm: "MYWebAssembly", has: ["Instance", "Memory", "Table", "Global"] },
  "Alipay, page": { absent: [...ABSENT, ...BIGINT, "globalThis"] },
  QQ: { absent: [...ABSENT, ...BIGINT, "globalThis"] },
};

/** A host's WebAssembly: reads paths of the package alone, plain or brotli, and takes no bytes. */
function wasmOf({ has, globals = true }, files) {
  const host = {
    async instantiate(path, imports) {
      const known = typeof path === "string" && path.startsWith(HOME) && /^[\w.-]+\.wasm(\.br)?$/.test(path.slice(HOME.length));
      if (!known) throw new Error(`instantiate:fail ${String(path)} not found`);
      const file = readFileSync(join(files, path.slice(HOME.length)));
      const module = new WebAssembly.Module(path.endsWith(".br") ? brotliDecompressSync(file) : file);
      const exported = WebAssembly.Module.exports(module).filter((one) => one.kind === "global");
      assert.ok(globals || exported.length === 0, "iOS has no exported globals");
      return { module, instance: new WebAssembly.Instance(module, imports) };
    },
  };
  for (const name of has) host[name] = WebAssembly[name];
  return host;
}

/** Where WeChat's and Douyin's tools put the package. */
export const HOME = "/miniprogram_npm/memberview/";

/** A realm of a platform, which has nothing that the platform lacks. */
export function realm(platform, files = mini) {
  const { absent, wasm } = PLATFORMS[platform];
  const sandbox = createContext(wasm ? { [wasm]: wasmOf(PLATFORMS[platform], files) } : {}, {
    codeGeneration: { strings: false, wasm: false },
  });
  // Last, as the others are taken from it.
  for (const name of absent) runInContext(name === "globalThis" ? "delete globalThis.globalThis" : `delete globalThis.${name}`, sandbox);
  return sandbox;
}

/** What a CommonJS file exports in a realm, as a mini-program's loader would run it. */
export function required(sandbox, file) {
  const load = runInContext(`(function (module, exports, require) { ${readFileSync(file, "utf8")}\n})`, sandbox, { filename: file });
  const module = runInContext("({ exports: {} })", sandbox);
  load(module, module.exports, (name) => assert.fail(`${file} requires ${name}`));
  return module.exports;
}

const runner = await build({
  entryPoints: [join(root, "tests/js/runner.mjs")],
  bundle: true,
  write: false,
  format: "iife",
  globalName: "memberviewRunner",
  target: "es2017",
  charset: "utf8",
});

/** The answers to all cases by an entry in a realm. */
export async function answersIn(sandbox, api, cases) {
  runInContext(runner.outputFiles[0].text, sandbox);
  Object.assign(sandbox, { api, casesText: JSON.stringify(cases) });
  return Array.from(await runInContext("memberviewRunner.answers(api, JSON.parse(casesText))", sandbox));
}
