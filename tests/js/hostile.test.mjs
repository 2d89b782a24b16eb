// Hostile input through the package: a typed error, and the next call works.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { appUrl, root } from "./hosts.mjs";

const api = await import(appUrl("inline.mjs"));

const NOW = "2026-11-22T10:00:00+08:00";
const preset = readFileSync(`${root}presets/sephora-cn.json`, "utf8");
const lin = JSON.parse(readFileSync(`${root}tests/members/lin.json`, "utf8"));
const program = await api.loadProgram(preset);
const member = program.member(lin);
const testimony = JSON.stringify(member.view({ now: NOW }));

const order = (change) => ({
  id: "hostile", at: NOW, type: "order", lines: [{ id: "1", sku: "s", quantity: 1, unitPrice: "10.00" }], ...change,
});
const line = (change) => order({ lines: [{ id: "1", sku: "s", quantity: 1, unitPrice: "10.00", ...change }] });
const boo = () => {
  throw new Error("boo");
};
const nested = (depth) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const cyclic = order({});
cyclic.self = cyclic;
let deep = {};
for (let level = 0; level < 1e5; level++) deep = { deep };

/** Name, event, code, path. */
const events = [
  ["a cyclic object", cyclic, "notSerialisable", "self"],
  ["a getter that throws", Object.defineProperty(order({}), "channel", { enumerable: true, get: boo }), "notSerialisable", "channel"],
  ["a proxy that throws", new Proxy(order({}), { get: boo, ownKeys: boo }), "notSerialisable", ""],
  ["a BigInt", line({ quantity: 1n }), "notSerialisable", "lines[0].quantity"],
  ["undefined", undefined, "notSerialisable", ""],
  ["a function", boo, "notSerialisable", ""],
  ["a number", 5, "wrongType", ""],
  ["null", null, "wrongType", ""],
  ["a list of nothing it knows", [[]], "wrongType", "events[0]"],
  ["NaN", line({ unitPrice: NaN }), "badNumber", "lines[0].unitPrice"],
  ["Infinity", line({ paid: Infinity }), "badNumber", "lines[0].paid"],
  ["an invalid date", order({ at: new Date(NaN) }), "badInstant", "at"],
  ["a huge number", line({ unitPrice: 1e300 }), "outOfRange", "lines[0].unitPrice"],
  ["a tiny number", line({ unitPrice: 5e-324 }), "tooManyDecimals", "lines[0].unitPrice"],
  ["a quantity beyond the safe integers", line({ quantity: 2 ** 53 }), "outOfRange", "lines[0].quantity"],
  ["a binary fraction", line({ unitPrice: 0.1 + 0.2 }), "tooManyDecimals", "lines[0].unitPrice"],
  ["a negative price", line({ unitPrice: -1 }), "outOfRange", "lines[0].unitPrice"],
  ["a list for an object", line({ id: [] }), "wrongType", "lines[0].id"],
  ["half a character", order({ id: "\ud800" }), "syntax", ""],
  ["half a character in text", JSON.stringify(order({})).replace("hostile", "\ud800"), "notSerialisable", ""],
  ["__proto__", JSON.parse('{"__proto__":{"polluted":1},"id":"x","at":0,"type":"activity","kind":"k"}'), "unknownField", "__proto__"],
  ["constructor", order({ constructor: { prototype: { polluted: 1 } } }), "unknownField", "constructor"],
  ["deep nesting", deep, "tooDeep", `deep${".deep".repeat(31)}`],
  ["deep nesting in text", nested(1e6), "tooDeep", ""],
  ["an unfinished text", '{"id":', "syntax", ""],
  ["an empty text", "", "syntax", ""],
  ["text that is no JSON", "\u0000\u0001", "syntax", ""],
  ["a megabyte of id", order({ id: "x".repeat(1e6) }), "tooLong", "id"],
  ["a name that is told apart by a null byte", order({ "type\u0000": 1 }), "unknownField", undefined],
];

for (const [name, event, code, path] of events) {
  test(`recording ${name}`, () => {
    assert.throws(() => member.record(event), (error) => {
      assert.ok(error instanceof api.EventError, error.stack);
      assert.equal(error.code, code, error.message);
      if (path !== undefined) assert.equal(error.path, path);
      assert.ok(error.message.length < 2000);
      return true;
    });
    assert.equal(JSON.stringify(member.view({ now: NOW })), testimony);
    assert.equal({}.polluted, undefined);
  });
}

const item = { id: "1", sku: "s", quantity: 1, unitPrice: "10.00" };

/** Name, cart, code, path. */
const carts = [
  ["a cyclic object", cyclic, "notSerialisable", "self"],
  ["a proxy that throws", new Proxy({ lines: [] }, { get: boo, ownKeys: boo }), "notSerialisable", ""],
  ["a list", [], "wrongType", ""],
  ["NaN", { lines: [{ ...item, unitPrice: NaN }] }, "badNumber", "lines[0].unitPrice"],
  ["half a unit", { lines: [{ ...item, quantity: 0.5 }] }, "notWhole", "lines[0].quantity"],
  ["more money than there is", { lines: [{ ...item, quantity: 2 ** 53 - 1, unitPrice: "2.00" }] }, "overflow", "lines[0]"],
  ["points beyond the safe integers", { lines: [item], points: 2 ** 53 }, "outOfRange", "points"],
  ["a hundred thousand lines", { lines: Array.from({ length: 1e5 }, (_, n) => ({ ...item, id: `${n}` })) }, "tooManyLines", "lines"],
  ["deep nesting in text", nested(1e6), "tooDeep", ""],
];

for (const [name, cart, code, path] of carts) {
  test(`quoting ${name}`, () => {
    assert.throws(() => member.quote(cart, { now: NOW }), (error) => {
      assert.ok(error instanceof api.CartError, error.stack);
      assert.deepEqual([error.code, error.path], [code, path], error.message);
      return true;
    });
    assert.equal(member.quote({ lines: [item] }, { now: NOW }).payable, "10.00");
    assert.equal(JSON.stringify(member.view({ now: NOW })), testimony);
  });
}

/** Name, program, code. */
const programs = [
  ["10 MB of spaces", " ".repeat(1e7), "tooLarge"],
  ["10 MB of text", JSON.stringify({ format: 1, id: "x".repeat(1e7) }), "tooLarge"],
  ["10 MB of nesting", nested(5e6), "tooLarge"],
  ["a cyclic object", cyclic, "notSerialisable"],
  ["a list", [], "wrongType"],
  ["nothing", {}, "missing"],
  ["a proxy of a program", new Proxy(JSON.parse(preset), { get: boo }), "notSerialisable"],
];

for (const [name, hostile, code] of programs) {
  test(`loading ${name}`, async () => {
    await assert.rejects(api.loadProgram(hostile), (error) => error instanceof api.ProgramError && error.code === code);
    assert.equal(JSON.stringify(member.view({ now: NOW })), testimony);
  });
}

test("restoring what is no snapshot, or of another program", async () => {
  const other = await api.loadProgram(preset.replace('"sephora-cn"', '"other"'));
  const bytes = member.snapshot();
  /** Bytes, code. */
  const table = [
    [new Uint8Array(0), "snapshotForeign"],
    [new Uint8Array(1e7), "snapshotForeign"],
    [new TextEncoder().encode(preset), "snapshotForeign"],
    [bytes.subarray(0, bytes.length - 1), "snapshotDamaged"],
    ["text", "wrongType"],
    [{ length: 1e9 }, "wrongType"],
  ];
  for (const [hostile, code] of table) {
    assert.throws(() => program.restore(hostile), (error) => error instanceof api.SnapshotError && error.code === code, code);
  }
  assert.throws(() => other.restore(bytes), (error) => error instanceof api.SnapshotError && error.code === "snapshotOfOtherProgram");
  assert.equal(JSON.stringify(program.restore(bytes).view({ now: NOW })), testimony);
});

test("a member who joins on the last day there is has a view", () => {
  const last = program.member({ profile: { id: "m", joinedAt: "2199-12-31", birthday: "--12-31" } });
  assert.equal(last.view({ now: NOW }).balance, 0);
  last.free();
});

test("a frozen proxy of honest facts is as good as the facts", () => {
  const honest = new Proxy(Object.freeze({ ...lin }), {});
  assert.equal(JSON.stringify(program.member(honest).view({ now: NOW })), testimony);
});
