// Thousands of seeded random edits of valid programs, events and snapshots: each gives a typed error with its text or a valid
// view, and after each the same engine answers as before.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { dice, editedBytes, editedJson, flippedBits } from "./edits.mjs";
import { appUrl, cases, root } from "./hosts.mjs";
import { siphash13 } from "./siphash.mjs";

const api = await import(appUrl("inline.mjs"));
await api.init();
await api.loadMessages("zh-CN");

const NOW = Date.UTC(2026, 10, 22, 2);
/** A longer hunt takes more rounds and other seeds. */
const ROUNDS = Number(process.env.MEMBERVIEW_ROUNDS ?? 3000);
const SEED = Number(process.env.MEMBERVIEW_SEED ?? 1);
const preset = readFileSync(`${root}presets/sephora-cn.json`, "utf8");
const lin = readFileSync(`${root}tests/members/lin.json`, "utf8");

/** A member that no edit touches: what it answered first, it answers after every edit. */
const witness = api.loadProgramSync(preset).member(lin);
const testimony = JSON.stringify(witness.view({ now: NOW }));
const balance = witness.balance({ now: NOW });

/** Valid programs with the member of their case. */
const valid = [{ file: "presets/sephora-cn.json", program: preset, member: lin }, ...cases.filter(({ program, member }) => {
  if (member === undefined) return false;
  try {
    const loaded = api.loadProgramSync(program);
    loaded.member(member).free();
    loaded.free();
    return true;
  } catch {
    return false;
  }
})];

/** Runs a step; gives what it answers, or nothing after a typed error whose texts are whole. */
function attempt(Class, step, what) {
  try {
    return step();
  } catch (error) {
    assert.ok(error instanceof Class, `${error?.stack ?? error}\n${what}`);
    assert.notEqual(error.code, "wasmFailed", what);
    assert.ok(error.problems.length > 0);
    for (const problem of error.problems) {
      assert.equal(typeof problem.path, "string");
      for (const locale of ["en", "zh-CN"]) {
        const message = api.problemMessage(problem, locale);
        assert.notEqual(message, problem.code, `${locale} has no text for ${problem.code}`);
        // What stands between backticks is input, which may hold anything.
        const words = message.split("`").filter((_, at) => at % 2 === 0).join("`");
        assert.doesNotMatch(problem.code === "syntax" ? "" : words, /\{\w+\}/, `${problem.code}: ${message}`);
      }
    }
    return undefined;
  } finally {
    assert.equal(witness.balance({ now: NOW }), balance, what);
  }
}

/** Points in the smallest units of their currency: text where it has decimals. */
function units(points) {
  return typeof points === "string" ? Number(points.replace(".", "")) : points;
}

/** A view that keeps the law of conservation and its own totals. */
function check(view, what) {
  for (const { balance, pending, debt, totals, lots, expiring } of view.points) {
    const add = (...points) => points.reduce((sum, points) => sum + units(points), 0);
    const { earned, opening, received, adjusted, waived, charged, spent, givenAway, expired, clawedBack } = totals;
    const came = add(earned, opening, received, adjusted, waived, charged);
    assert.equal(came, add(balance, pending, spent, givenAway, expired, clawedBack) - units(debt), what);
    assert.equal(add(...lots.filter((lot) => lot.usable).map((lot) => lot.left)), units(balance), what);
    assert.ok(add(...expiring.dates.map((date) => date.points)) <= units(balance), what);
  }
  for (const { tier, next, keep } of view.tiers) {
    if (tier && next) assert.ok(next.rank > tier.rank, what);
    for (const verdict of [next?.enter, keep?.verdict]) if (verdict) assert.notEqual(api.explain(verdict), "", what);
  }
}

function examine(member, what) {
  const view = attempt(api.MemberviewError, () => member.view({ now: NOW, locale: "zh-CN" }), what);
  if (!view) return false;
  check(view, what);
  return true;
}

function afterwards(tally) {
  assert.equal(JSON.stringify(witness.view({ now: NOW })), testimony);
  // Neither kind of answer may be so rare that the edits prove nothing.
  assert.ok(tally.views > 200 && tally.refusals > 200, JSON.stringify(tally));
}

test("there is something to edit", () => assert.ok(valid.length > 20, `${valid.length}`));

test(`${ROUNDS} edited programs`, () => {
  const roll = dice(SEED * 4 + 0);
  const tally = { views: 0, refusals: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { program: text, member: facts } = roll.pick(valid);
    const edited = editedJson(text, roll);
    const program = attempt(api.ProgramError, () => api.loadProgramSync(edited), edited);
    const member = program && attempt(api.EventError, () => program.member(facts), edited);
    if (member && examine(member, edited)) tally.views++;
    else tally.refusals++;
    member?.free();
    program?.free();
  }
  afterwards(tally);
});

test(`${ROUNDS} edited members`, () => {
  const roll = dice(SEED * 4 + 1);
  const tally = { views: 0, refusals: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { program: text, member: facts } = roll.pick(valid);
    const edited = editedJson(facts, roll);
    const program = api.loadProgramSync(text);
    const member = attempt(api.EventError, () => program.member(edited), edited);
    if (member && examine(member, edited)) tally.views++;
    else tally.refusals++;
    member?.free();
    program.free();
  }
  afterwards(tally);
});

test(`${ROUNDS} edited events: a refused one changes nothing`, () => {
  const roll = dice(SEED * 4 + 2);
  const tally = { views: 0, refusals: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { program: text, member: facts } = roll.pick(valid);
    const { profile, events } = JSON.parse(facts);
    const program = api.loadProgramSync(text);
    const cut = roll.below(events.length + 1);
    const member = attempt(api.EventError, () => program.member({ profile, events: events.slice(0, cut) }), text);
    if (member) {
      const next = events.length > cut ? events[cut] : { id: "new", at: NOW - 1000, type: "activity", kind: "checkIn" };
      const edited = editedJson(JSON.stringify(roll.below(4) === 0 ? [next, next] : next), roll);
      const before = JSON.stringify(member.view({ now: NOW }));
      const recorded = attempt(api.EventError, () => member.record(edited), edited);
      if (recorded) {
        for (const { duplicate, posted } of recorded.events) assert.equal(Array.isArray(posted?.points), !duplicate);
        if (examine(member, edited)) tally.views++;
      } else {
        tally.refusals++;
        assert.equal(JSON.stringify(member.view({ now: NOW })), before, edited);
      }
      member.free();
    }
    program.free();
  }
  afterwards(tally);
});

test(`${ROUNDS} edited snapshots: refused, or the same view`, () => {
  const roll = dice(SEED * 4 + 3);
  const tally = { views: 0, refusals: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { program: text, member: facts } = roll.pick(valid);
    const program = api.loadProgramSync(text);
    const member = program.member(facts);
    const whole = member.snapshot();
    const edited = roll.below(10) === 0 ? whole : editedBytes(whole, roll);
    const restored = attempt(api.SnapshotError, () => program.restore(edited), `${text}\n${facts}`);
    if (restored) {
      tally.views++;
      const view = attempt(api.MemberviewError, () => restored.view({ now: NOW }), facts);
      // A snapshot holds what it was taken after: of a moment before that it knows nothing.
      if (view) assert.equal(JSON.stringify(view), JSON.stringify(member.view({ now: NOW })), facts);
      restored.free();
    } else {
      tally.refusals++;
    }
    member.free();
    program.free();
  }
  afterwards(tally);
});

/** Magic and version, then the seal of what follows. */
const SEAL = 5;
const BODY = 13;

test("the seal of a snapshot is known here", () => {
  const bytes = witness.snapshot();
  assert.deepEqual(siphash13(bytes.subarray(BODY)), bytes.subarray(SEAL, BODY));
});

test(`${ROUNDS} forged snapshots: refused, or anything but a trap`, () => {
  const roll = dice(SEED * 5 + 4);
  const tally = { views: 0, refusals: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { program: text, member: facts } = roll.pick(valid);
    const program = api.loadProgramSync(text);
    const member = program.member(facts);
    const whole = member.snapshot();
    const body = flippedBits(whole.subarray(BODY), roll);
    const forged = Uint8Array.from([...whole.subarray(0, SEAL), ...siphash13(body), ...body]);
    const what = `${Buffer.from(forged).toString("base64")}\n${text}`;
    const restored = attempt(api.SnapshotError, () => program.restore(forged), what);
    const event = { id: "new", at: NOW, type: "activity", kind: "checkIn" };
    if (restored) attempt(api.EventError, () => restored.record(event), what);
    if (restored && attempt(api.MemberviewError, () => restored.view({ now: NOW }), what)) tally.views++;
    else tally.refusals++;
    for (const handle of [restored, member, program]) handle?.free();
  }
  afterwards(tally);
});
