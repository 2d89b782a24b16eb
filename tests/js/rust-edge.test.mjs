// The service of examples/rust-edge as wasm: the engine without the skin for JavaScript imports nothing, and answers as the package does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadProgram } from "memberview";
import { root, work } from "./hosts.mjs";

const module = new WebAssembly.Module(readFileSync(join(work, "service.wasm")));
const { give, answer, take } = new WebAssembly.Instance(module, {}).exports;

/** Asks the service, byte by byte. */
function asked(path, body) {
  for (const byte of Buffer.from(`${path}\n${typeof body === "string" ? body : JSON.stringify(body)}`)) give(byte);
  const status = answer();
  const bytes = [];
  for (let byte; (byte = take(bytes.length)) < 256; ) bytes.push(byte);
  return { status, body: JSON.parse(Buffer.from(bytes).toString("utf8")) };
}

const program = await loadProgram(readFileSync(join(root, "presets/sephora-cn.json"), "utf8"));
const now = "2026-11-22T12:00:00+08:00";
const plain = (value) => JSON.parse(JSON.stringify(value));

test("nothing is imported, and nothing but the linker's names and three functions is there", (t) => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  assert.deepEqual(WebAssembly.Module.exports(module).map(({ name }) => name).sort(), ["__data_end", "__heap_base", "answer", "give", "memory", "take"]);
  t.diagnostic(`the service has ${readFileSync(join(work, "service.wasm")).length} bytes`);
});

for (const id of ["lin", "chen", "zhou"]) {
  const facts = JSON.parse(readFileSync(join(root, `tests/members/${id}.json`), "utf8"));
  const { profile, events = [] } = facts;

  test(`${id}: the view is that of the package`, () => {
    const member = program.member({ profile, events });
    for (const locale of ["en", "zh-CN"]) {
      const { status, body } = asked("/view", { facts: { profile, events }, now, locale });
      assert.equal(status, 200);
      const [head, points, tiers, rest] = body;
      assert.deepEqual({ ...head, points, tiers, ...rest }, plain(member.view({ now, locale })));
    }
  });

  test(`${id}: the quote is that of the package`, () => {
    const cart = { lines: [{ id: "1", sku: "serum", quantity: 2, unitPrice: "399.00" }], points: "max" };
    const { status, body } = asked("/quote", { facts: { profile, events }, cart, now });
    assert.equal(status, 200);
    assert.deepEqual(body, plain(program.member({ profile, events }).quote(cart, { now })));
  });
}

test("what is wrong is told, and the next is served", () => {
  assert.deepEqual(asked("/nothing", {}), { status: 404, body: { error: "unknownPath" } });
  assert.deepEqual(asked("/view", "{"), { status: 400, body: { error: "malformed" } });
  const { status, body } = asked("/view", { facts: { profile: {} }, now });
  assert.deepEqual([status, body.problems[0].path], [422, "profile.id"]);
});
