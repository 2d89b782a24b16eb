/** What a cart would cost and bring. */

import type { PostedLedger, PostedPoints } from "./recorded.js";
import type { Day, Instant, Money, Points } from "./unit.js";
import type { MetricVerdict } from "./verdict.js";
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
  lines: QuotePart[];
  /** One for each delivery of the cart, in its order. */
  shipping: QuotePart[];
  /** The charges of the cart, of which nothing is ever taken off. */
  charges: QuoteCharge[];
  /** Points that are used and could be; null where the program has no points. */
  points: QuotePoints | null;
  /** What is left to pay: lines, shipping and charges. */
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
}

/** What one step takes off. */
export interface QuoteStep {
  /** What it is taken off for. */
  kind: "points";
  /** How much in all: the sum of what follows. */
  amount: Money;
  /** The lines of which it takes something. */
  lines: QuoteCut[];
  /** The deliveries of which it takes something. */
  shipping: QuoteCut[];
}

/** What a step takes off a line or a delivery. */
export interface QuoteCut {
  id: string;
  amount: Money;
}

/** What a line or a delivery costs. */
export interface QuotePart {
  id: string;
  /** At the cart's prices. */
  amount: Money;
  /** What points take off. */
  pointsOff: Money;
  /** What is left to pay: the `paid` of the order's line. */
  paid: Money;
}

/** What the host adds to the price. */
export interface QuoteCharge {
  id: string;
  amount: Money;
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
