/**
 * node benches/bench.mjs <package entry> <native build> [rounds]
 *
 * Checks that every implementation gives the same answers, then prints how long each takes. `cargo xtask bench` runs it.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { answersOf, eventsOf, factsOf, orderOf, programOf } from "./adapter.mjs";
import * as baseline from "./baseline.mjs";
import * as checkout from "./checkout.mjs";
import * as expert from "./expert.mjs";
import * as lapsed from "./lapsed.mjs";
import { native } from "./native.mjs";
import { interleaved, print, timed } from "./rounds.mjs";
import { laterRow, workload } from "./workload/gen.mjs";

const [entry, executable, rounds = "15"] = process.argv.slice(2);
const { loadProgram, loadProgramSync, ready } = await import(pathToFileURL(path.resolve(entry)));
await ready();

/** Rows that are recorded one by one in a round, at most: the time between the last row and `now` has room for them. */
const LATER = 2000;
const SIZES = [1000, 10_000, 100_000];

const folder = mkdtempSync(path.join(tmpdir(), "memberview-bench-"));
try {
  const benches = [];
  for (const rows of SIZES) benches.push(await prepared(rows));
  const [first] = benches;
  await checkAnswers(benches);
  await cold(first);
  await warm(first);
  await oneMore(first);
  for (const bench of benches) await quoting(bench);
  await ofTheLapsed(first);
  await growth(benches);
  await late(benches);
  memory();
  for (const { process } of benches) process.end();
} finally {
  rmSync(folder, { recursive: true });
}

/** The workload of a size in all its forms. */
async function prepared(rows) {
  const { programme, member, nows } = workload(rows);
  const later = Array.from({ length: LATER }, (_, index) => laterRow(member, index));
  const texts = {
    programme: JSON.stringify(programme),
    member: JSON.stringify(member),
    program: JSON.stringify(programOf(programme)),
    facts: JSON.stringify(factsOf(member)),
  };
  const laterEvents = later.map((row) => JSON.stringify(eventsOf(row)));
  const orders = later.map((row) => JSON.stringify(orderOf(row)));
  const carts = Array.from({ length: 16 }, (_, index) => JSON.stringify(checkout.cartOf(index))).join("\n");
  const shop = JSON.stringify(checkout.checkoutOf(programOf(programme)));
  const files = { program: texts.program, facts: texts.facts, rows: laterEvents.join("\n"), orders: orders.join("\n"), shop, carts };
  const paths = Object.entries(files).map(([name, text]) => {
    const file = path.join(folder, `${name}-${rows}`);
    writeFileSync(file, text);
    return file;
  });
  const program = await loadProgram(texts.program);
  const loaded = program.member(texts.facts);
  const snapshot = loaded.snapshot();
  return {
    rows, nows, later, laterEvents, orders, texts, program, loaded, snapshot, programme, member, paths,
    process: native(executable, [...paths, String(nows[0])]),
  };
}

/** Nothing is timed unless all figures of all implementations are the same, at every `now` and after more rows. */
async function checkAnswers(benches) {
  let count = 0;
  for (const bench of benches) {
    const { programme, member, nows, program, loaded, snapshot, process } = bench;
    const plain = baseline.prepareMember(programme, member);
    const quick = expert.prepareMember(programme, member);
    const restored = program.restore(snapshot);
    const same = async (now, ours) => {
      const expected = baseline.view(programme, plain, now);
      assert.deepEqual(expert.view(programme, quick, now), expected, "expert");
      for (const member of ours) assert.deepEqual(answersOf(member.view({ now })), expected, "memberview");
      count++;
      return expected;
    };
    for (const now of nows) {
      const expected = await same(now, [loaded, restored]);
      assert.deepEqual(answersOf(await process.view(now)), expected, "native");
    }
    for (const [index, row] of bench.later.slice(0, 50).entries()) {
      baseline.append(programme, plain, row);
      expert.append(programme, quick, row);
      restored.record(bench.laterEvents[index]);
      await same(nows[0], [restored]);
    }
    restored.free();
  }
  console.log(`equal: ${count} views of ${SIZES.join(", ")} rows, by plain JS, expert JS, memberview and its native build`);
}

async function cold({ texts, nows, snapshot, process }) {
  const [now] = nows;
  const parsed = () => [JSON.parse(texts.programme), JSON.parse(texts.member)];
  const js = (implementation) => () => {
    const [programme, member] = parsed();
    return implementation.view(programme, implementation.prepareMember(programme, member), now);
  };
  const ours = (memberOf) => () => {
    const program = loadProgramSync(texts.program);
    const member = memberOf(program);
    const answers = answersOf(member.view({ now, history: 0, lots: 0 }));
    member.free();
    program.free();
    return answers;
  };
  const results = await interleaved(
    [
      { name: "plain JS", run: timed(js(baseline)) },
      { name: "expert JS", run: timed(js(expert)) },
      { name: "JSON.parse of the JS inputs, nothing else", run: timed(parsed) },
      { name: "JSON.parse of our inputs, nothing else", run: timed(() => [JSON.parse(texts.program), JSON.parse(texts.facts)]) },
      { name: "memberview", run: timed(ours((program) => program.member(texts.facts))) },
      { name: "memberview, from a snapshot", run: timed(ours((program) => program.restore(snapshot))) },
      { name: "memberview, native", run: process.timed("cold") },
      { name: "memberview, native, from a snapshot", run: process.timed("snapshot") },
    ],
    Number(rounds),
  );
  const sizes = Object.entries({ ...texts, snapshot }).map(([name, { length }]) => `${name} ${length}`);
  print(`Cold: texts in, answers out (bytes: ${sizes.join(", ")})`, results, "memberview");
}

async function warm({ programme, member, nows, loaded, process }) {
  const plain = baseline.prepareMember(programme, member);
  const quick = expert.prepareMember(programme, member);
  const now = (index) => nows[index % nows.length];
  const results = await interleaved(
    [
      { name: "plain JS", run: timed((index) => baseline.view(programme, plain, now(index))) },
      { name: "expert JS", run: timed((index) => expert.view(programme, quick, now(index))) },
      { name: "memberview", run: timed((index) => answersOf(loaded.view({ now: now(index), history: 0, lots: 0 }))) },
      { name: "memberview, the whole view as an object", run: timed((index) => loaded.view({ now: now(index) }).toJSON()) },
      { name: "memberview, the tiers alone", run: timed((index) => loaded.tiers({ now: now(index), history: 0, lots: 0 })) },
      { name: "memberview, the balance alone", run: timed((index) => loaded.balance({ now: now(index) })) },
      { name: "memberview, native", run: process.timed("view") },
    ],
    Number(rounds),
  );
  print("Warm: the member is held, only now changes", results, "memberview");
}

async function oneMore(bench) {
  const { programme, member, nows, later, laterEvents, process } = bench;
  const js = (implementation) => (count) => {
    const state = implementation.prepareMember(programme, member);
    return timed((index) => {
      implementation.append(programme, state, later[index]);
      return implementation.view(programme, state, nows[0]);
    })(count);
  };
  const results = await interleaved(
    [
      { name: "plain JS", run: js(baseline), most: LATER },
      { name: "expert JS", run: js(expert), most: LATER },
      {
        name: "memberview",
        run: fresh(bench, (held, index) => {
          held.record(laterEvents[index]);
          return answersOf(held.view({ now: nows[0], history: 0, lots: 0 }));
        }),
        most: LATER,
      },
      { name: "memberview, native", run: process.timed("more"), most: LATER },
    ],
    Number(rounds),
  );
  print("Warm: one more row (two events), then the answers", results, "memberview");
}

/** Equal answers first, then the time of a quote beside that of the views on which JavaScript builds it. */
async function quoting({ rows, programme, member, nows, texts, process }) {
  const program = loadProgramSync(JSON.stringify(checkout.checkoutOf(JSON.parse(texts.program))));
  const held = program.member(texts.facts);
  const plain = baseline.prepareMember(programme, member);
  const quick = expert.prepareMember(programme, member);
  const now = (index) => nows[index % nows.length];
  const js = (implementation, state) => (index) =>
    checkout.quote(implementation.view(programme, state, now(index)), checkout.cartOf(index));
  const ours = (index) => checkout.answersOf(held.quote(checkout.cartOf(index), { now: now(index) }));
  for (let index = 0; index < 50; index++) {
    const expected = js(baseline, plain)(index);
    for (const call of [js(expert, quick), ours]) assert.deepEqual(call(index), expected);
  }
  const results = await interleaved(
    [
      { name: "plain JS", run: timed(js(baseline, plain)) },
      { name: "expert JS", run: timed(js(expert, quick)) },
      { name: "memberview", run: timed(ours) },
      { name: "memberview, a view instead", run: timed((index) => answersOf(held.view({ now: now(index), history: 0, lots: 0 }))) },
      { name: "memberview, native", run: process.timed("quote") },
    ],
    Number(rounds),
  );
  print(`Warm: a quote of three lines after ${rows} rows`, results, "memberview");
  held.free();
  program.free();
}

/** A view of a member whose lots have lapsed, few or many, with the same ones alive: the last ratios say whether it costs the same. */
async function ofTheLapsed({ paths }) {
  const text = JSON.stringify(lapsed.PROGRAM);
  const program = await loadProgram(text);
  const written = (name, text) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const members = [100, 10_000].map((count) => {
    const facts = JSON.stringify(lapsed.factsOf(count));
    const files = [written("lapsed", text), written(`lapsed-${count}`, facts), ...paths.slice(2)];
    return { count, held: program.member(facts), process: native(executable, [...files, String(lapsed.NOW)]) };
  });
  const alive = ({ held }) => {
    const [{ balance, lots }] = held.view({ now: lapsed.NOW, history: 0 }).points;
    return { balance, lots };
  };
  assert.deepEqual(alive(members[0]), alive(members[1]));
  const now = (index) => lapsed.NOW + (index % 16) * 21_600_000;
  const tables = [
    ["Warm: a view after lots that lapsed", ({ held }) => timed((index) => answersOf(held.view({ now: now(index), history: 0, lots: 0 })))],
    ["Warm: a view after lots that lapsed, whole, as an object", ({ held }) => timed((index) => held.view({ now: now(index) }).toJSON())],
    ["Warm: a view after lots that lapsed, native", ({ process }) => process.timed("view")],
  ];
  for (const [title, run] of tables) {
    const candidates = members.map((member) => ({ name: `100 lots alive, ${member.count} lapsed`, run: run(member) }));
    print(title, await interleaved(candidates, Number(rounds)), candidates[0].name);
  }
  for (const { held, process } of members) {
    held.free();
    process.end();
  }
  program.free();
}

async function growth(benches) {
  const candidates = benches.flatMap((bench) => [
    { name: `a row of two events after ${bench.rows} rows`, run: fresh(bench, (held, index) => held.record(bench.laterEvents[index])), most: LATER },
    { name: `an order after ${bench.rows} rows`, run: fresh(bench, (held, index) => held.record(bench.orders[index])), most: LATER },
    { name: `an order after ${bench.rows} rows, native`, run: bench.process.timed("record"), most: LATER },
  ]);
  const results = await interleaved(candidates, Number(rounds));
  print("One more event, without a view", results, `an order after ${SIZES[0]} rows`);
}

/** Times calls on a member that starts each run from the snapshot. */
function fresh({ program, snapshot }, call) {
  return (count) => {
    const held = program.restore(snapshot);
    const nanoseconds = timed((index) => call(held, index))(count);
    held.free();
    return nanoseconds;
  };
}

/** Late events: as dear as what comes after them, however long the history before. */
async function late(benches) {
  const candidates = [10, 100, 1000].flatMap((distance) =>
    benches.filter(({ rows }) => rows >= distance * 10).map((bench) => {
      const { ledger } = bench.member;
      const event = (index) => ({ id: `late-${index}`, at: ledger[ledger.length - distance].at, type: "activity", kind: "late" });
      const run = fresh(bench, (held, index) => held.record(JSON.stringify(event(index))));
      return { name: `an event ${distance} rows late, of ${bench.rows}`, run, most: 20 };
    }),
  );
  print("A late event, without a view", await interleaved(candidates, Number(rounds)), candidates[0].name);
}

/** How much memory members take, each in an engine of its own. */
function memory() {
  console.log(`\nBytes${" ".repeat(41)}${["facts", "wasm before", "with member", "snapshot"].map((cell) => cell.padStart(12)).join("")}`);
  for (const events of [1000, 10_000, 100_000]) {
    const script = new URL("memory.mjs", import.meta.url).pathname;
    const { text, before, held, snapshot } = JSON.parse(execFileSync(process.execPath, [script, entry, String(events)], { encoding: "utf8" }));
    const cells = [text, before, held, snapshot].map((bytes) => String(bytes).padStart(12));
    console.log(`a member of ${events} events`.padEnd(46) + cells.join(""));
  }
}
