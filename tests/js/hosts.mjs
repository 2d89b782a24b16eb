// What the tests of all hosts share: the cases, the native answers, the packed package, and bundles of it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { probed } from "./probe.mjs";

export const root = new URL("../../", import.meta.url).pathname;

/** Where `cargo xtask hosts` laid the cases, the native answers and the unpacked tarball. */
export const work = process.env.MEMBERVIEW_HOSTS ?? join(root, "target/hosts");

export const casesFile = join(work, "cases.json");
export const cases = JSON.parse(readFileSync(casesFile, "utf8"));
export const golden = JSON.parse(readFileSync(join(work, "golden.json"), "utf8"));

/** A folder in which `memberview` resolves to the unpacked tarball; `cargo xtask hosts` has `apps.mjs` fill it. */
export const app = join(work, "app");
export const dist = join(app, "node_modules/memberview/dist");

/** One test for what a host may lack beside the engine. */
export function sameProbe(host, answer, flavour = "wasm") {
  test(`${host}: texts, ends of handles, build`, () => assert.deepEqual(answer, probed(flavour)));
}

/** The URL of a module that is imported as an app would. */
export const appUrl = (file) => pathToFileURL(join(app, file)).href;

/** One test for each case file: the host's text is the native one. */
export function sameAsNative(host, texts) {
  assert.equal(texts.length, golden.length);
  assert.ok(golden.length > 0, "there are no cases");
  golden.forEach((text, index) => {
    test(`${host}: ${cases[index].file}`, () => assert.equal(texts[index], text));
  });
}

/** The runner and an entry of the package in one classic script: `memberviewHost.answers(cases)`. */
export async function script(entry, target) {
  const source = `
    import * as api from "memberview/${entry}";
    import { probe as probed } from ${JSON.stringify(join(root, "tests/js/probe.mjs"))};
    import { answers } from ${JSON.stringify(join(root, "tests/js/runner.mjs"))};
    export const start = api.init;
    export const probe = () => probed(api);
    export const run = (cases) => answers(api, cases);
    export { api };`;
  return bundled(source, { format: "iife", globalName: "memberviewHost", target });
}

/** The text of a module in the app's folder, bundled with all that it imports. */
export async function bundled(source, options) {
  const out = await build({
    stdin: { contents: source, resolveDir: app, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    charset: "utf8",
    // esbuild finds packages through node_modules here; NODE_PATH of others must not matter.
    nodePaths: [],
    ...options,
  });
  return out.outputFiles[0].text;
}

/** Has a runtime import the package in the app's folder, with wasm and without, and compares what it says. */
export function sameInRuntime(host, program, ...flags) {
  for (const [entry, flavour] of [["memberview", "wasm"], ["memberview/nowasm", "nowasm"]]) {
    const where = `${host}, import ${entry}`;
    const to = join(work, "said.json");
    rmSync(to, { force: true });
    const given = [...flags, join(app, "js/answer.mjs"), entry, casesFile, to];
    const run = spawnSync(program, given, { cwd: app, encoding: "utf8" });
    test(`${where}: answers`, () => assert.equal(run.status, 0, `${run.error ?? ""}\n${run.stdout}\n${run.stderr}`));
    if (run.status !== 0) continue;
    const said = JSON.parse(readFileSync(to, "utf8"));
    sameProbe(where, said.probed, flavour);
    sameAsNative(where, said.texts);
  }
}

/** Has a runtime's own test runner run all cases, each as a test, and reads what it counted. */
export function inOwnRunner(host, program, ...flags) {
  const run = spawnSync(program, [...flags, "./js/cases.test.mjs"], { cwd: app, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, NO_COLOR: "1" } });
  const said = `${run.stdout}\n${run.stderr}`;
  test(`${host}'s own test runner: all cases`, () => {
    assert.equal(run.status, 0, said.slice(-4000));
    assert.equal(Number(/^\W*(?:ok \| )?(\d+) pass/m.exec(said)?.[1]), cases.length, said.slice(-400));
  });
}
