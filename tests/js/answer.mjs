// Node, Deno and Bun run this in the app's folder, as an app would: it writes what an entry answers to the cases of a file. Each entry
// has a process of its own, since those of one realm share the engine that was started first.
import { readFileSync, writeFileSync } from "node:fs";
import { probe } from "./probe.mjs";
import { answers } from "./runner.mjs";

const [entry, from, to] = process.argv.slice(2);
const api = await import(entry);
writeFileSync(to, JSON.stringify({ texts: await answers(api, JSON.parse(readFileSync(from, "utf8"))), probed: await probe(api) }));
