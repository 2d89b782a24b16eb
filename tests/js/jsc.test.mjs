// JavaScriptCore, the engine of iOS: with its JIT, and without, as in a mini-program on an iPhone.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cases, dist, sameAsNative, script } from "./hosts.mjs";

const jsc = process.env.JSC ?? "jsc";
const folder = mkdtempSync(join(tmpdir(), "memberview-jsc-"));
writeFileSync(join(folder, "cases.json"), JSON.stringify(cases));

/**
 * On Linux this engine gave a wrong answer in about one run of 240, never the same: an option that is set read as empty, a text as
 * empty; with and without its last compiler, on a busy machine above all, and no other engine ever did. It stops the running thread by a
 * signal whenever it has compiled one more function, 2 850 times in a run, and that is likely where a value is lost; it was not proven.
 * Apple's systems stop threads without signals. Functions are compiled here once they have run for long, which leaves a seventh of the
 * stops, and what is compiled is what takes the time.
 */
const LATE = "--thresholdForBBQOptimizeAfterWarmUp=300000";

/** What differs between entries is how they start. */
const STARTS = {
  mini: `{ path: ${JSON.stringify(join(dist, "mini/memberview.wasm"))}, host: {
    instantiate: async (path, imports) => ({
      instance: new WebAssembly.Instance(new WebAssembly.Module(readFile(path, "binary")), imports) }) } }`,
  nowasm: "",
};

async function run(entry, ...flags) {
  const file = join(folder, `${entry}.js`);
  const texts = join(folder, "cases.json");
  const code = await script(entry, "es2017");
  writeFileSync(
    file,
    `${code}
    memberviewHost.start(${STARTS[entry]})
      .then(() => memberviewHost.run(JSON.parse(readFile(${JSON.stringify(texts)}))))
      .then((texts) => print(JSON.stringify(texts)), (error) => print("failed " + error + "\\n" + error.stack));`,
  );
  const out = execFileSync(jsc, [...flags, file], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (!out.startsWith("[")) throw new Error(out.slice(0, 2000));
  return JSON.parse(out);
}

sameAsNative("jsc", await run("mini", LATE));
sameAsNative("jsc, no JIT", await run("mini", "--useJIT=false"));
sameAsNative("jsc, nowasm", await run("nowasm"));
