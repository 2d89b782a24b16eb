// What the edge worker's tests share: the worker in workerd, the shop's systems and a member's page that talk to it, and its own code.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { newKeys } from "../../examples/edge-worker/keys.mjs";
import { load, start } from "../../examples/edge-worker/local.mjs";
import { root } from "./hosts.mjs";

const example = join(root, "examples/edge-worker");

export const { tokenOf } = await load(join(example, "src/session.ts"));
export const { EdgeMember } = await load(join(example, "src/page.ts"));
export const rules = JSON.parse(readFileSync(join(example, "shop/program.json"), "utf8"));
export const keys = newKeys("test");

/** A folder that the system forgets. */
export const folder = () => mkdtempSync(join(tmpdir(), "memberview-edge-"));

/** Many a second, for tests that are not about rates. */
const RATES = { MEMBER_RATE: "100000", SHOP_RATE: "100000" };

/** The workers that run: a test that failed leaves its own running, and nothing would end. */
const running = new Set();
after(() => Promise.all([...running].map((worker) => worker.dispose())));

/** The worker; with `faults` the one whose storage can be broken. */
export async function edge({ faults = false, store = false, bindings = {} } = {}) {
  const entry = faults ? { entry: join(root, "tests/js/edge-worker-faults.mjs") } : {};
  const { url, worker } = await start({ bindings: { ...keys.bindings, ...RATES, ...bindings }, store, ...entry });
  running.add(worker);
  const close = async () => {
    if (running.delete(worker)) await worker.dispose();
  };
  return { url, close, ...callers(url) };
}

const expires = () => Math.floor(Date.now() / 1000) + 600;
export const shopToken = () => tokenOf({ role: "shop", member: "", expires: expires() }, keys.bindings.SESSION_KEY);
export const memberToken = (member) => tokenOf({ role: "member", member, expires: expires() }, keys.bindings.SESSION_KEY);

/** An answer: its status and its JSON. */
async function answerOf(sent) {
  const answer = await sent;
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text), headers: answer.headers };
}

function callers(url) {
  const call = async (token, method, path, body) => {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { "content-type": "application/json" }) };
    return answerOf(fetch(url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }));
  };
  return {
    call,
    join: async (id, joinedAt = "2026-01-05") => call(await shopToken(), "PUT", "/member", { id, joinedAt }),
    events: async (member, ...events) => call(await shopToken(), "POST", "/events", { member, events }),
    view: async (member) => call(await memberToken(member), "GET", "/view"),
    quote: async (member, wish) => call(await memberToken(member), "POST", "/quote", wish),
    checkout: async (member, body) => call(await memberToken(member), "POST", "/checkout", body),
    fault: async (member, after, how) => call(undefined, "POST", "/fault", { member, after, how }),
    snapshot: async (member) => {
      const answer = await fetch(`${url}/snapshot`, { headers: { authorization: `Bearer ${await memberToken(member)}` } });
      assert.equal(answer.status, 200);
      return new Uint8Array(await answer.arrayBuffer());
    },
    page: async (member, more = {}) => EdgeMember.open({ url, member, token: await memberToken(member), keys: keys.public, ...more }),
  };
}

/** An order of so many yuan, on a minute of 2026-11-01. */
export function order(id, minute, amount) {
  const at = new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString();
  return { id, at, type: "order", lines: [{ id: "1", sku: "pu-erh", quantity: 1, unitPrice: amount }] };
}

/** In an order that differs from run to run of the seed. */
export function shuffled(list, seed) {
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  return list.map((one) => [random(), one]).sort(([a], [b]) => a - b).map(([, one]) => one);
}
