// Each example starts by the commands of its README, as they stand there, and prints what stands there.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./hosts.mjs";

/** What is set so that nothing meets what else runs on the machine, and nothing takes long. */
const SETTINGS = { SECONDS: "1", NO_COLOR: "1", CARGO_TERM_QUIET: "true" };
let port = 20_000 + (process.pid % 12_000);

/** The fenced blocks of a kind in a README. */
function blocks(example, kind) {
  const text = readFileSync(join(root, "examples", example, "README.md"), "utf8");
  return [...text.matchAll(new RegExp(`\`\`\`${kind}\\n([^]*?)\`\`\``, "g"))].map(([, code]) => code);
}

/** Runs a block as a shell would, and ends what it left running. */
async function shell(code) {
  const store = mkdtempSync(join(tmpdir(), "memberview-example-"));
  const env = { ...process.env, ...SETTINGS, PORT: String(port++), STORE: store };
  const bash = spawn("bash", ["-c", `set -euo pipefail\n${code}`], { cwd: root, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let [printed, said] = ["", ""];
  bash.stdout.on("data", (piece) => (printed += piece));
  bash.stderr.on("data", (piece) => (said += piece));
  const status = await new Promise((resolve) => bash.once("exit", resolve));
  try {
    process.kill(-bash.pid, "SIGTERM");
  } catch {
    // Nothing was left running.
  }
  rmSync(store, { recursive: true, force: true });
  assert.equal(status, 0, `${printed}\n${said}`);
  return printed;
}

test("node: ten lines, which print what the README says", async () => {
  const [code] = blocks("node", "sh");
  const [expected] = blocks("node", "text");
  assert.ok((await shell(code)).endsWith(expected));
  const lines = readFileSync(join(root, "examples/node/index.mjs"), "utf8").split("\n");
  assert.equal(lines.filter((line) => line !== "" && !line.startsWith("//")).length, 10);
});

test("edge-worker: starts, and a shop and a page get the answers of the README", async () => {
  const [code] = blocks("edge-worker", "sh");
  const [expected] = blocks("edge-worker", "text");
  assert.ok((await shell(code)).endsWith(expected));
});

test("edge-worker: the load test prints requests a second and latency", async (t) => {
  const [, code] = blocks("edge-worker", "sh");
  const lines = (await shell(code)).trim().split("\n").slice(-4);
  for (const [place, name] of ["POST /events", "GET /view", "POST /quote", "POST /checkout"].entries()) {
    const [, rate, ...latencies] = new RegExp(`^${name} +(\\d+) +([\\d.]+) +([\\d.]+) +([\\d.]+)$`).exec(lines[place]).map(Number);
    assert.ok(rate > 0 && latencies.every((ms) => ms > 0), lines[place]);
    t.diagnostic(`time of ${name}: ${rate}/s, p50 ${latencies[0]} ms, p99 ${latencies[2]} ms`);
  }
});

test("miniprogram: is built, and says how much of a package it takes", async () => {
  assert.match(await shell(blocks("miniprogram", "sh")[0]), /^\d+ bytes are uploaded, \d\d% of a package$/m);
});

test("rust-edge: builds, starts, and answers", async () => {
  const printed = await shell(blocks("rust-edge", "sh")[0]);
  assert.match(printed, /"payable":"199.00"/);
  assert.match(printed, /"balance":399/);
});
