/** What a cart would cost and bring. */

import type { PostedLedger, PostedPoints } from "./recorded.js";
import type { Day, Instant, Money, Points } from "./unit.js";
import type { MetricVerdict, Verdict } from "./verdict.js";
import type { ComingTier, LadderView, NextTier, Tier } from "./view.js";

/** What a cart would cost and bring, were it ordered at that moment. */
export interface Quote {
  /** The moment of the quote. */
  now: Instant;
  /** Its local date in the program's time zone. */
  today: Day;
  /** The goods at the cart's prices. */
  subtotal: Money;
  /** What is taken off, step by step; a step that takes nothing off is left out. */
  steps: QuoteStep[];
  /** One for each line of the cart, in its order. */
  lines: QuoteLine[];
  /** What coupons brought into the cart: its id is its SKU. */
  added: QuoteLine[];
  /** One for each delivery of the cart, in its order. */
  shipping: QuotePart[];
  /** The charges of the cart, which only balances of coupons pay. */
  charges: QuotePart[];
  /** What is taken off lines of each tax rate, where some line has one. */
  taxes: QuoteTax[];
  /** Coupons of the cart's `apply` or `pin` that cannot be used, with all that keeps them from it. */
  refused: QuoteRefused[];
  /** Whether no other coupons are better; absent where none were searched for. */
  optimal?: boolean;
  /** Where that is not known: how much less might be to pay with others at most. */
  missed?: Money;
  /** Points that are used and could be; null where the program has no points. */
  points: QuotePoints | null;
  /** What is left to pay: lines, what was added, shipping and charges. */
  payable: Money;
  /** What the order would be posted with: which rule gives how much, and what limits cut. */
  earn: PostedPoints[];
  /** What the order would credit metrics with. */
  ledger: PostedLedger[];
  /** One for each points currency, in the program's order. */
  balances: QuoteBalance[];
  /** One for each ladder, in the program's order. */
  tiers: QuoteTier[];
  /** The metrics whose value the order would change, in the program's order. */
  changes: QuoteMetric[];
  /** Every coupon with a verdict, as a wallet beside the cart shows them; absent unless asked for. */
  coupons?: QuoteOffer[];
  /** What a little more would unlock: as many as were asked for, those with which least is to be paid first. */
  unlocks: QuoteUnlock[];
  /** What the cart would be with each plan that does not run and is for sale, in the program's order; absent unless asked for. */
  withPlan?: QuoteWithPlan[];
  /** What tells the quote apart: the same program, member, cart and moment give the same in every host. */
  fingerprint: string;
}

/** "With the plan you would save so much": the cart priced anew as if a term of the plan had begun now. */
export interface QuoteWithPlan {
  plan: string;
  name: string;
  /** What the term costs this member. */
  price: Money;
  /** How much less there would be to pay; below zero where it would be more. */
  saves: Money;
  /** How many points more the order would earn: one for each points currency. */
  points: { currency: string; points: Points }[];
}

/**
 * A coupon of the member, one that is offered, or one that a code of the cart opens. Those that can be used come first, what takes off
 * most before the rest; then those that the cart alone keeps from being used, what is missing least first; then the others, what lapses
 * sooner first.
 */
export interface QuoteOffer {
  /** The id of the issue, or of the coupon where nobody needs to be issued it: what `apply`, `pin` and `forbid` name. */
  id: string;
  /** The id of the coupon. */
  coupon: string;
  /** Its name in the locale of the quote. */
  name: string;
  /** Whether it was issued to the member. */
  issued: boolean;
  /** Whether it applies wherever it can. */
  always: boolean;
  /** When it lapses; absent for never. */
  expiresAt?: Instant;
  /** The last day on which it can be used; absent where an hour decides. */
  lastDay?: Day;
  /** What its balance has, where it was issued with one. */
  balance?: Money;
  /** Whether this quote uses it. */
  used: boolean;
  /** Whether it can be used alone, after those that always apply. */
  usable: boolean;
  /** How much less is to be paid with it alone; absent where it cannot be used. */
  takesOff?: Money;
  /** All that keeps it from being used. */
  reasons: CouponObstacle[];
  /** All that keeps it from joining those that this quote uses; empty where it is one of them or cannot be used. */
  beside: CouponObstacle[];
  /** The cheapest addition of one product that makes it usable, where there is one. */
  nearest?: QuoteAddition;
}

/** What would be added to a cart. */
export interface QuoteAddition {
  /** The product, of the cart or of its catalogue; absent where anything of `scope` will do. */
  sku?: string;
  /** How many units of it. */
  quantity?: number;
  /** The scope of which something is to be added; absent for anything. */
  scope?: string;
  /** What is added, at the cart's prices. */
  amount: Money;
}

/** A coupon that a little more would unlock, with which less is to be paid than without both. */
export interface QuoteUnlock {
  /** The id of the issue, or of the coupon where nobody needs to be issued it. */
  id: string;
  /** The id of the coupon. */
  coupon: string;
  /** Its name in the locale of the quote. */
  name: string;
  /** What would be added. */
  add: QuoteAddition;
  /** What would be to pay then. */
  payable: Money;
  /** How much less that is than without it. */
  less: Money;
}

/** What more units of a product would really cost. */
export interface WhatIf {
  /** The product. */
  sku: string;
  /** How many units more. */
  quantity: number;
  /** What they cost at the cart's prices. */
  amount: Money;
  /** What would be to pay then. */
  payable: Money;
  /** How much more that is than without them; with a minus where it is less. */
  more: Money;
}

/** What one step takes off. */
export interface QuoteStep {
  /** The id of the step. */
  id: string;
  /** What it is taken off for. */
  kind: "coupons" | "points";
  /** How much in all: the sum of its pieces, and of its coupons. */
  amount: Money;
  /** The lines of which it takes something. */
  lines: QuoteCut[];
  /** Of what coupons brought, that of which it takes something. */
  added: QuoteCut[];
  /** The deliveries of which it takes something. */
  shipping: QuoteCut[];
  /** The charges of which it takes something. */
  charges: QuoteCut[];
  /** Its coupons, in the order in which they apply. */
  coupons: QuoteCoupon[];
}

/** What a coupon takes off. */
export interface QuoteCoupon {
  /** The id of the issue, or of the coupon where nobody needs to be issued it. */
  id: string;
  /** The id of the coupon. */
  coupon: string;
  /** Its name in the locale of the quote. */
  name: string;
  /** How much in all: the sum of its pieces. */
  amount: Money;
  lines: QuoteCut[];
  added: QuoteCut[];
  shipping: QuoteCut[];
  charges: QuoteCut[];
  /** How much more it would have taken off without floor prices. */
  dropped: Money;
  /** The services that it gives. */
  services: string[];
}

/** What a step takes off a line or a delivery. */
export interface QuoteCut {
  id: string;
  amount: Money;
}

/** What a delivery or a charge costs. */
export interface QuotePart {
  id: string;
  /** At the cart's prices. */
  amount: Money;
  /** What coupons take off. */
  couponsOff: Money;
  /** What points take off. */
  pointsOff: Money;
  /** What is left to pay. */
  paid: Money;
}

/** What a line, or a product that coupons brought, costs; `paid` is that of the order's line. */
export interface QuoteLine extends QuotePart {
  /** The units that are bought: without those that a coupon swapped. */
  quantity: number;
}

/** What is taken off lines of a tax rate. */
export interface QuoteTax {
  /** The rate in per cent; null of lines without one. */
  rate: string | null;
  /** What coupons and points take off. */
  off: Money;
}

/** A coupon that cannot be used. */
export interface QuoteRefused {
  /** As it was named. */
  id: string;
  /** All that keeps it from being used. */
  reasons: CouponObstacle[];
}

/** What keeps a coupon from being used on a cart. Told apart by `is`; `explainReason` puts each in words. */
export type CouponObstacle =
  /** There is none of this name for this member and cart. */
  | { is: "unknownCoupon" }
  /** It cannot be used at this time: the instant from which it can be next, its date and, unless the day begins then, hour; absent for never. */
  | { is: "time"; at?: Instant; from?: Day; hour?: string }
  /** It was used. */
  | { is: "usedUp" }
  /** A limit of the member or of all members lets no more of it. */
  | { is: "limitReached"; of: "uses" | "units" | "money"; max: number | Money; frees?: Day }
  /** Its condition does not hold. */
  | { is: "condition"; verdict: Verdict }
  | CouponShort
  /** What it brings is neither in the cart's catalogue nor in the cart. */
  | { is: "unknownProduct"; sku: string }
  /** What it gives is not in the cart, and nothing is added for it. */
  | { is: "missingProduct"; sku: string }
  /** It would do more than its limit lets it. */
  | { is: "limit"; of: "units" | "money"; per: "cart" | "line"; max: number | Money; value: number | Money }
  /** There is nothing that it could take off. */
  | { is: "nothingToTakeOff" }
  /** It does not join another. */
  | { is: "notTogether"; with: string }
  /** There are as many already: of the coupon, in the order, of a group in the order or on a line. */
  | { is: "tooMany"; of: "coupon" | "order" | "group" | "line"; group?: string; max: number };

/** A threshold that is not reached, or units that are missing. */
export interface CouponShort {
  is: "threshold" | "units";
  /** The scope of the lines that count; absent for all. */
  scope?: string;
  unit: "money" | "units";
  /** Of the cart as it came, of what is left before the coupon, or after it. */
  of: "initial" | "before" | "after";
  value: number | Money;
  target: number | Money;
  gap: number | Money;
}

/** Points that are used on a cart and could be. */
export interface QuotePoints {
  /** The id of the points currency. */
  currency: string;
  /** The usable balance. */
  balance: Points;
  /** The fewest points that take the most off. */
  usable: Points;
  /** What they take off. */
  takesOff: Money;
  /** What keeps more from being used. */
  limitedBy: PointsBound;
  /** Points that are used: all that were asked for, or none where `reasons` says why. The order's `pointsUsed`. */
  used: Points;
  /** Why points that were asked for are not used; empty where they are. */
  reasons: PointsReason[];
}

/**
 * What keeps more points from being used: the program lets none be used at checkout, the balance is below the least, there
 * are no more, they pay for no more of the cart, or they take off as much as the program allows of one order.
 */
export type PointsBound = "notSpendable" | "minimum" | "balance" | "covered" | "maxShare" | "maxAmount";

/** Why points that were asked for are not used. Told apart by `is`; `explain` puts it in words. */
export type PointsReason = NotSpendable | BelowMinimum | NotWholeUnits | MoreThanUsable;

/** The program lets no points be used at checkout. */
export interface NotSpendable {
  is: "notSpendable";
}

/** The balance is below the least from which points can be used. */
export interface BelowMinimum {
  is: "minimum";
  balance: Points;
  minimum: Points;
}

/** The number asked for is no multiple of the unit. */
export interface NotWholeUnits {
  is: "wholeUnits";
  asked: Points;
  unit: Points;
}

/** The number asked for is more than can be used. */
export interface MoreThanUsable {
  is: "moreThanUsable";
  asked: Points;
  usable: Points;
  limitedBy: PointsBound;
}

/** Points of a currency after the order. */
export interface QuoteBalance {
  /** The id of the points currency. */
  currency: string;
  /** Usable points. */
  balance: Points;
  /** Points granted and not usable yet. */
  pending: Points;
  /** Points that are still owed. */
  debt: Points;
  /** How many of those owed before it the order fills. */
  fills: Points;
}

/** Where a member stands on a ladder after the order. */
export interface QuoteTier {
  /** The id of the ladder. */
  id: string;
  /** Its name in the locale of the quote. */
  name: string;
  /** The tier before the order; null for none. */
  before: Tier | null;
  /** The tier after it; null for none. */
  after: Tier | null;
  /** The end of the tier after it; null for always. */
  until: LadderView["until"];
  /** A tier that is reached and begins later. */
  coming: ComingTier | null;
  /** The tier that follows then, and what is still missing; null where none does. */
  next: NextTier | null;
}

/** A metric before and after the order. */
export interface QuoteMetric {
  /** The id of the metric. */
  metric: string;
  unit: MetricVerdict["unit"];
  /** Its value before; absent where there is nothing to count from. */
  before?: number | string;
  /** Its value after. */
  after?: number | string;
}
