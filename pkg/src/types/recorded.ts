/** What recording brought about. */

import type { PostedSignal } from "./signal.js";
import type { Problem } from "./problem.js";
import type { Day, Instant, Money, Points } from "./unit.js";
import type { PointsEntry, TierEntry } from "./view.js";

/** What recording events did. Store each event together with its `posted`. */
export interface Recorded {
  /** One for each event given, in the order in which they happened. */
  events: RecordedEvent[];
  /** What time alone caused since the call before. */
  elapsed: Elapsed[];
  /** Earlier events whose grants a late event altered; replace what is stored of them. */
  changed: ChangedEvent[];
}

/** One recorded event. Told apart by `duplicate`. */
export type RecordedEvent = NewEvent | KnownEvent;

/** An event that was recorded. */
export interface NewEvent {
  id: string;
  duplicate: false;
  /** What it granted: to be stored with it, and given back with it. */
  posted: Posted;
  /** The lots that a donation or transfer took: for the `lots` of the event of who receives them. */
  sent?: SentLot[];
}

/** Points given away that lapse together. */
export interface SentLot {
  points: Points;
  expiresAt?: Instant;
  lastDay?: Day;
}

/** An event whose id was known, so that it changed nothing. */
export interface KnownEvent {
  id: string;
  duplicate: true;
  posted?: never;
}

/** A change that time alone caused: of points, a step on a ladder, or a coupon that was issued. */
export type Elapsed = ElapsedPoints | ElapsedTier | ElapsedCoupon;

/** A coupon that a tier or a reward issued. */
export interface ElapsedCoupon {
  at: Instant;
  day: Day;
  kind: "issued";
  coupon: PostedCoupon;
}

/** Points that became usable, lapsed, or were given by a schedule. */
export interface ElapsedPoints {
  at: Instant;
  day: Day;
  kind: PointsEntry["kind"];
  /** The event whose points they are; absent of those that a schedule gave. */
  event?: string;
  /** The id of the points currency. */
  currency: string;
  /** What came (above zero) or went (below). */
  points: Points;
  /** The rule with the schedule that gave them. */
  rule?: string;
  /** The reward that was redeemed without being asked for; `event` is the id by which it can be revoked. */
  reward?: string;
}

/** A step on a ladder. */
export interface ElapsedTier {
  at: Instant;
  day: Day;
  kind: TierEntry["kind"];
  ladder: string;
  /** The tier before; absent when there was none. */
  from?: string;
  /** The tier after; absent when none is left. */
  to?: string;
  /** The last day of the tier's period; absent when it never ends. */
  lastDay?: Day;
  /** The day on which a promised tier begins. */
  startsOn?: Day;
}

/** An earlier event with its corrected grants. */
export interface ChangedEvent {
  id: string;
  posted: Posted;
}

/** What one event granted. */
export interface Posted {
  /** The version of the program that granted it. */
  version: string;
  points: PostedPoints[];
  ledger: PostedLedger[];
  tiers: PostedTier[];
  /** The rewards redeemed; absent where there are none. */
  redeemed?: PostedReward[];
  /** The signals that the event raised; absent where there are none. */
  signals?: PostedSignal[];
  /** The coupons issued; absent where there are none. */
  coupons?: PostedCoupon[];
  /** What the event did to a plan; absent where it did nothing. */
  plan?: PostedPlan;
}

/** What an event did to a plan: the term that it began, or what leaving brings. */
export interface PostedPlan {
  /** The id of the plan. */
  plan: string;
  /** The first day of the term. */
  from?: Day;
  lastDay?: Day;
  /** What is paid for it. */
  price?: Money;
  /** What comes back, on leaving. */
  refund?: Money;
  /** What is repaid, on leaving early. */
  repay?: Money;
}

/** A coupon that was issued. */
export interface PostedCoupon {
  /** The id of the coupon. */
  coupon: string;
  /** The id of what was issued. */
  issue: string;
  /** The tier or the reward that issued it; absent where the event did. */
  rule?: string;
  begins: Instant;
  expiresAt?: Instant;
  lastDay?: Day;
  /** In how many orders it can be used; absent for one. */
  uses?: number;
  /** The balance, of a voucher. */
  balance?: Money;
}

/** A reward that was redeemed, at the price of then. */
export interface PostedReward {
  /** The id by which it can be revoked, of one that was redeemed without being asked for. */
  id?: string;
  reward: string;
  quantity: number;
  /** The id of the points currency. */
  currency: string;
  /** For all of them. */
  points: Points;
  /** For all of them. */
  money?: Money;
  /** The tier that it gave. */
  tier?: string;
}

/** What one rule credited a metric with, or took back. */
export interface PostedLedger {
  /** The id of the metric. */
  metric: string;
  /** The id of the rule in its `credit`. */
  rule: string;
  /** What it credited, or took back when below zero. */
  amount: number;
  /** On what it was counted: money as text, units as a number. */
  base?: string | number;
  /** How much of it limits cut. */
  cut?: number;
}

/** Points that one rule granted or took back. */
export interface PostedPoints {
  /** The id of the points currency. */
  currency: string;
  /** The id of the earn rule, or of the tier that brought them with it, or of the coupon that gave them. */
  rule: string;
  /** Whether a tier brought them with it. */
  gift?: true;
  /** Whether a coupon that the order used gave them. */
  coupon?: true;
  /** What it gave, or took back when below zero. */
  points: Points;
  usableAt?: Instant;
  expiresAt?: Instant;
  lastDay?: Day;
  /** On what it was counted: an amount of money as text, or a number of units; absent for fixed points and multipliers. */
  base?: string | number;
  /** How many more points it would be without limits; absent where nothing was cut. */
  cut?: Points;
}

/** A tier step. */
export interface PostedTier {
  ladder: string;
  /** The tier before; absent when there was none. */
  from?: string;
  /** The tier after; absent when none is left. */
  to?: string;
  /** The last day of the tier's period; absent when it never ends. */
  lastDay?: Day;
  /** The day on which a promised tier begins. */
  startsOn?: Day;
}

/** An event of a batch that was refused while the rest was loaded. */
export interface Rejected {
  /** Its index in the batch. */
  index: number;
  /** Its id, where that much could be read. */
  id?: string;
  problems: Problem[];
}
