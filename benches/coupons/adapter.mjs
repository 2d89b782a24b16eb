/** The workload of coupons in memberview's words, and its answers back. Nothing is computed here. */
import { eventsOf } from "../adapter.mjs";

const EARNS = "earns";
const NOT_FOR_SALE = { categories: ["giftcard"] };

/** The program: every coupon is offered to all, so that its verdict is asked for as the workload asks. */
export function programOf(programme) {
  const scopes = new Scopes();
  const coupons = programme.coupons.map((coupon) => couponOf(programme, coupon, scopes));
  const earn = earningOf(programme, scopes);
  const groups = new Set(programme.coupons.flatMap(({ group }) => group ?? []));
  const [base, ...others] = programme.tiers;
  const named = ({ id, name }) => ({ id, names: { en: name } });
  const ladder = others.map((tier) => ({ ...named(tier), enter: { metric: "qualifying", atLeast: tier.threshold }, validFor: "always" }));
  const window = { last: `P${programme.tierWindowMonths}M` };
  return {
    format: 1,
    id: programme.id,
    version: String(programme.version),
    names: { en: programme.name },
    currency: programme.currency,
    timeZone: programme.timezone,
    rounding: { at: "line" },
    scopes: scopes.all,
    metrics: [
      { id: "qualifying", kind: "sum", of: "value", on: { activity: "earn" }, window },
      { id: "orders90", kind: "count", on: "order", window: { last: "P90D" } },
    ],
    points: [{ id: "points", names: { en: "Points" }, earn, expiry: { after: `P${programme.points.expiryMonths}M` } }],
    ladders: [{ id: "member", names: { en: "Member" }, tiers: [named(base), ...ladder] }],
    checkout: { maxPerOrder: programme.stacking.maxCoupons, groups: [...groups].map((id) => ({ id, max: 1 })) },
    coupons,
  };
}

/** Scopes by what is in them, each named once; gift cards are in none. */
class Scopes {
  all = [];
  #ids = new Map();

  /** The id of a scope, by its marks; without any it is of all that may be discounted. */
  id(marks, price) {
    const text = JSON.stringify([marks, price]);
    if (!this.#ids.has(text)) {
      const id = `scope-${this.all.length}`;
      this.#ids.set(text, id);
      const include = marks && Object.fromEntries(Object.entries(marks).filter(([, list]) => list.length > 0));
      this.all.push({ id, ...(include && { include }), exclude: NOT_FOR_SALE, ...(price && { price }) });
    }
    return this.#ids.get(text);
  }
}

function couponOf(programme, coupon, scopes) {
  const scope = scopes.id(coupon.scope);
  const gates = [
    ...(coupon.tierMin > 0 ? [{ tier: { atLeast: programme.tiers[coupon.tierMin].id } }] : []),
    ...coupon.tags.map((tag) => ({ tag: [tag] })),
    ...(coupon.birthdayOnly ? [{ birthday: "month" }] : []),
    ...(coupon.channels.length > 0 ? [{ channel: coupon.channels }] : []),
    ...(coupon.minOrders90 > 0 ? [{ metric: "orders90", atLeast: coupon.minOrders90 }] : []),
    ...(coupon.minSubtotal === null ? [] : [{ cart: { scope, amount: { atLeast: coupon.minSubtotal }, of: "initial" } }]),
    ...(coupon.minQty > 0 ? [{ cart: { scope, quantity: { atLeast: coupon.minQty }, of: "initial" } }] : []),
  ];
  return {
    id: coupon.id,
    names: { en: coupon.name },
    automatic: true,
    priority: -coupon.priority,
    validity: { from: coupon.from.slice(0, 10), to: coupon.to.slice(0, 10) },
    ...(gates.length > 0 && { when: gates.length > 1 ? { all: gates } : gates[0] }),
    discounts: [discountOf(coupon, scope)],
    ...(coupon.maxUses > 0 && { limits: [{ of: "uses", per: "member", max: coupon.maxUses }] }),
    ...(coupon.group && { groups: [coupon.group] }),
    ...(coupon.exclusive && { exclusive: true }),
    ...(coupon.kind === "bogo" && { sharesUnits: true }),
  };
}

function discountOf(coupon, scope) {
  switch (coupon.kind) {
    case "percent":
      return { percentOff: coupon.valuePct, ...(coupon.cap && { cap: coupon.cap }), scope };
    case "fixed":
      return { amountOff: coupon.amount, scope };
    case "threshold":
      return { everyFull: { amount: coupon.per, amountOff: coupon.amount }, repeat: coupon.maxTimes, scope };
    case "bogo":
      return {
        buyGet: {
          buy: { scope, quantity: coupon.buyQty },
          get: { scope, quantity: coupon.getQty, percentOff: coupon.getPct },
        },
        take: "cheapest",
        repeat: coupon.maxTimes,
      };
    default:
      return { target: "shipping", ...(coupon.cap ? { amountOff: coupon.cap } : { percentOff: 100 }) };
  }
}

/** Rules of earning: points for money, what multiplies them by groups that add, and the tier that multiplies all. */
function earningOf(programme, scopes) {
  const base = { id: "base", on: "order", scope: scopes.id(null), perAmount: { points: 1, amount: "1.00" } };
  const rules = programme.earnRules.map((rule) => ruleOf(programme, rule, scopes));
  const tiers = programme.tiers.filter(({ earnMultiplierPct }) => earnMultiplierPct > 100);
  const ofTiers = tiers.map(({ id, earnMultiplierPct }) => ({
    id: `tier-${id}`,
    on: "order",
    when: { tier: [id] },
    multiply: { by: times(earnMultiplierPct), group: "tier", combine: "product" },
  }));
  return [base, ...rules, ...ofTiers];
}

function ruleOf(programme, { id, from, to, scope, group, multiplierPct, bonusPoints, when }, scopes) {
  const conditions = [];
  const marks = { categories: [], brands: [], skus: [] };
  let price;
  for (const { fact, op, value } of when) {
    if (fact === "line.category" && op !== "nin") marks.categories.push(...[value].flat());
    else if (fact === "line.brand") marks.brands.push(value);
    else if (fact === "line.unitPrice") price = { atLeast: money(value) };
    else if (fact === "member.tierRank") conditions.push({ tier: { atLeast: programme.tiers[value].id } });
    else if (fact === "member.isBirthdayMonth") conditions.push({ birthday: "month" });
    else if (fact === "cart.channel") conditions.push({ channel: [value] });
    else if (fact === "cart.subtotal") conditions.push({ event: { paid: { atLeast: money(value) } } });
  }
  if (from) conditions.push({ time: { from: from.slice(0, 10), to: dayBefore(to) } });
  const marked = Object.values(marks).some((list) => list.length > 0) ? marks : null;
  return {
    id,
    on: "order",
    ...(conditions.length > 0 && { when: conditions.length > 1 ? { all: conditions } : conditions[0] }),
    ...(scope === "line"
      ? { scope: scopes.id(marked, price), multiply: { by: times(multiplierPct), group } }
      : { fixed: bonusPoints }),
  };
}

/** The member's facts: orders count and were given their points by the ledger, and coupons were used before the first of them. */
export function factsOf(member) {
  const profile = { id: member.id, joinedAt: member.joinedAt, birthday: member.birthDate, tags: member.tags };
  const used = Object.entries(member.couponUses).flatMap(([coupon, uses]) =>
    Array.from({ length: uses }, (_, nth) => ({ id: `${coupon}-${nth}`, at: member.joinedAt, type: "couponUsed", coupon })),
  );
  const events = [...used, ...member.orders.map(orderOf), ...member.ledger.flatMap(eventsOf)];
  return { profile, events: events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}

function orderOf({ id, at, lines }) {
  const line = ({ sku, category, qty, unitPrice }, place) => ({ id: `${place + 1}`, sku, quantity: qty, unitPrice, categories: [category] });
  return { id, at, type: "order", lines: lines.map(line), posted: { version: "0", points: [], tiers: [] } };
}

/** A cart. */
export function cartOf({ channel, shippingFee, lines }) {
  return {
    channel,
    lines: lines.map(({ id, sku, qty, unitPrice, category, brand }) => ({ id, sku, quantity: qty, unitPrice, categories: [category], brand })),
    shipping: [{ id: "delivery", amount: shippingFee }],
  };
}

/** The best combination and the points that a cart earns, from its quote. */
export function bestOf({ steps, lines, shipping, earn }, { earnRules }) {
  const coupons = steps.flatMap((step) => step.coupons);
  const isBonus = ({ rule }) => earnRules.some(({ id, scope }) => id === rule && scope === "order");
  return {
    best: {
      coupons: coupons.map(({ id }) => id),
      discount: money(coupons.reduce((sum, { amount }) => sum + cents(amount), 0)),
      shippingDiscount: shipping[0].couponsOff,
      lines: lines.map(({ couponsOff, paid }) => ({ discount: couponsOff, net: paid })),
    },
    earn: {
      points: earn.reduce((sum, { points }) => sum + points, 0),
      bonuses: earn.filter(isBonus).map(({ rule, points }) => ({ rule, points })),
    },
  };
}

/** What a coupon does alone, from a quote to which it alone was applied. */
export function verdictOf({ id, kind }, { steps, refused }) {
  const [{ reasons } = { reasons: [] }] = refused;
  // A coupon whose first full amount is not reached is usable to the workload, and takes off nothing.
  const isShort = kind === "threshold" && reasons.length === 1 && reasons[0].is === "threshold" && reasons[0].value !== "0.00";
  if (isShort || reasons.length === 0) return { id, eligible: true, discount: isShort ? "0.00" : steps[0].coupons[0].amount };
  const all = reasons.flatMap(codesOf);
  return { id, eligible: false, reasons: CODES.flatMap((known) => all.find(({ code }) => code === known) ?? []) };
}

/** In the order in which the workload says them. */
const CODES = ["NOT_STARTED", "EXPIRED", "TIER", "TAG", "BIRTHDAY", "CHANNEL", "USED_UP", "ORDERS90", "NO_MATCHING_LINES", "MIN_SUBTOTAL", "MIN_QTY"];

function codesOf({ is, opens, value, verdict }) {
  switch (is) {
    case "time":
      return [{ code: opens ? "NOT_STARTED" : "EXPIRED" }];
    case "limitReached":
      return [{ code: "USED_UP" }];
    case "condition":
      return leavesOf(verdict);
    case "nothingToTakeOff":
      return [{ code: "NO_MATCHING_LINES" }];
    default:
      // Of units the condition tells.
      return is === "threshold" && value === "0.00" ? [{ code: "NO_MATCHING_LINES" }] : [];
  }
}

/** The leaves of a verdict that fail. */
function leavesOf({ is, met, of, unit, value, gap }) {
  if (met) return [];
  if (is === "all") return of.flatMap(leavesOf);
  if (is === "cart") {
    const least = { code: unit === "money" ? "MIN_SUBTOTAL" : "MIN_QTY", gap };
    return Number(value) === 0 ? [{ code: "NO_MATCHING_LINES" }, least] : [least];
  }
  const code = { tier: "TIER", tag: "TAG", birthday: "BIRTHDAY", channel: "CHANNEL", metric: "ORDERS90" }[is];
  return [gap === undefined ? { code } : { code, gap }];
}

function times(percent) {
  return `${percent / 100}`;
}

function money(minor) {
  return (minor / 100).toFixed(2);
}

function cents(text) {
  return Math.round(Number(text) * 100);
}

function dayBefore(instant) {
  return new Date(Date.parse(instant) - 86_400_000).toISOString().slice(0, 10);
}
