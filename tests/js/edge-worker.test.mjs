// The edge worker of examples/edge-worker in workerd: nothing lost, nothing doubled, nothing forged.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { loadProgram } from "memberview";
import { verifier } from "memberview/signed";
import { edge, folder, keys, memberToken, order, rules, shopToken, shuffled, tokenOf } from "./edge-worker.mjs";

const program = await loadProgram(rules);
const shared = await edge();

/** The worker's view of a member is that of the same events, recorded one after the other in this process. */
async function sameView(worker, id, events) {
  const { status, body } = await worker.view(id);
  assert.equal(status, 200);
  const member = program.member({ profile: { id, joinedAt: "2026-01-05" }, events: [] });
  for (const event of events) member.record(event);
  assert.deepEqual(body, JSON.parse(JSON.stringify(member.view({ now: body.now, locale: "en" }))));
  member.free();
  return body;
}

test("an event is recorded once, however often it is delivered, and answered as at first", async () => {
  assert.equal((await shared.join("once")).status, 201);
  const event = order("o1", 1, "120.00");
  const first = await shared.events("once", event);
  assert.equal(first.status, 200);
  assert.deepEqual(first.body.events[0].posted.points.map((line) => line.points), [120]);
  for (let times = 0; times < 3; times++) {
    const { body } = await shared.events("once", event);
    assert.deepEqual(body.events, [{ ...first.body.events[0], duplicate: true }]);
    assert.equal(body.revision, 1);
  }
  await sameView(shared, "once", [event]);
});

test("150 deliveries at once, each event three times, alone and in batches: each counts once", async () => {
  await shared.join("many");
  const events = Array.from({ length: 50 }, (_, place) => order(`o${place}`, place, `${10 + place}.50`));
  const alone = [...events, ...events].map((event) => [event]);
  const batches = Array.from({ length: 10 }, (_, place) => shuffled(events.slice(place * 5, place * 5 + 5), place));
  const answers = await Promise.all(shuffled([...alone, ...batches], 7).map((batch) => shared.events("many", ...batch)));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  const recorded = answers.flatMap(({ body }) => body.events);
  assert.equal(recorded.length, 150);
  assert.equal(recorded.filter(({ duplicate }) => !duplicate).length, 50);
  assert.equal(Math.max(...answers.map(({ body }) => body.revision)), 50);
  const view = await sameView(shared, "many", events);
  assert.equal(view.points[0].balance, events.reduce((sum, event) => sum + Math.floor(Number(event.lines[0].unitPrice)), 0));
});

test("orders at once of one basket by several members touch nobody else", async () => {
  const ids = Array.from({ length: 8 }, (_, place) => `m${place}`);
  await Promise.all(ids.map((id) => shared.join(id)));
  await Promise.all(ids.flatMap((id, place) => [shared.events(id, order("o1", 1, `${place + 1}.00`)), shared.events(id, order("o2", 2, "100.00"))]));
  for (const [place, id] of ids.entries()) await sameView(shared, id, [order("o1", 1, `${place + 1}.00`), order("o2", 2, "100.00")]);
});

test("a batch is recorded whole or not at all", async () => {
  await shared.join("batch");
  const wrong = { id: "r1", at: "2026-11-02T00:00:00Z", type: "refund", order: "nowhere", lines: [{ id: "1", quantity: 1 }] };
  const { status, body } = await shared.events("batch", order("o1", 1, "50.00"), wrong);
  assert.deepEqual([status, body.error, body.code], [422, "refused", "unknownOrder"]);
  await sameView(shared, "batch", []);
  const twice = await shared.events("batch", order("o1", 1, "50.00"), order("o1", 2, "60.00"));
  assert.deepEqual([twice.status, twice.body.error], [400, "duplicateId"]);
});

test("after a restart all is there: events, what a late one changed of others, and answers to orders", async () => {
  const store = folder();
  const events = [order("o1", 10, "300.00"), order("o2", 20, "250.00"), order("late", 5, "400.00")];
  const before = await edge({ store });
  await before.join("lin");
  for (const event of events) await before.events("lin", event);
  const page = await before.page("lin");
  const offer = await page.quote({ lines: [{ sku: "gaiwan", quantity: 1 }], points: "max" }, Date.now());
  const bought = await before.checkout("lin", { order: "w1", ...offer.checkout });
  assert.equal(bought.status, 201);
  const seen = (await before.view("lin")).body;
  await before.close();
  const again = await edge({ store });
  const { body } = await again.view("lin");
  assert.deepEqual({ ...body, now: seen.now }, seen);
  assert.deepEqual((await again.events("lin", events[2])).body.events[0].duplicate, true);
  const replayed = await again.checkout("lin", { order: "w1", ...offer.checkout });
  assert.deepEqual([replayed.status, replayed.body], [200, bought.body]);
  assert.deepEqual((await again.view("lin")).body.points, seen.points);
  await again.close();
  rmSync(store, { recursive: true });
});

for (const how of ["throws before it is done", "throws after it was done", "takes the object down"]) {
  test(`events whose write ${how}: nothing is lost, nothing doubled`, async () => {
    const worker = await edge({ faults: true, store: folder() });
    const first = [order("o1", 10, "300.00"), order("o2", 20, "300.00")];
    // Two rows and, since they come before the others and change what reached the tier, rows of others.
    const late = [order("l1", 1, "450.00"), order("l2", 2, "60.00")];
    let broke = 0;
    for (let write = 0; ; write++) {
      const id = `${how} ${write}`;
      await worker.join(id);
      assert.equal((await worker.events(id, ...first)).status, 200);
      await worker.fault(id, write, how);
      const { status } = await worker.events(id, ...late);
      if (status === 200) break;
      broke += 1;
      assert.equal(status, 503);
      await sameView(worker, id, first);
      const again = await worker.events(id, ...late);
      assert.equal(again.status, 200);
      assert.deepEqual(again.body.events.map(({ duplicate }) => duplicate), [false, false]);
      assert.equal(again.body.revision, 4);
      await sameView(worker, id, [...first, ...late]);
    }
    assert.ok(broke >= 3, `${broke} writes`);
    await worker.close();
  });

  test(`a checkout whose write ${how}: bought once, and told so when it is sent again`, async () => {
    const worker = await edge({ faults: true, store: folder() });
    for (let write = 0; ; write++) {
      const id = `${how} ${write}`;
      await worker.join(id);
      await worker.events(id, order("o1", 10, "300.00"));
      const page = await worker.page(id);
      const offer = await page.quote({ lines: [{ sku: "gaiwan", quantity: 1 }], points: 300 }, Date.now());
      await worker.fault(id, write, how);
      const { status } = await worker.checkout(id, { order: "w1", ...offer.checkout });
      if (status === 201) {
        assert.equal(write, 2);
        break;
      }
      assert.equal(status, 503);
      assert.equal((await worker.view(id)).body.points[0].balance, 300);
      const [one, two] = await Promise.all([1, 2].map(() => worker.checkout(id, { order: "w1", ...offer.checkout })));
      assert.deepEqual([one.status, two.status].sort(), [200, 201]);
      assert.deepEqual(one.body, two.body);
      assert.equal((await worker.view(id)).body.points[0].balance, 117);
    }
    await worker.close();
  });
}

test("the page quotes by itself to the byte as the worker, and what was quoted is what is posted", async () => {
  await shared.join("page");
  await shared.events("page", order("o1", 1, "600.00"));
  const page = await shared.page("page");
  const wish = { lines: [{ sku: "pu-erh", quantity: 2 }, { sku: "gaiwan", quantity: 1 }], shipping: "parcel", points: "max" };
  const { body: told } = await shared.quote("page", wish);
  const offer = await page.quote(wish, told.at);
  const { coupons, ...rest } = told.quote;
  assert.deepEqual(JSON.parse(JSON.stringify(offer.quote)), rest);
  assert.ok(coupons.some((one) => one.used));
  assert.deepEqual(offer.checkout, { wish, at: told.at, revision: told.revision, program: told.program, prices: told.prices, fingerprint: rest.fingerprint });
  const { status, body } = await shared.checkout("page", { order: "w1", ...offer.checkout });
  assert.deepEqual([status, body.payable, body.earn], [201, rest.payable, rest.earn]);
  const view = (await shared.view("page")).body;
  assert.equal(view.points[0].balance, rest.balances[0].balance);
  assert.deepEqual(view.coupons.map((one) => one.coupon), []);
});

test("forged and stale quotes buy nothing, and say which they are", async () => {
  await shared.join("forger");
  await shared.events("forger", order("o1", 1, "600.00"));
  const page = await shared.page("forger");
  const wish = { lines: [{ sku: "pu-erh", quantity: 2 }], points: 0 };
  const { checkout } = await page.quote(wish, Date.now());
  const other = await page.quote({ ...wish, lines: [{ sku: "longjing", quantity: 1 }] }, checkout.at);
  const asked = {
    "422 forged": [
      { fingerprint: checkout.fingerprint.replace(/^./, (digit) => (digit === "0" ? "1" : "0")) },
      { fingerprint: "0" },
      { fingerprint: other.checkout.fingerprint },
      { wish: { ...wish, points: 100 } },
      { wish: { ...wish, lines: [{ sku: "pu-erh", quantity: 1 }] } },
      { at: checkout.at - 1 },
    ],
    "422 unknownGoods": [
      { wish: { ...wish, lines: [{ sku: "pu-erh", quantity: 1, unitPrice: "0.01" }, { sku: "gold", quantity: 1 }] } },
      { wish: { ...wish, used: [] } },
      { wish: { ...wish, lines: [{ sku: "pu-erh", quantity: -1 }] } },
      { wish: { ...wish, shipping: "by air" } },
    ],
    "409 stale revision": [{ revision: 0 }, { revision: 2 }],
    "409 stale program": [{ program: "other" }],
    "409 stale prices": [{ prices: "2025" }],
    "409 stale expired": [{ at: checkout.at - 600_000 - 5_000 }],
    "409 stale future": [{ at: checkout.at + 120_000 }],
    "400 malformed": [{ order: "" }, { at: "now" }, { fingerprint: undefined }, { revision: 0.5 }],
  };
  for (const [expected, changes] of Object.entries(asked)) {
    for (const change of changes) {
      const { status, body } = await shared.checkout("forger", { order: "w1", ...checkout, ...change });
      assert.equal([status, body.error, body.because].filter((part) => part !== undefined).join(" "), expected, JSON.stringify(change));
      if (body.error === "stale") assert.equal(body.fresh.revision, 1);
    }
  }
  await sameView(shared, "forger", [order("o1", 1, "600.00")]);
  // A price that a page says of goods is not read.
  const cheap = { ...wish, lines: [{ sku: "pu-erh", quantity: 2, unitPrice: "0.01" }] };
  const { body } = await shared.checkout("forger", { order: "w1", ...checkout, wish: cheap });
  assert.equal(body.payable, (await page.quote(wish, checkout.at)).quote.payable);
});

test("a stale quote comes with a fresh one that can be bought", async () => {
  await shared.join("late");
  await shared.events("late", order("o1", 1, "100.00"));
  const offer = await (await shared.page("late")).quote({ lines: [{ sku: "longjing", quantity: 1 }], points: 100 }, Date.now());
  await shared.events("late", { id: "a1", at: "2026-11-02T00:00:00Z", type: "adjust", points: -60, reason: "a gift" });
  const { body } = await shared.checkout("late", { order: "w1", ...offer.checkout });
  assert.deepEqual([body.error, body.because], ["stale", "revision"]);
  const { at, revision, program: by, prices, quote } = body.fresh;
  assert.deepEqual(quote.points.reasons.map(({ is }) => is).length > 0, true);
  const fresh = { wish: offer.checkout.wish, at, revision, program: by, prices, fingerprint: quote.fingerprint };
  assert.equal((await shared.checkout("late", { order: "w1", ...fresh })).status, 201);
});

test("an order's id is bought once: again it is answered the same, with another cart it is a conflict", async () => {
  await shared.join("again");
  const page = await shared.page("again");
  const one = await page.quote({ lines: [{ sku: "longjing", quantity: 1 }] }, Date.now());
  const two = await page.quote({ lines: [{ sku: "gaiwan", quantity: 1 }] }, Date.now());
  const answers = await Promise.all(Array.from({ length: 12 }, () => shared.checkout("again", { order: "w1", ...one.checkout })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(11).fill(200), 201]);
  assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  assert.deepEqual([(await shared.checkout("again", { order: "w1", ...two.checkout })).status], [409]);
  assert.equal((await shared.view("again")).body.points[0].balance, 88);
});

test("snapshots: valid, forged, foreign, stale", async () => {
  await shared.join("signed");
  await shared.join("else");
  await shared.events("signed", order("o1", 1, "100.00"));
  const old = await shared.snapshot("signed");
  await shared.events("signed", order("o2", 2, "100.00"));
  const bytes = await shared.snapshot("signed");
  const checks = await verifier(keys.public);
  const expected = { now: Date.now(), member: "signed", program: program.header.fingerprint, revision: 2 };
  const valid = await checks.verify(bytes, expected);
  assert.deepEqual([valid.is, valid.claims.revision, valid.claims.expiresAt - valid.claims.issuedAt], ["valid", 2, 600_000]);
  assert.equal(program.restore(valid.payload).balance({ now: Date.now() }), 200);
  const forged = bytes.slice();
  forged[100] ^= 1;
  const told = async (what, more) => Object.values(await checks.verify(what, { ...expected, ...more })).slice(0, 2);
  assert.deepEqual(await told(forged), ["forged", "signature"]);
  assert.deepEqual(await told(old), ["stale", "older"]);
  assert.deepEqual(await told(bytes, { now: Date.now() + 600_001 }), ["stale", "expired"]);
  assert.deepEqual(await told(await shared.snapshot("else")), ["foreign", "member"]);
  const others = await verifier({ other: keys.public.test });
  assert.deepEqual(await others.verify(bytes, expected), { is: "foreign", because: "key" });
  await assert.rejects(shared.page("signed", { keys: { test: (await import("../../examples/edge-worker/keys.mjs")).newKeys("test").public.test } }), /forged/);
});

test("tokens: absent, changed, out of date, of another role or key", async () => {
  await shared.join("auth");
  const good = await memberToken("auth");
  assert.equal((await shared.call(good, "GET", "/view")).status, 200);
  const parts = good.split(".");
  const other = Buffer.from("lin").toString("base64url");
  const bad = [
    undefined,
    "",
    "v1",
    parts.with(1, "shop").join("."),
    parts.with(2, other).join("."),
    parts.with(3, String(Number(parts[3]) + 1)).join("."),
    parts.with(4, parts[4].replace(/^./, (letter) => (letter === "A" ? "B" : "A"))).join("."),
    parts.slice(0, 4).join("."),
    `${good}A`,
    await tokenOf({ role: "member", member: "auth", expires: Math.floor(Date.now() / 1000) - 1 }, keys.bindings.SESSION_KEY),
    await tokenOf({ role: "member", member: "", expires: 99999999999 }, keys.bindings.SESSION_KEY),
    await tokenOf({ role: "member", member: "auth", expires: 99999999999 }, Buffer.alloc(32).toString("base64url")),
  ];
  for (const token of bad) assert.deepEqual([(await shared.call(token, "GET", "/view")).status, token], [401, token]);
  assert.equal((await shared.call(await shopToken(), "GET", "/view")).status, 403);
  for (const [method, path] of [["PUT", "/member"], ["POST", "/events"]]) assert.equal((await shared.call(good, method, path, {})).status, 403);
  await assert.rejects(tokenOf({ role: "shop", member: "", expires: 1 }, "c2hvcnQ"), /32 bytes/);
});

test("bodies that are too large, no JSON, or of another kind are refused unread", async () => {
  const token = await shopToken();
  const send = async (body, more = {}) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", ...more };
    const answer = await fetch(`${shared.url}/events`, { method: "POST", headers, body, duplex: "half" });
    return `${answer.status} ${(await answer.json()).error}`;
  };
  const large = JSON.stringify({ member: "m", events: ["x".repeat(65536)] });
  assert.equal(await send(large), "413 tooLarge");
  assert.equal(await send(new Blob([large]).stream()), "413 tooLarge");
  assert.equal(await send("{"), "400 notJson");
  assert.equal(await send(Uint8Array.of(0x22, 0xff, 0x22)), "400 notJson");
  assert.equal(await send("{}", { "content-type": "text/plain" }), "415 notJson");
  for (const body of ["{}", "[]", "null", '{ "member": 7 }', '{ "member": "" }', '{ "member": "m" }', '{ "member": "m", "events": [] }', '{ "member": "m", "events": [7] }']) {
    assert.equal(await send(body), "400 malformed");
  }
});

test("what does not exist is said so", async () => {
  assert.deepEqual((await shared.view("nobody")).body, { error: "unknownMember" });
  assert.equal((await shared.events("nobody", order("o1", 1, "1.00"))).status, 404);
  assert.equal((await shared.call(await shopToken(), "GET", "/views")).status, 404);
  assert.equal((await shared.call(await shopToken(), "DELETE", "/view")).status, 404);
});

test("without a model nothing is recommended, and the answer says that", async () => {
  await shared.join("curious");
  const { status, body } = await shared.call(await memberToken("curious"), "GET", "/recommend");
  assert.deepEqual([status, body], [501, { error: "noModel" }]);
  assert.equal((await shared.call(await memberToken("nobody"), "GET", "/recommend")).status, 404);
  assert.equal((await shared.call(undefined, "GET", "/recommend")).status, 401);
});

test("a member joins once", async () => {
  assert.deepEqual([(await shared.join("twin")).status, (await shared.join("twin")).status], [201, 200]);
  assert.equal((await shared.join("twin", "2020-01-01")).status, 409);
  const { status, body } = await shared.call(await shopToken(), "PUT", "/member", { id: "bad", joinedAt: "yesterday" });
  assert.deepEqual([status, body.code], [422, "badInstant"]);
  assert.equal((await shared.view("bad")).status, 404);
  const both = await Promise.all(["2026-01-05", "2026-01-06"].map((day) => shared.join("race", day)));
  assert.deepEqual(both.map(({ status: one }) => one).sort(), [201, 409]);
});

test("a page of the shop's origin may call, and answers are not kept", async () => {
  const asked = await fetch(`${shared.url}/view`, { method: "OPTIONS" });
  assert.deepEqual([asked.status, asked.headers.get("access-control-allow-origin")], [204, "http://localhost:5173"]);
  const { headers } = await shared.view("once");
  assert.deepEqual(["cache-control", "x-content-type-options", "vary"].map((name) => headers.get(name)), ["no-store", "nosniff", "origin"]);
});

test("each member has so many requests a second, ten times as many at once, and then waits", async () => {
  const worker = await edge({ bindings: { MEMBER_RATE: "2" } });
  for (const id of ["greedy", "patient"]) await worker.join(id);
  const answers = await Promise.all(Array.from({ length: 40 }, () => worker.view("greedy")));
  const passed = answers.filter(({ status }) => status === 200).length;
  assert.ok(passed >= 20 && passed <= 25, `${passed}`);
  const refused = answers.filter(({ status }) => status === 429);
  assert.equal(refused.length, 40 - passed);
  assert.equal(refused[0].headers.get("retry-after"), "1");
  assert.equal((await worker.view("patient")).status, 200);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.equal((await worker.view("greedy")).status, 200);
  await worker.close();
  const closed = await edge({ bindings: { SHOP_RATE: "fast" } });
  assert.equal((await closed.join("m")).status, 429);
  await closed.close();
});
