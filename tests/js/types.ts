/** What the compiler must take and refuse of the package's types. It is checked, never run. */

import {
  Cart,
  type CartJson,
  type CouponObstacle,
  type CouponView,
  explain,
  explainReason,
  loadProgram,
  type MemberEvent,
  MemberviewError,
  memberView,
  type MemberViewData,
  type MetricVerdict,
  type Points,
  type ProblemCode,
  type PointsReason,
  type ProgramJson,
  type Quote,
  type QuoteOffer,
  type QuoteUnlock,
  type Recorded,
  type Verdict,
  type WhatIf,
} from "memberview";

/** Fails to compile for `any`, and for another type than the one expected. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._proof: Equal<A, B> extends true ? [] : [never]): void {}

const program = {
  format: 1,
  id: "shop",
  version: "1",
  currency: "EUR",
  timeZone: "Europe/Berlin",
  metrics: [{ id: "orders", kind: "count", on: "order", window: { last: "P12M" } }],
  points: [{ id: "points", earn: [{ id: "spend", on: "order", perAmount: { points: 1, amount: 1 } }] }],
  ladders: [{ id: "member", tiers: [{ id: "base" }, { id: "gold", enter: { metric: "orders", atLeast: 4 }, validFor: "always" }] }],
} satisfies ProgramJson;

// @ts-expect-error a metric of no known kind
({ ...program, metrics: [{ id: "orders", kind: "counts" }] }) satisfies ProgramJson;
// @ts-expect-error a field that no program has
({ ...program, pionts: [] }) satisfies ProgramJson;

const lines = [{ id: "1", sku: "tea", quantity: 1, unitPrice: 19.9, tags: ["new"] as const }];
const order: MemberEvent = { id: "o", at: new Date(0), type: "order", lines };
const events: readonly MemberEvent[] = [
  order,
  { id: "r", at: 0, type: "refund", order: "o", lines: [{ id: "1", quantity: 1 }] },
  { id: "a", at: "2026-05-01T00:00:00Z", type: "activity", kind: "checkIn" },
  { id: "i", at: 0, type: "couponIssued", coupon: "ten", begins: new Date(0), lastDay: "2026-05-01" },
  { ...order, id: "o2", coupons: ["i", { id: "card", amount: "5.00", units: 1 }] },
  { id: "u", at: 0, type: "couponReturned", issue: "i", order: "o2" },
  { id: "b", at: 0, type: "opening", lots: [{ points: 5, earnedAt: new Date(0) }] },
];
const cart: CartJson = { lines: [{ id: "1", sku: "tea", quantity: 0, unitPrice: "19.90" }], points: "max", shipping: [{ id: "s", amount: 5 }] };
// @ts-expect-error neither points nor "max"
const allPoints: CartJson = { lines: [], points: true };
// @ts-expect-error a cart has no plan
const planned: CartJson = { lines: [], plan: "plus" };
// @ts-expect-error no such type
const unknown: MemberEvent = { id: "x", at: 0, type: "orders", lines };
// @ts-expect-error a refund names its order
const orderless: MemberEvent = { id: "x", at: 0, type: "refund" };
// @ts-expect-error lists hold objects
const lineless: MemberEvent = { id: "x", at: 0, type: "order", lines: ["1"] };

export async function use(): Promise<string> {
  using loaded = await loadProgram(program, { locale: "zh-CN" });
  using member = loaded.member({ profile: { id: "m", joinedAt: new Date(0) }, events }, { onRejected: "collect" });
  const recorded = member.record(order);
  same<typeof recorded, Recorded>();
  for (const event of recorded.events) {
    // What was posted goes back with its event.
    if (!event.duplicate) member.record({ ...order, posted: event.posted });
  }
  for (const change of recorded.elapsed) if ("ladder" in change) same<typeof change.to, string | undefined>();
  const quote = member.quote(cart, { now: 0, locale: "en" });
  same<typeof quote, Quote>();
  same<NonNullable<typeof quote.points>["reasons"], PointsReason[]>();
  for (const reason of quote.points?.reasons ?? []) {
    if (reason.is === "wholeUnits") same<typeof reason.unit, Points>();
    explain(reason);
  }
  // @ts-expect-error `now` is never taken from the host's clock
  member.quote(cart, {});
  using held = loaded.cart(cart, { locale: "en" });
  same<typeof held, Cart>();
  held.setQuantity("1", 2);
  // @ts-expect-error how many, says the caller
  held.setQuantity("1");
  // @ts-expect-error a cart is made by its program
  member.quote(Cart, { now: 0 });
  const offered = member.quote(held, { now: 0, coupons: true, unlocks: 3 });
  same<typeof offered.coupons, QuoteOffer[] | undefined>();
  same<typeof offered.unlocks, QuoteUnlock[]>();
  for (const offer of offered.coupons ?? []) for (const reason of [...offer.reasons, ...offer.beside]) obstacle(reason);
  for (const { add, less } of offered.unlocks) same<typeof add.sku | typeof less, string | undefined>();
  same<typeof offered.refused[number]["reasons"], CouponObstacle[]>();
  // @ts-expect-error yes or no
  member.quote(held, { now: 0, coupons: 1 });
  const beside = member.coupons(cart, { now: 0 });
  same<typeof beside, QuoteOffer[]>();
  const alone = member.coupons({ now: 0 });
  same<typeof alone, CouponView[]>();
  const more = member.whatIf(held, { sku: "tea" }, { now: 0 });
  same<typeof more, WhatIf>();
  // @ts-expect-error one product
  member.whatIf(cart, { quantity: 1 }, { now: 0 });
  const view = member.view({ now: Date.now(), history: 10 });
  same<typeof view.points, MemberViewData["points"]>();
  same<ReturnType<typeof view.toJSON>, MemberViewData>();
  same<typeof view.balance, number | string>();
  for (const coupon of view.coupons) {
    for (const reason of coupon.reasons) {
      if (reason.is === "limit") same<typeof reason.of, "uses" | "units" | "money">();
      explainReason(reason);
    }
  }
  same<typeof view.coupons, CouponView[]>();
  same<ReturnType<typeof loaded.digest>["weak"], boolean>();
  // @ts-expect-error a view is not to be written to
  view.points = [];
  // @ts-expect-error `now` is never taken from the host's clock
  member.view({});
  // @ts-expect-error neither word
  loaded.member({ profile: { id: "m", joinedAt: 0 } }, { onRejected: "ignore" });
  const once = await memberView(program, { profile: { id: "m", joinedAt: 0 } }, { now: 0 });
  return (view.tier?.next ? words(view.tier.next.enter) : "") + once.today;
}

/** Every verdict is known by `is`, and every metric's figures by `unit`. */
function words(verdict: Verdict): string {
  switch (verdict.is) {
    case "all":
    case "any":
      return verdict.of.map(words).join();
    case "not":
      return words(verdict.of);
    case "metric":
      return figure(verdict);
    case "tenure":
      return verdict.target;
    case "birthday":
      return verdict.from ?? "";
    case "tier":
      return verdict.tiers.join();
    case "channel":
    case "payment":
    case "shippingMethod":
    case "store":
    case "tag":
      return verdict.in.join();
    case "attribute":
      same<typeof verdict.value, string | number | boolean | null>();
      return verdict.attribute;
    case "inactiveFor":
      return typeof verdict.acts === "string" ? verdict.acts : verdict.acts.activity;
    case "plan":
      return verdict.plans.join() + (verdict.until ?? "");
    case "time":
      return verdict.hour ?? verdict.from ?? "";
    case "cart":
      same<typeof verdict.of, "initial" | "before" | "after">();
      return String(verdict.target);
    case "segment":
      return verdict.segment;
    case "event":
    case "first":
      return explain(verdict, { locale: "en" });
  }
}

function figure(verdict: MetricVerdict): string {
  if (verdict.unit === "money") {
    same<typeof verdict.value, string | null>();
    return verdict.target;
  }
  if (verdict.unit === "points") {
    same<typeof verdict.value, Points | null>();
    return String(verdict.target);
  }
  same<typeof verdict.value, number | null>();
  return verdict.target.toFixed();
}

/** Every reason why a coupon is not used is known by `is`. */
function obstacle(reason: CouponObstacle): string {
  switch (reason.is) {
    case "time":
      return reason.hour ?? reason.from ?? "";
    case "condition":
      return words(reason.verdict);
    case "threshold":
    case "units":
      same<typeof reason.of, "initial" | "before" | "after">();
      return String(reason.gap);
    case "unknownProduct":
    case "missingProduct":
      return reason.sku;
    case "limit":
      same<typeof reason.per, "cart" | "line">();
      return String(reason.value);
    case "limitReached":
    case "tooMany":
      return String(reason.max);
    case "notTogether":
      return reason.with;
    case "unknownCoupon":
    case "usedUp":
    case "nothingToTakeOff":
      return explainReason(reason);
  }
}

export function code(error: unknown): ProblemCode | undefined {
  if (!(error instanceof MemberviewError)) return undefined;
  same<typeof error.code, ProblemCode>();
  // @ts-expect-error no such code
  return error.code === "notACode" ? undefined : error.problems[0]?.code;
}

export { allPoints, planned, lineless, orderless, unknown };
