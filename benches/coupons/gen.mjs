/**
 * The workload of coupons, the same on every run: a programme of 20 earn rules and 50 coupons of which three at most are used
 * together, a member of 1 000 ledger rows and 120 orders over 24 months, and 16 carts of 30 lines.
 */
import { DAY } from "../dates.mjs";
import { dice } from "../workload/gen.mjs";

export const NOW = Date.parse("2026-03-15T10:30:00.000Z");
const START = NOW - 730 * DAY;

const CATEGORIES = ["shoes", "bags", "coffee", "tea", "skincare", "makeup", "toys", "books", "audio", "garden", "giftcard", "grocery"];
const BRANDS = ["acme", "north", "lumen", "kaze", "orla", "vint", "ruut", "sola", "mira", "pelt"];
const GROUPS = ["G-order", "G-cat", "G-brand", "G-welcome", "G-bank", "G-ship", "G-bogo", "G-flash"];
const KINDS = ["percent", "percent", "percent", "fixed", "fixed", "fixed", "threshold", "threshold", "bogo", "shipping"];

/** `{ programme, member, carts }`. */
export function workload() {
  const draw = drawing(dice(20260315));
  const catalogue = Array.from({ length: 400 }, (_, index) => product(draw, index));
  const coupons = Array.from({ length: 50 }, (_, index) => coupon(draw, catalogue, index));
  const programme = {
    version: 1,
    id: "prog-1",
    name: "Perf programme",
    currency: "EUR",
    minorDigits: 2,
    timezone: "UTC",
    points: { expiryMonths: 12, expiringSoonDays: 30 },
    tierWindowMonths: 12,
    tiers: tiers(),
    earnRules: earnRules(),
    coupons,
    stacking: { maxCoupons: 3 },
  };
  const member = memberOf(draw, catalogue, coupons);
  const carts = Array.from({ length: 16 }, (_, index) => cart(draw, catalogue, index));
  return { programme, member, carts };
}

function drawing(random) {
  const int = (from, to) => from + Math.floor(random() * (to - from + 1));
  return { random, int, pick: (list) => list[int(0, list.length - 1)] };
}

function product({ pick, int }, index) {
  const category = pick(CATEGORIES);
  return {
    sku: `SKU-${String(index).padStart(5, "0")}`,
    name: `Item ${index} ${category}`,
    category,
    brand: pick(BRANDS),
    price: category === "giftcard" ? pick([2500, 5000, 10_000]) : int(199, 12_999),
  };
}

function tiers() {
  const tier = (id, name, rank, threshold, earnMultiplierPct) => ({ id, name, rank, threshold, earnMultiplierPct });
  return [
    tier("bronze", "Bronze", 0, 0, 100),
    tier("silver", "Silver", 1, 20_000, 110),
    tier("gold", "Gold", 2, 80_000, 125),
    tier("platinum", "Platinum", 3, 200_000, 150),
  ];
}

function earnRules() {
  const rules = [];
  const rule = (rest) => {
    const id = `R${String(rules.length + 1).padStart(2, "0")}`;
    rules.push({ id, multiplierPct: 100, bonusPoints: 0, from: null, to: null, ...rest });
  };
  const is = (fact, value) => ({ fact, op: "eq", value });
  const among = (...value) => ({ fact: "line.category", op: "in", value });
  const tier = (value) => ({ fact: "member.tierRank", op: "gte", value });
  const line = (name, group, multiplierPct, when, dates = {}) => rule({ name, scope: "line", group, multiplierPct, when, ...dates });
  const dates = (from, to) => ({ from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` });
  const categories = { shoes: 150, bags: 150, coffee: 300, tea: 200, skincare: 200, makeup: 200, toys: 120, books: 110 };
  for (const [category, by] of Object.entries(categories)) {
    line(`${category} x${by / 100}`, "category", by, [is("line.category", category)]);
  }
  for (const [brand, by] of Object.entries({ acme: 150, kaze: 200, mira: 125 })) {
    line(`${brand} x${by / 100}`, "brand", by, [is("line.brand", brand)]);
  }
  line("gold beauty", "member", 150, [tier(2), among("skincare", "makeup")]);
  line("platinum audio", "member", 250, [tier(3), among("audio", "toys")]);
  line("birthday month", "member", 200, [is("member.isBirthdayMonth", true)]);
  line("spring campaign", "campaign", 150, [among("garden", "toys", "shoes")], dates("2026-03-01", "2026-04-01"));
  const dear = { fact: "line.unitPrice", op: "gte", value: 2000 };
  line("app weeks", "campaign", 130, [is("cart.channel", "app"), dear], dates("2026-03-10", "2026-03-20"));
  line("winter campaign", "campaign", 300, [], dates("2025-12-01", "2026-01-01"));
  line("summer campaign", "campaign", 300, [{ ...among("giftcard"), op: "nin" }], dates("2026-06-01", "2026-09-01"));
  const order = (name, bonusPoints, when) => rule({ name, scope: "order", group: "bonus", bonusPoints, when: [when] });
  order("big basket", 500, { fact: "cart.subtotal", op: "gte", value: 30_000 });
  order("app bonus", 50, is("cart.channel", "app"));
  return rules;
}

/** A coupon; about half of them fail a gate or more. */
function coupon(draw, catalogue, index) {
  const { random, pick } = draw;
  const kind = KINDS[index % KINDS.length];
  const coupon = {
    id: `C${String(index + 1).padStart(2, "0")}`,
    name: `Coupon ${index + 1}`,
    kind,
    scope: scope(draw, catalogue, kind),
    minSubtotal: null,
    minQty: 0,
    from: "2026-01-01T00:00:00.000Z",
    to: "2026-12-31T23:59:59.000Z",
    tierMin: 0,
    tags: [],
    birthdayOnly: false,
    channels: [],
    maxUses: 0,
    minOrders90: 0,
    group: null,
    exclusive: false,
    priority: 0,
  };
  terms(draw, coupon);
  gate(draw, coupon);
  const own = { shipping: "G-ship", bogo: "G-bogo" }[kind];
  if (random() < 0.55) coupon.group = own ?? pick(GROUPS);
  if (random() < 0.08) coupon.exclusive = true;
  return coupon;
}

function scope({ random, pick }, catalogue, kind) {
  const chance = random();
  if (kind === "shipping") return null;
  const only = (marks) => ({ categories: [], brands: [], skus: [], ...marks });
  const picks = (count, list) => Array.from({ length: count }, () => pick(list));
  if (chance < 0.45) return only({ categories: [...new Set(picks(3, CATEGORIES))].filter((category) => category !== "giftcard") });
  if (chance < 0.65) return only({ brands: [...new Set(picks(2, BRANDS))] });
  if (chance < 0.75) return only({ skus: picks(12, catalogue).map(({ sku }) => sku) });
  return null;
}

/** What a coupon takes off. */
function terms({ random, int, pick }, coupon) {
  const either = (scoped, all) => (coupon.scope ? scoped : all);
  const whole = (from, to, unit = 100) => money(int(from, to) * unit);
  switch (coupon.kind) {
    case "percent": {
      const valuePct = pick([5, 8, 10, 12, 15, 20]);
      const cap = random() < 0.4 ? whole(10, 60) : null;
      return Object.assign(coupon, { valuePct, cap, priority: either(20, 40) });
    }
    case "fixed":
      return Object.assign(coupon, { amount: whole(5, 50), minSubtotal: whole(30, 250), priority: either(30, 50) });
    case "threshold":
      return Object.assign(coupon, { per: whole(8, 30, 1000), amount: whole(8, 30), maxTimes: int(1, 5), priority: either(35, 55) });
    case "bogo": {
      Object.assign(coupon, { buyQty: int(1, 3), getQty: 1, getPct: pick([50, 100]), maxTimes: int(1, 3), priority: 10 });
      coupon.minQty = coupon.buyQty + coupon.getQty;
      const first = CATEGORIES.slice(0, 10);
      coupon.scope ??= { categories: [pick(first), pick(first)], brands: [], skus: [] };
      return coupon;
    }
    default: {
      const cap = random() < 0.5 ? whole(5, 15) : null;
      return Object.assign(coupon, { cap, minSubtotal: whole(20, 120), priority: 90 });
    }
  }
}

/** Who may use a coupon, and when. */
function gate({ random, int, pick }, coupon) {
  const chance = random();
  if (chance < 0.06) coupon.from = "2026-04-01T00:00:00.000Z";
  else if (chance < 0.12) coupon.to = "2026-03-01T00:00:00.000Z";
  else if (chance < 0.2) coupon.tierMin = 3;
  else if (chance < 0.28) coupon.tags = [pick(["employee", "lapsed"])];
  else if (chance < 0.34) coupon.tags = ["vip", "newsletter"];
  else if (chance < 0.4) coupon.birthdayOnly = true;
  else if (chance < 0.46) coupon.channels = ["store", "kiosk"];
  else if (chance < 0.52) coupon.maxUses = 1;
  else if (chance < 0.58) coupon.minOrders90 = int(10, 40);
  else if (chance < 0.64) coupon.minSubtotal = money(int(3000, 9000) * 100);
  else if (chance < 0.68) Object.assign(coupon, { tierMin: 1, channels: ["app", "web"] });
}

function memberOf(draw, catalogue, coupons) {
  const { random, int, pick } = draw;
  const times = Array.from({ length: 1000 }, () => START + Math.floor(random() * 729.9 * DAY));
  const rows = ledger(draw, times.map((time) => time - (time % 1000)).sort((a, b) => a - b));
  const bought = () => {
    const { sku, category, price } = pick(catalogue);
    return { sku, category, qty: int(1, 3), unitPrice: money(price) };
  };
  const orders = Array.from({ length: 120 }, (_, index) => {
    const lines = Array.from({ length: 3 }, bought);
    return { id: `ord-${1000 + index}`, at: iso(START + Math.floor(((index + random()) * 730 * DAY) / 120)), lines };
  });
  const couponUses = {};
  for (const { id } of coupons) if (random() < 0.3) couponUses[id] = int(1, 3);
  const tier = (id, from, until) => ({ tier: id, from: iso(from), until: iso(until) });
  return {
    id: "m-000001",
    birthDate: "1990-07-21",
    tags: ["vip", "newsletter"],
    joinedAt: iso(START),
    tierHistory: [
      tier("bronze", START, START + 200 * DAY),
      tier("silver", START + 200 * DAY, START + 500 * DAY),
      tier("gold", START + 500 * DAY, NOW + 90 * DAY),
    ],
    couponUses,
    ledger: rows,
    orders,
  };
}

/** Three of four rows earn, the others take: never more than is there. */
function ledger({ random, int }, times) {
  const lots = [];
  let balance = 0;
  const earn = (type, at, counts) => {
    const points = int(10, 800);
    lots.push({ points, end: yearAfter(at) });
    balance += points;
    const qualifying = Math.floor(points / int(1, 2));
    return { type, points, qualifying: counts ? qualifying : 0 };
  };
  const take = (type, wanted) => {
    const points = Math.min(wanted, balance);
    balance -= points;
    for (let rest = points; rest > 0; ) {
      const part = Math.min(rest, lots[0].points);
      lots[0].points -= part;
      rest -= part;
      if (lots[0].points === 0) lots.shift();
    }
    return { type, points: -points, qualifying: 0 };
  };
  return times.map((at, index) => {
    while (lots.length > 0 && lots[0].end <= at) balance -= lots.shift().points;
    const chance = random();
    let row;
    if (chance < 0.76 || balance < 500) row = earn("earn", at, true);
    else if (chance < 0.93) row = take("redeem", int(200, 1800));
    else if (chance < 0.98) row = take("refund", int(10, 300));
    else row = earn("adjust", at, false);
    return { id: `ev-${String(index).padStart(6, "0")}`, at: iso(at), ...row, orderId: `ord-${int(1000, 9999)}` };
  });
}

function cart({ int, pick }, catalogue, index) {
  const lines = Array.from({ length: 30 }, (_, place) => {
    const { sku, name, category, brand, price } = pick(catalogue);
    const counts = category !== "giftcard";
    const line = { id: `l${place + 1}`, sku, name, category, brand, unitPrice: money(price), qty: int(1, 4) };
    return { ...line, discountable: counts, earnable: counts };
  });
  return { id: `cart-${index}`, currency: "EUR", channel: "app", shippingFee: "12.90", lines };
}

/** The same day and time of the next year; the day before where there is none. */
export function yearAfter(at) {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}

function money(minor) {
  return `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, "0")}`;
}

function iso(ms) {
  return new Date(ms).toISOString();
}
