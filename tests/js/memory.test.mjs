// Handles in the real engine: what is freed gives all its memory back, by hand, by `using`, or when nobody holds it, and is then dead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { transformSync } from "esbuild";
import { appUrl } from "./hosts.mjs";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** The engine's memory, seen as it is instantiated. */
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...given) {
  const instance = new Instance(...given);
  memory = instance.exports.memory;
  return instance;
};
const api = await import(appUrl("inline.mjs"));
await api.init();
WebAssembly.Instance = Instance;

const NOW = "2026-11-22T10:00:00+08:00";
const small = JSON.stringify({
  format: 1, id: "p", version: "1", names: {}, currency: "CNY", timeZone: "Asia/Shanghai",
  points: [{ id: "points", earn: [{ id: "spend", on: "order", perAmount: { points: 1, amount: "1" } }] }],
});
const lines = [{ id: "1", sku: "s", quantity: 1, unitPrice: "10.00" }];
const order = (at) => ({ id: "o", at, type: "order", lines });
const facts = { profile: { id: "m", joinedAt: "2026-01-01" }, events: [order(NOW)] };

/** Everything that makes a handle: a program, members from facts and from a snapshot, a cart. */
function handles() {
  const program = api.loadProgramSync(small);
  const member = program.member(facts);
  const restored = program.restore(member.snapshot());
  const cart = program.cart({ lines });
  assert.equal(restored.balance({ now: NOW }), 10);
  return [program, member, restored, cart];
}

/** What makes none, after it had begun to. */
function refusals([program, member]) {
  assert.throws(() => member.record(order("soon")), api.EventError);
  assert.throws(() => program.member({}), api.EventError);
  assert.throws(() => program.restore(new Uint8Array(9)), api.SnapshotError);
  assert.throws(() => program.cart({ lines: 1 }), api.CartError);
}

/** A leak of a byte a cycle is a page and a half after these. */
const CYCLES = 100_000;

test(`after ${CYCLES} cycles of making and freeing the memory is what it was`, () => {
  const cycle = (round) => {
    const made = handles();
    if (round % 4 === 0) refusals(made);
    for (const handle of made) handle.free();
  };
  for (let round = 0; round < 1000; round++) cycle(round);
  const level = memory.buffer.byteLength;
  for (let round = 0; round < CYCLES; round++) cycle(round);
  assert.equal(memory.buffer.byteLength, level);
});

test("freeing twice gives back once, in whatever order, and a member outlives its program", () => {
  const [program, member, restored, cart] = handles();
  program.free();
  assert.equal(member.quote(cart, { now: NOW }).payable, "10.00");
  for (const handle of [member, cart, program, restored, member, cart, restored]) handle.free();
  // Had a free come twice, the next that is made would lie where another lies.
  const again = [handles(), handles()];
  for (const [, one] of again) assert.equal(one.balance({ now: NOW }), 10);
  again.flat().forEach((handle) => handle.free());
});

test("whatever is asked of what was freed is a typed error", () => {
  const [program, member, restored, cart] = handles();
  for (const handle of [program, member, cart]) handle.free();
  const asked = {
    header: () => program.header,
    digest: () => program.digest("code"),
    member: () => program.member(facts),
    restore: () => program.restore(new Uint8Array(9)),
    cart: () => program.cart({ lines }),
    record: () => member.record(order(NOW)),
    rejected: () => member.rejected,
    snapshot: () => member.snapshot(),
    balance: () => member.balance({ now: NOW }),
    quote: () => member.quote({ lines }, { now: NOW }),
    whatIf: () => member.whatIf({ lines }, { sku: "s" }, { now: NOW }),
    "coupons of a cart": () => member.coupons({ lines }, { now: NOW }),
    "a freed cart": () => restored.quote(cart, { now: NOW }),
    "a freed cart's quantity": () => cart.setQuantity("1", 2),
  };
  for (const name of ["view", "points", "tiers", "tier", "coupons"]) asked[name] = () => member[name]({ now: NOW });
  for (const [name, ask] of Object.entries(asked)) {
    const freed = (error) => error instanceof api.MemberviewError && error.code === "freed" && error.problems.length === 1;
    assert.throws(ask, freed, name);
  }
  // Nothing more than that: the engine goes on.
  assert.equal(restored.balance({ now: NOW }), 10);
  restored.free();
});

test("`using` frees at the end of its block, also where the block throws", { skip: !Symbol.dispose && "no Symbol.dispose here" }, () => {
  const source = `(handles, seen) => { using program = handles[0], member = handles[1], cart = handles[3]; seen.push(program.header.id); throw new Error("out"); }`;
  const block = eval(transformSync(source, { target: "es2022" }).code);
  const made = handles();
  const seen = [];
  assert.throws(() => block(made, seen), /out/);
  assert.deepEqual(seen, ["p"]);
  for (const ask of [() => made[0].header, () => made[1].snapshot(), () => made[3].setQuantity("1", 2)]) {
    assert.throws(ask, { code: "freed" });
  }
  made[2].free();
});

test("what nobody holds gives its memory back without being asked", async () => {
  const round = async () => {
    for (let left = 0; left < 500; left++) handles();
    for (let left = 0; left < 3; left++) {
      collect();
      await new Promise((resume) => setTimeout(resume, 5));
    }
  };
  for (let left = 0; left < 4; left++) await round();
  const level = memory.buffer.byteLength;
  // Without a registry these would be 45 MB.
  for (let left = 0; left < 8; left++) await round();
  assert.equal(memory.buffer.byteLength, level);
});
