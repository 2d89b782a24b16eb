// The worker on this machine: bundled as wrangler would, run by workerd through miniflare.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const here = dirname(fileURLToPath(import.meta.url));

/** A module of the worker, or of a test, as one file; the wasm stays a module of its own, which workerd compiles. */
export async function bundle(entry, conditions = ["workerd"]) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    conditions,
    nodePaths: [],
    external: ["cloudflare:workers"],
    plugins: [{ name: "wasm", setup: ({ onResolve }) => onResolve({ filter: /\.wasm$/ }, () => ({ path: "./memberview.wasm", external: true })) }],
  });
  return outputFiles[0].text;
}

/** A module of the page or of the shop, which are TypeScript, as their bundler would give it to Node. */
export const load = async (file) => import(`data:text/javascript;base64,${Buffer.from(await bundle(file, [])).toString("base64")}`);

/** Starts it. `store` is a folder that keeps the objects' databases; without one they end with the process. */
export async function start({ bindings, port = 0, store = false, entry = join(here, "src/index.ts") }) {
  const wasm = createRequire(entry).resolve("memberview/memberview.wasm");
  const worker = new Miniflare({
    host: "127.0.0.1",
    port,
    modules: [
      { type: "ESModule", path: "worker.mjs", contents: await bundle(entry) },
      { type: "CompiledWasm", path: "memberview.wasm", contents: await readFile(wasm) },
    ],
    compatibilityDate: "2026-05-01",
    durableObjects: { MEMBERS: { className: "MemberObject", useSQLite: true } },
    durableObjectsPersist: store,
    bindings: { MEMBER_RATE: "5", SHOP_RATE: "50", ALLOWED_ORIGIN: "http://localhost:5173", ...bindings },
  });
  const url = (await worker.ready).href.replace(/\/$/, "");
  return { url, worker };
}
