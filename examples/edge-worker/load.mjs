// How much the worker takes on this machine, on loopback: `node load.mjs`. SECONDS for each kind of request is 5, AT_ONCE 16 unless said.
import { fileURLToPath } from "node:url";
import { newKeys } from "./keys.mjs";
import { load, start } from "./local.mjs";

const seconds = Number(process.env.SECONDS ?? 5);
const atOnce = Number(process.env.AT_ONCE ?? 16);
const MEMBERS = 32;
const EVENTS = 50;

const { tokenOf } = await load(fileURLToPath(new URL("src/session.ts", import.meta.url)));
const { bindings } = newKeys();
// What is measured is the work, not the limits.
const { url, worker } = await start({ bindings: { ...bindings, MEMBER_RATE: "1000000", SHOP_RATE: "1000000" } });

const expires = Math.floor(Date.now() / 1000) + 3600;
const shop = await tokenOf({ role: "shop", member: "", expires }, bindings.SESSION_KEY);
const ids = Array.from({ length: MEMBERS }, (_, place) => `m${place}`);
const tokens = await Promise.all(ids.map((member) => tokenOf({ role: "member", member, expires }, bindings.SESSION_KEY)));

/** One request; whatever is not answered well ends the measurement. */
async function ask(token, method, path, body) {
  const headers = { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) };
  const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text;
}

let orders = 0;
const order = () => ({
  id: `o${orders++}`,
  at: new Date(Date.UTC(2026, 5, 1) + orders * 1000).toISOString(),
  type: "order",
  lines: [{ id: "1", sku: "pu-erh", quantity: 1, unitPrice: "19.50" }],
});
const wish = { lines: [{ sku: "longjing", quantity: 2 }, { sku: "gaiwan", quantity: 1 }], shipping: "parcel", points: "max" };

/** Each kind of request of the member at a place. */
const KINDS = {
  "POST /events": (place) => ask(shop, "POST", "/events", { member: ids[place], events: [order()] }),
  "GET /view": (place) => ask(tokens[place], "GET", "/view"),
  "POST /quote": (place) => ask(tokens[place], "POST", "/quote", wish),
  "POST /checkout": async (place) => {
    // A quote, and then its order: two requests are one.
    const { at, revision, program, prices, quote } = JSON.parse(await ask(tokens[place], "POST", "/quote", wish));
    const { fingerprint } = quote;
    return ask(tokens[place], "POST", "/checkout", { order: `w${orders++}`, wish, at, revision, program, prices, fingerprint });
  },
};

/** Asks for so long, so many at once, each of members of its own. */
async function measured(work) {
  const until = performance.now() + seconds * 1000;
  const times = [];
  const one = async (first) => {
    for (let turn = 0; performance.now() < until; turn++) {
      const from = performance.now();
      await work((first + turn * atOnce) % MEMBERS);
      times.push(performance.now() - from);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, (_, first) => one(first)));
  times.sort((a, b) => a - b);
  const at = (share) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1).padStart(9);
  const rate = (times.length / (performance.now() - began)) * 1000;
  return `${rate.toFixed(0).padStart(10)}${at(0.5)}${at(0.95)}${at(0.99)}`;
}

try {
  for (const id of ids) {
    await ask(shop, "PUT", "/member", { id, joinedAt: "2026-01-05" });
    await ask(shop, "POST", "/events", { member: id, events: Array.from({ length: EVENTS }, order) });
  }
  console.log(`${MEMBERS} members of ${EVENTS} events, ${atOnce} requests at once, ${seconds} s each\n`);
  console.log(`${"".padEnd(16)}requests/s   p50 ms   p95 ms   p99 ms`);
  for (const [name, work] of Object.entries(KINDS)) console.log(name.padEnd(16) + (await measured(work)));
} finally {
  await worker.dispose();
}
