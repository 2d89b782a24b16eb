// Cloudflare Workers: workerd itself, through miniflare, with the package bundled as wrangler does it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Miniflare } from "miniflare";
import { bundled, cases, dist, sameAsNative, sameProbe } from "./hosts.mjs";

/** Wrangler's conditions; the runtime itself compiles what is imported as wasm. */
const CONDITIONS = ["workerd", "worker", "browser"];

/** Answers all cases as any request would be answered. */
const worker = (entry) => `
  import * as api from "${entry}";
  import { probe } from "./js/probe.mjs";
  import { answers } from "./js/runner.mjs";
  export default {
    async fetch(request) {
      if (request.method === "GET") {
        const bytes = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
        return Response.json(await api.init(bytes).then(() => "started", ({ code, message }) => code + " " + message));
      }
      const texts = await answers(api, await request.json());
      return Response.json({ texts, probed: await probe(api) });
    },
  };`;

async function inWorker(entry, work) {
  const script = await bundled(worker(entry), { conditions: CONDITIONS, external: ["*.wasm"] });
  const modules = [
    { type: "ESModule", path: "worker.mjs", contents: script },
    { type: "CompiledWasm", path: "memberview.wasm", contents: readFileSync(join(dist, "memberview.wasm")) },
  ];
  const miniflare = new Miniflare({ modules, compatibilityDate: "2026-04-01", host: "127.0.0.1" });
  try {
    return await work((given) => miniflare.dispatchFetch("http://localhost/", given));
  } finally {
    await miniflare.dispose();
  }
}

const answers = async (send) => (await send({ method: "POST", body: JSON.stringify(cases) })).json();
const wasm = await inWorker("memberview", answers);
const nowasm = await inWorker("memberview/nowasm", answers);
const bytes = await inWorker("memberview", async (send) => (await send()).json());

sameProbe("workerd", wasm.probed);
sameAsNative("workerd", wasm.texts);
sameProbe("workerd, nowasm", nowasm.probed, "nowasm");
sameAsNative("workerd, nowasm", nowasm.texts);

test("workerd compiles no bytes, which is a typed error", () => assert.match(bytes, /^wasmBlocked .*memberview\/nowasm/));
