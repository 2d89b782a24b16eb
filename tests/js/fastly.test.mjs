// Fastly's SDK for JavaScript, whose engine has no WebAssembly: its build runs the top of the program in that very engine and keeps what came
// of it, so all cases are answered while it builds.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { app, root, sameAsNative, sameProbe } from "./hosts.mjs";

/** As an app would write it, but for what it says while it is built. */
const SERVICE = `
  import * as api from "memberview";
  import { probe } from "./js/probe.mjs";
  import { answers } from "./js/runner.mjs";
  import cases from "../cases.json";
  const say = (name, value) => console.log(name + " " + JSON.stringify(value));
  async function all() {
    say("wasm", typeof WebAssembly);
    say("probed", await probe(api));
    for (const one of cases) say("text", (await answers(api, [one]))[0]);
  }
  all().catch((error) => say("failed", error + "\\n" + error.stack));
  addEventListener("fetch", (event) => event.respondWith(new Response(JSON.stringify(api.build()))));`;

const folder = mkdtempSync(join(tmpdir(), "memberview-fastly-"));
const service = join(folder, "service.wasm");
writeFileSync(join(app, "fastly.mjs"), SERVICE);
const sdk = join(root, "node_modules/@fastly/js-compute/dist/cli/js-compute-runtime-cli.js");
const build = spawnSync(process.execPath, [sdk, "fastly.mjs", service], { cwd: app, encoding: "utf8", maxBuffer: 1 << 28 });

const said = { wasm: [], probed: [], text: [], failed: [] };
for (const line of build.stdout.split("\n")) {
  const [, name, json] = /^(wasm|probed|text|failed) (.*)$/.exec(line) ?? [];
  if (name !== undefined) said[name].push(JSON.parse(json));
}

test("Fastly's SDK builds the service, and its engine answers", () => {
  assert.equal(build.status, 0, build.stderr);
  assert.deepEqual(said.failed, []);
  assert.ok(statSync(service).size > 0);
  rmSync(folder, { recursive: true });
});

test("that engine has no WebAssembly, and the condition fastly chose what needs none", () => assert.deepEqual(said.wasm, ["undefined"]));
sameProbe("Fastly", said.probed[0], "nowasm");
sameAsNative("Fastly", said.text);
