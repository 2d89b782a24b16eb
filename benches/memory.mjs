/**
 * node benches/memory.mjs <package entry> <events>
 *
 * Prints, as JSON, how much memory the wasm takes with a member of so many events of the workload, and what its snapshot weighs.
 * The bench runs it as a process of its own, because the memory never shrinks again.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { factsOf, programOf } from "./adapter.mjs";
import { workload } from "./workload/gen.mjs";

const [entry, wanted] = process.argv.slice(2);

/** The memories of all modules that are started from here on. */
const memories = [];
const start = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const started = await start(...args);
  noted(started.instance ?? started);
  return started;
};
WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct: (Instance, args) => noted(new Instance(...args)) });

const { loadProgram } = await import(pathToFileURL(path.resolve(entry)));

// 1 000 events are fewer than 600 rows.
const { programme, member } = workload(Math.ceil(Number(wanted) / 1000) * 600);
const facts = factsOf(member);
facts.events = facts.events.slice(0, Number(wanted));
const text = JSON.stringify(facts);
const program = await loadProgram(JSON.stringify(programOf(programme)));
const before = taken();
const loaded = program.member(text);
const held = taken();
const snapshot = loaded.snapshot();
console.log(JSON.stringify({ events: facts.events.length, text: text.length, before, held, snapshot: snapshot.length, after: taken() }));

function noted(instance) {
  memories.push(instance.exports.memory);
  return instance;
}

function taken() {
  return memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}
