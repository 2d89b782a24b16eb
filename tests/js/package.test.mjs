// The tarball as npm would publish it: what is in it, what each condition resolves to, its types, and where its wasm comes from.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { app, appUrl, dist, root } from "./hosts.mjs";

const folder = join(app, "node_modules/memberview");
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const tarball = join(app, `memberview-${manifest.version}.tgz`);

/** All that is in it but for declarations, which are counted; a star is a hash. */
const FILES = [
  "LICENSE-APACHE", "LICENSE-MIT", "README.md",
  "dist/cjs-types/package.json", "dist/edge.mjs", "dist/index.cjs", "dist/index.mjs", "dist/memberview.wasm",
  "dist/nowasm.cjs", "dist/nowasm.mjs", ...Array(4).fill("dist/shared/chunk-*.mjs"), "dist/shared/zh-CN-*.mjs",
  "dist/signed.cjs", "dist/signed.mjs", "dist/slim.cjs", "dist/slim.mjs", "dist/web.mjs", "dist/workerd.mjs",
  "miniprogram_dist/index.js", "miniprogram_dist/memberview.wasm", "miniprogram_dist/memberview.wasm.br", "miniprogram_dist/package.json",
  "package.json",
];

test("the tarball has what is listed, and the same declarations for both kinds of modules", () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name))).sort();
  const types = (kind) => names.filter((name) => name.startsWith(`dist/${kind}/`) && name.endsWith(".d.ts")).map((name) => name.slice(`dist/${kind}/`.length));
  assert.ok(types("types").length > 20);
  assert.deepEqual(types("cjs-types"), types("types"));
  const others = names.filter((name) => !name.endsWith(".d.ts")).map((name) => name.replace(/-[0-9A-Z]{8}\.mjs$/, "-*.mjs"));
  assert.deepEqual(others, FILES);
});

test("nothing runs when it is installed, and it depends on nothing", () => {
  for (const field of ["scripts", "dependencies", "peerDependencies", "optionalDependencies", "bin"]) assert.equal(manifest[field], undefined, field);
});

/** What `memberview` is, by conditions that a host sets, as Node itself resolves it. */
const CONDITIONS = {
  workerd: "workerd.mjs", "workerd worker browser": "workerd.mjs", "edge-light worker browser": "edge.mjs", fastly: "nowasm.mjs",
  deno: "index.mjs", bun: "index.mjs", worker: "index.mjs", browser: "index.mjs", "": "index.mjs",
};

for (const [conditions, file] of Object.entries(CONDITIONS)) {
  test(`conditions "${conditions}": ${file}`, () => {
    const flags = conditions.split(" ").filter(Boolean).map((name) => `--conditions=${name}`);
    const script = "console.log(import.meta.resolve('memberview'))";
    const said = execFileSync(process.execPath, [...flags, "--input-type=module", "-e", script], { cwd: app, encoding: "utf8" });
    assert.equal(said.trim().split("/dist/")[1], file);
  });
}

test("require gives CommonJS, and every file of the map exists and has its types", () => {
  const said = execFileSync(process.execPath, ["-p", "require.resolve('memberview')"], { cwd: app, encoding: "utf8" });
  assert.equal(said.trim(), join(dist, "index.cjs"));
  const targets = [];
  const walk = (node) => {
    if (typeof node === "string") return targets.push(node);
    const keys = Object.keys(node);
    if (keys.includes("types")) assert.deepEqual(keys, ["types", "default"]);
    return Object.values(node).forEach(walk);
  };
  walk(manifest.exports);
  for (const file of targets) assert.ok(existsSync(join(folder, file)), file);
});

test("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: folder, strict: true, pack: false });
  assert.deepEqual(messages, []);
});

/** What are-the-types-wrong may say, with its reason. */
function accepted({ kind, entrypoint, resolutionKind, typesFileName = "" }) {
  // Who resolves as Node 10 did knows the main entry alone; Node 20 is the least that runs this.
  if (kind === "NoResolution" && resolutionKind === "node10") return entrypoint !== ".";
  // It loads its wasm by `import.meta.url`, which CommonJS lacks.
  if (kind === "CJSResolvesToESM") return entrypoint === "./web";
  // A mini-program requires it; no ES module of Node ever imports it.
  return kind === "NamedExports" && typesFileName.endsWith("cjs-types/entry/mini.d.ts");
}

test("are-the-types-wrong has nothing to say", async () => {
  const given = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)));
  const { problems } = await checkPackage(given, { excludeEntrypoints: ["./memberview.wasm"] });
  assert.deepEqual(problems.filter((problem) => !accepted(problem)), []);
});

test("the build tells its version, commit and wasm", async () => {
  const api = await import(appUrl("inline.mjs"));
  await api.init();
  const { version, flavour, commit, sha256, ...others } = api.build();
  assert.deepEqual(others, {});
  assert.equal(version, manifest.version);
  assert.equal(flavour, "wasm");
  assert.equal(sha256, createHash("sha256").update(readFileSync(join(dist, "memberview.wasm"))).digest("hex"));
  if (existsSync(join(root, ".git"))) assert.match(commit, /^[0-9a-f]{40}(-dirty)?$/);
});
