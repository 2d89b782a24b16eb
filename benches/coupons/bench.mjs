/**
 * node benches/coupons/bench.mjs <package entry> <native build> [rounds]
 *
 * Checks that every implementation gives the same answers about 50 coupons and carts of 30 lines, then prints how long each takes.
 * `cargo xtask bench` runs it.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { answersOf } from "../adapter.mjs";
import { native } from "../native.mjs";
import { interleaved, print, timed } from "../rounds.mjs";
import { bestOf, cartOf, factsOf, programOf, verdictOf } from "./adapter.mjs";
import * as baseline from "./baseline.mjs";
import * as expert from "./expert.mjs";
import { NOW, workload } from "./gen.mjs";

const [entry, executable, rounds = "15"] = process.argv.slice(2);
const { loadProgramSync, ready } = await import(pathToFileURL(path.resolve(entry)));
await ready();

/** Of the JSON text of all 16 views, as the workload was handed down with its answers. */
const ANSWERS = "4daae17e6b4e7689784f3743184f2389af1bc8b86ce4ada8b8a6a1ccc6b4307d";

const { programme, member, carts } = workload();
const js = { programme: JSON.stringify(programme), member: JSON.stringify(member), carts: carts.map((cart) => JSON.stringify(cart)) };
const ourCarts = carts.map(cartOf);
const ours = { program: JSON.stringify(programOf(programme)), facts: JSON.stringify(factsOf(member)), carts: ourCarts.map((cart) => JSON.stringify(cart)) };
const held = loadProgramSync(ours.program).member(ours.facts);
const snapshot = held.snapshot();
const asked = { now: NOW, history: 0, lots: 0 };

const folder = mkdtempSync(path.join(tmpdir(), "memberview-coupons-"));
try {
  checkAnswers();
  const process = native(executable, [...files(), String(NOW)]);
  await warm(process);
  await cold(process);
  process.end();
} finally {
  rmSync(folder, { recursive: true });
}

/** Nothing is timed unless all figures of all implementations are the same. */
function checkAnswers() {
  const plain = baseline.prepareMember(programme, member);
  const plainProgramme = baseline.prepareProgramme(programme);
  const quickProgramme = expert.prepareProgramme(programme);
  const quick = expert.prepareMember(quickProgramme, member);
  const expected = carts.map((cart) => baseline.view(plainProgramme, plain, cart, NOW));
  assert.equal(createHash("sha256").update(JSON.stringify(expected)).digest("hex"), ANSWERS, "plain JS");
  let usable = 0;
  for (const [index, cart] of carts.entries()) {
    const { balance, expiring, tier, coupons, best, earn } = expected[index];
    assert.deepEqual(expert.view(quickProgramme, quick, cart, NOW), expected[index], "expert JS");
    const { next, ...rest } = tier;
    const standing = { id: rest.id, next: { id: next.id, qualifying: rest.qualifying, gap: next.gap } };
    const dates = expiring.buckets.map(({ date, points }) => ({ lastDay: dayBefore(date), points }));
    const view = answersOf(held.view(asked));
    assert.deepEqual(view, { balance, expiring: { points: expiring.points, dates }, tier: standing }, "memberview's view");
    const quote = held.quote(ourCarts[index], { now: NOW });
    const { lines, ...earned } = earn;
    assert.equal(quote.optimal, true, `cart ${index}: the best combination is not proven`);
    const [found, wanted] = [bestOf(quote, programme), { best, earn: earned }].map((answers) => byProduct(answers, cart));
    assert.deepEqual(found, wanted, `memberview's quote of cart ${index}`);
    for (const [place, coupon] of programme.coupons.entries()) {
      const alone = held.quote({ ...ourCarts[index], apply: [coupon.id] }, { now: NOW });
      assert.deepEqual(verdictOf(coupon, alone), coupons[place], `memberview's verdict in cart ${index}`);
      usable += coupons[place].eligible ? 1 : 0;
    }
  }
  const verdicts = carts.length * programme.coupons.length;
  console.log(`equal: ${carts.length} carts of 30 lines, the best of 50 coupons in each and ${verdicts} verdicts (${usable} usable)`);
}

/**
 * Amounts of lines added up by product: where one product stands on two lines, memberview keeps units of the earlier to be paid for
 * and gives those of the later, and the workload the other way round.
 */
function byProduct({ best, earn }, { lines }) {
  const products = new Map();
  for (const [index, { discount, net }] of best.lines.entries()) {
    const { sku } = lines[index];
    const known = products.get(sku) ?? [0, 0];
    products.set(sku, [discount, net].map((amount, place) => known[place] + Math.round(Number(amount) * 100)));
  }
  return { best: { ...best, lines: [...products] }, earn };
}

/** A member is held, and carts come one after the other. */
async function warm(process) {
  const plainProgramme = baseline.prepareProgramme(programme);
  const plain = baseline.prepareMember(plainProgramme, member);
  const quickProgramme = expert.prepareProgramme(programme);
  const quick = expert.prepareMember(quickProgramme, member);
  const nth = (list, index) => list[index % list.length];
  const all = (quote) => ({ ...answersOf(held.view(asked)), quote });
  const results = await interleaved(
    [
      { name: "plain JS (decimal.js, every combination)", run: timed((index) => baseline.view(plainProgramme, plain, nth(carts, index), NOW)) },
      { name: "expert JS (integers, branch and bound)", run: timed((index) => expert.view(quickProgramme, quick, nth(carts, index), NOW)) },
      { name: "expert JS, from JSON text to JSON text", run: timed((index) => JSON.stringify(expert.view(quickProgramme, quick, JSON.parse(nth(js.carts, index)), NOW))) },
      { name: "memberview", run: timed((index) => all(held.quote(nth(ourCarts, index), { now: NOW }))) },
      { name: "memberview, the quote alone", run: timed((index) => held.quote(nth(ourCarts, index), { now: NOW })) },
      { name: "memberview, the quote alone, from JSON text", run: timed((index) => held.quote(nth(ours.carts, index), { now: NOW })) },
      { name: "memberview, native, the quote's texts", run: process.timed("quote") },
    ],
    Number(rounds),
  );
  print("Warm: 50 coupons, three at most, carts of 30 lines; the cart changes", results, "memberview");
}

/** Everything is read anew. */
async function cold(process) {
  const [cart] = ours.carts;
  const whole = (implementation) => () => {
    const prepared = implementation.prepareProgramme(JSON.parse(js.programme));
    return implementation.view(prepared, implementation.prepareMember(prepared, JSON.parse(js.member)), JSON.parse(js.carts[0]), NOW);
  };
  const from = (memberOf) => () => {
    const program = loadProgramSync(ours.program);
    const member = memberOf(program);
    const answers = { ...answersOf(member.view(asked)), quote: member.quote(cart, { now: NOW }) };
    member.free();
    program.free();
    return answers;
  };
  const results = await interleaved(
    [
      { name: "plain JS", run: timed(whole(baseline)) },
      { name: "expert JS", run: timed(whole(expert)) },
      { name: "JSON.parse of the JS inputs, nothing else", run: timed(() => [js.programme, js.member, js.carts[0]].map((text) => JSON.parse(text))) },
      { name: "memberview", run: timed(from((program) => program.member(ours.facts))) },
      { name: "memberview, from a snapshot", run: timed(from((program) => program.restore(snapshot))) },
      { name: "memberview, native, the view alone", run: process.timed("cold") },
    ],
    Number(rounds),
  );
  const sizes = { ...js, carts: js.carts[0], program: ours.program, facts: ours.facts, cart, snapshot };
  const bytes = Object.entries(sizes).map(([name, { length }]) => `${name} ${length}`);
  print(`Cold: texts in, answers out (bytes: ${bytes.join(", ")})`, results, "memberview");
}

/** The workload as the native build reads it. */
function files() {
  const texts = { program: ours.program, facts: ours.facts, rows: "", orders: "", shop: ours.program, carts: ours.carts.join("\n") };
  return Object.entries(texts).map(([name, text]) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  });
}

function dayBefore(date) {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}
