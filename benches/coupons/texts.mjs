/**
 * node benches/coupons/texts.mjs <folder>
 *
 * Writes what `cargo xtask fuel` counts: the workload, and the worst that a search for coupons can meet, each in a folder of its own
 * with a program, a member's facts, carts, one a line, and the moment.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cartOf, factsOf, programOf } from "./adapter.mjs";
import { NOW, workload } from "./gen.mjs";

const [folder] = process.argv.slice(2);
const { programme, member, carts } = workload();
const ourCarts = carts.map(cartOf);
const CATEGORIES = [...new Set(carts.flatMap(({ lines }) => lines.map(({ category }) => category)))].sort();
const nobody = { profile: { id: "m", joinedAt: "2026-01-01" }, events: [] };

write("workload", programOf(programme), factsOf(member), ourCarts);
write("workload-no-coupons", programOf(programme), factsOf(member), ourCarts.map((cart) => ({ ...cart, apply: [] })));
worst("identical", { maxPerOrder: 3 }, many(50, () => ({ percentOff: 10 })));
worst("identical-any-number", {}, many(50, () => ({ percentOff: 10 })));
worst("near-equal", { maxPerOrder: 3 }, many(50, (nth) => ({ percentOff: `${10 + nth / 10}`, scope: CATEGORIES[0] })));
worst("near-equal-any-number", {}, many(50, (nth) => ({ percentOff: `${10 + nth / 10}`, scope: CATEGORIES[0] })));
worst("near-equal-all-lines", { maxPerOrder: 3 }, many(50, (nth) => ({ percentOff: `${10 + nth / 10}` })));
worst("thousand", { maxPerOrder: 3 }, many(1000, mixed));
issued();

/** Coupons that are offered to all. */
function many(count, discount) {
  return Array.from({ length: count }, (_, nth) => ({ id: `C${nth + 1}`, automatic: true, discounts: [discount(nth)] }));
}

/** Discounts of every kind on few scopes, no two alike. */
function mixed(nth) {
  const scope = CATEGORIES[nth % CATEGORIES.length];
  const more = (base) => (base + nth / 100).toFixed(2);
  const kinds = [
    { percentOff: more(5) },
    { amountOff: more(10) },
    { everyFull: { amount: `${100 + nth}`, amountOff: more(5) }, repeat: 3 },
    { amountOff: more(20), threshold: { amount: `${(nth % 50) + 1}` } },
  ];
  return { scope, ...kinds[Math.floor(nth / CATEGORIES.length) % kinds.length] };
}

/** A hundred issues of one coupon in the wallet, of which one after the other may be used. */
function issued() {
  const coupon = { id: "tenth", maxPerOrder: 100, discounts: [{ percentOff: 10 }] };
  const at = "2026-01-02T00:00:00Z";
  const events = Array.from({ length: 100 }, (_, nth) => ({ id: `i${nth}`, at, type: "couponIssued", coupon: "tenth" }));
  write("issued", shop({ maxPerOrder: 3 }, [coupon]), { ...nobody, events }, ourCarts.slice(0, 1));
}

function worst(name, checkout, coupons) {
  write(name, shop(checkout, coupons), nobody, ourCarts.slice(0, 1));
}

function shop(checkout, coupons) {
  const scopes = CATEGORIES.map((category) => ({ id: category, include: { categories: [category] } }));
  return { format: 1, id: "shop", version: "1", currency: "EUR", timeZone: "UTC", scopes, checkout, coupons };
}

function write(name, program, facts, carts) {
  const into = path.join(folder, name);
  mkdirSync(into, { recursive: true });
  const texts = { "program.json": JSON.stringify(program), "facts.json": JSON.stringify(facts), now: String(NOW) };
  texts["carts.jsonl"] = carts.map((cart) => JSON.stringify(cart)).join("\n");
  for (const [file, text] of Object.entries(texts)) writeFileSync(path.join(into, file), text);
}
