// A shop and a page that talk to the worker that `serve.mjs` runs: a member joins, orders, looks, quotes and buys.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "./local.mjs";

const url = `http://127.0.0.1:${process.env.PORT ?? 8787}`;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const folder = process.env.STORE ?? here(".local");
const { tokenOf } = await load(here("src/session.ts"));
const { EdgeMember } = await load(here("src/page.ts"));

/** Waits for the worker, which may be starting. */
async function ready() {
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(url);
    } catch (error) {
      if (tries === 150) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

await ready();
const keys = JSON.parse(readFileSync(join(folder, "keys.json"), "utf8"));
const expires = Math.floor(Date.now() / 1000) + 3600;
const member = `lin-${Date.now()}`;
const shop = await tokenOf({ role: "shop", member: "", expires }, keys.bindings.SESSION_KEY);
const token = await tokenOf({ role: "member", member, expires }, keys.bindings.SESSION_KEY);

/** The shop's systems. */
async function tell(method, path, body) {
  const headers = { authorization: `Bearer ${shop}`, "content-type": "application/json" };
  const answer = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const order = { id: "o-1", at: Date.now() - 60_000, type: "order", lines: [{ id: "1", sku: "pu-erh", quantity: 3, unitPrice: "199.50" }] };
await tell("PUT", "/member", { id: member, joinedAt: "2026-01-05" });
const first = await tell("POST", "/events", { member, events: [order] });
const again = await tell("POST", "/events", { member, events: [order] });
console.log(`recorded once: ${first.events[0].posted.points[0].points} points, and again: duplicate ${again.events[0].duplicate}`);

const page = await EdgeMember.open({ url, token, member, keys: keys.public });
const { points, tier } = page.view(Date.now(), "en");
console.log(`the page shows ${points[0].balance} points, ${tier.tier.name}`);
const offer = await page.quote({ lines: [{ sku: "longjing", quantity: 3 }], shipping: "parcel", points: "max" }, Date.now());
console.log(`the page quotes ¥${offer.quote.payable}, ${offer.quote.points.used} points used`);
const forged = await page.buy("web-1", { checkout: { ...offer.checkout, fingerprint: offer.checkout.fingerprint.replace(/./g, "0") } });
console.log(`a forged quote: ${forged.status} ${(await forged.json()).error}`);
const bought = await page.buy("web-1", offer);
console.log(`bought: ${bought.status} ¥${(await bought.json()).payable}`);
const stale = await page.buy("web-2", offer);
console.log(`the same quote for another order: ${stale.status} ${(await stale.json()).error}`);
page.free();
