// JavaScriptCore, the engine of iOS: with its JIT, and without, as in a mini-program on an iPhone.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { LATE } from "./javascriptcore.mjs";
import { cases, dist, root, sameAsNative, sameProbe, script } from "./hosts.mjs";

const jsc = process.env.JSC ?? "jsc";
const folder = mkdtempSync(join(tmpdir(), "memberview-jsc-"));
after(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, "cases.json"), JSON.stringify(cases));

/** What differs between entries is how they start. */
const STARTS = {
  mini: `{ path: ${JSON.stringify(join(dist, "../miniprogram_dist/memberview.wasm"))}, host: {
    instantiate: async (path, imports) => ({
      instance: new WebAssembly.Instance(new WebAssembly.Module(readFile(path, "binary")), imports) }) } }`,
  nowasm: "",
};

/** What the shell prints of what `work` gives, a text of code over `api`. */
async function run(entry, work, ...flags) {
  const file = join(folder, `${entry}.js`);
  const code = await script(entry, "es2017");
  writeFileSync(
    file,
    `${code}
    const given = (file) => JSON.parse(readFile(${JSON.stringify(folder)} + "/" + file));
    memberviewHost.start(${STARTS[entry]})
      .then(() => (${work})(memberviewHost, given))
      .then((said) => print(JSON.stringify(said)), (error) => print("failed " + error + "\\n" + error.stack));`,
  );
  const out = execFileSync(jsc, [...flags, file], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (!out.startsWith("{")) throw new Error(out.slice(0, 2000));
  return JSON.parse(out);
}

const all = `async (host, given) => ({ texts: await host.run(given("cases.json")), probed: await host.probe() })`;

/** Each with its flags and the entry: with what compiles, without, and without WebAssembly. */
const RUNS = { jsc: ["mini", `--${LATE.join("=")}`], "jsc, no JIT": ["mini", "--useJIT=false"], "jsc, nowasm": ["nowasm"] };
const said = {};
for (const [name, [entry, ...flags]] of Object.entries(RUNS)) said[name] = await run(entry, all, ...flags);

/** The sample member with a cart that is held: the time of a quote after its quantity has changed, the middle one of some. */
writeFileSync(join(folder, "program.json"), readFileSync(join(root, "presets/sephora-cn.json")));
writeFileSync(join(folder, "lin.json"), readFileSync(join(root, "tests/members/lin.json")));
const warm = `async (host, given) => {
  const program = await host.api.loadProgram(given("program.json"));
  const member = program.member(given("lin.json"));
  const lines = ["serum", "mask", "pads"].map((sku, at) => ({ id: sku, sku, quantity: 1 + at, unitPrice: "99.50" }));
  const cart = program.cart({ lines, points: "max" });
  const times = [];
  let payable;
  for (let round = 0; round < 25; round++) {
    const from = preciseTime();
    cart.setQuantity("pads", 1 + round % 5);
    payable = member.quote(cart, { now: "2026-11-22T12:00:00+08:00" }).payable;
    times.push((preciseTime() - from) * 1000);
  }
  return { ms: times.slice(5).sort((a, b) => a - b)[10], payable };
}`;
const quotes = {};
for (const entry of ["mini", "nowasm"]) quotes[entry] = await run(entry, warm, "--useJIT=false");

for (const [name, { texts, probed }] of Object.entries(said)) {
  sameProbe(name, probed, name.endsWith("nowasm") ? "nowasm" : "wasm");
  sameAsNative(name, texts);
}
test("a warm quote without JIT", (t) => {
  for (const [entry, { ms, payable }] of Object.entries(quotes)) {
    t.diagnostic(`time of a warm quote without JIT, ${entry}: ${ms.toFixed(1)} ms`);
    assert.equal(payable, "796.00");
  }
});
