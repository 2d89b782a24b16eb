/** What a member should see. */

import type { Day, Instant, Money, Points } from "./unit.js";
import type { CouponView } from "./coupon.js";
import type { PlanView } from "./plan.js";
import type { RewardView } from "./reward.js";
import type { SignalsView } from "./signal.js";
import type { MetricVerdict, Verdict } from "./verdict.js";

/** Everything to show for one member at one moment, as plain data; what `JSON.stringify` of a view gives. */
export interface MemberViewData {
  /** The program that the view was computed by. */
  program: ProgramHead;
  /** Whose view it is. */
  member: MemberHead;
  /** The moment of the view. */
  now: Instant;
  /** The local date of `now` in the program's time zone. */
  today: Day;
  /** One for each points currency, in the program's order. */
  points: PointsView[];
  /** One for each ladder, in the program's order. */
  tiers: LadderView[];
  /** One for each segment, in the program's order. */
  segments: SegmentView[];
  /** One for each reward: those that can be redeemed now first, in the program's order. */
  rewards: RewardView[];
  /** The coupons that were issued: those that can be used now first, then those that lapse sooner, then by the id. */
  coupons: CouponView[];
  /** One for each plan, in the program's order. */
  plans: PlanView[];
  /** What marks the member and events for review. */
  signals: SignalsView;
}

/** A segment of the program, and whether the member is in it. */
export interface SegmentView {
  id: string;
  /** The name in the locale of the view. */
  name: string;
  met: boolean;
  /** What makes it apply, or what is missing. */
  verdict: Verdict;
}

/** The program of a view. */
export interface ProgramHead {
  id: string;
  /** The version that the program gives itself. */
  version: string;
  /** The name in the locale of the view. */
  name: string;
}

/** The member of a view. */
export interface MemberHead {
  id: string;
}

/** One points currency of a member. */
export interface PointsView {
  id: string;
  /** The name in the locale of the view. */
  name: string;
  /** Usable points. */
  balance: Points;
  /** Points granted and not usable yet. */
  pending: Points;
  /** Points that are owed; points that become usable fill them first. */
  debt: Points;
  /** The balance in money, where the program gives points a worth. */
  worth?: Money;
  /** The pending points by the day that they become usable, earliest first. */
  pendingBy: PendingPoints[];
  /** When the balance lapses. */
  expiring: Expiring;
  /** How many lots there are. */
  lotCount: number;
  /** The first of them, as many as were asked for: those that make the balance in spending order, then the pending ones by `usableAt`. */
  lots: Lot[];
  /** What is charged in money for points that were missing; absent where nothing is. */
  charged?: Money;
  /** What happened to all points so far: earned + opening + received + adjusted + waived + charged =
   * balance + pending − debt + spent + givenAway + expired + clawedBack. */
  totals: PointsTotals;
  /** Every change of the balance with its cause. */
  history: PointsHistory;
}

/** Points that become usable on one day. */
export interface PendingPoints {
  /** Absent, with `usableAt`, of points that wait for their order to be confirmed. */
  day?: Day;
  usableAt?: Instant;
  points: Points;
}

/** When the balance lapses. */
export interface Expiring {
  /** Points that lapse before the eighth day from today begins. */
  in7Days: Points;
  in30Days: Points;
  in90Days: Points;
  /** The dates of these 90 days on which points of the balance lapse, earliest first. */
  dates: ExpiryDate[];
}

/** Points that lapse at one instant. */
export interface ExpiryDate {
  /** The last day on which they can be used; absent when they end within a day. */
  lastDay?: Day;
  /** The first instant at which they cannot. */
  expiresAt: Instant;
  points: Points;
}

/** Points granted together. */
export interface Lot {
  /** The id of the event that granted them; of points that a tier brought with it, the tier's and the date. */
  id: string;
  /** The points granted. */
  amount: Points;
  /** What is left of them. */
  left: Points;
  earnedAt: Instant;
  /** Absent while they wait for their order to be confirmed. */
  usableAt?: Instant;
  /** Whether they can be spent at the moment of the view. */
  usable: boolean;
  /** The first instant at which they cannot be used; absent when they never lapse. */
  expiresAt?: Instant;
  /** The last day on which they can be used; absent when they never lapse or end within a day. */
  lastDay?: Day;
}

/** What happened to all points so far. */
export interface PointsTotals {
  earned: Points;
  /** Carried over from another system. */
  opening: Points;
  /** The balance of all adjustments. */
  adjusted: Points;
  /** Sent by other members. */
  received: Points;
  /** Given to good causes and other members. */
  givenAway: Points;
  /** Spent, less what was returned. */
  spent: Points;
  expired: Points;
  /** Taken back because orders were refunded. */
  clawedBack: Points;
  /** Shortages that were dropped. */
  waived: Points;
  /** Shortages that were charged in money. */
  charged: Points;
}

/** Changes of the balance, newest first. */
export interface PointsHistory {
  /** How many there are in all. */
  total: number;
  /** The newest, as many as the request asked for. */
  entries: PointsEntry[];
}

/** One change of the balance. */
export interface PointsEntry {
  at: Instant;
  day: Day;
  kind: "earned" | "spent" | "returned" | "expired" | "usable" | "reversed" | "adjusted" | "opening" | "donated" | "transferred" | "received";
  /** What came (above zero) or went (below). */
  points: Points;
  /** The balance after it. */
  balance: Points;
  /** The event that caused it; absent when time alone did. */
  event?: string;
  /** The rules that gave or lost these points; they add up to `points`. */
  parts?: PointsPart[];
  /** Why, as the back office wrote it. */
  reason?: string;
}

/** What one rule gave. */
export interface PointsPart {
  /** The id of the earn rule, or of the tier that brought them with it. */
  rule: string;
  points: Points;
}

/** Where a member stands on one ladder. */
export interface LadderView {
  id: string;
  /** The name in the locale of the view. */
  name: string;
  /** The present tier; `null` when there is none. */
  tier: Tier | null;
  /** When the present tier was reached. */
  since: { at: Instant; day: Day } | null;
  /** When its period ends; `null` when it never does. */
  until: { expiresAt: Instant; lastDay: Day } | null;
  /** A tier that was reached and begins with the next period; `null` when there is none. */
  coming: ComingTier | null;
  /** The next tier that has no need of an invitation, and what leads to it; `null` at the top. */
  next: NextTier | null;
  /** Every tier above, lowest first, also those by invitation. */
  above: TierAbove[];
  /** What comes when the present tier's period ends; `null` when it never does. */
  keep: Keep | null;
  /** The steps that come when nothing more happens, the nearest first, at most five: when the tier will end, and what follows. */
  ifNothingHappens: TierEntry[];
  /** Every step with its cause. */
  history: TierHistory;
}

/** A tier of a ladder. */
export interface Tier {
  id: string;
  /** The name in the locale of the view. */
  name: string;
  /** Its place on the ladder, 0 for the lowest. */
  rank: number;
}

/** A tier that was reached and begins later. */
export interface ComingTier extends Tier {
  /** The day on which it begins. */
  startsOn: Day;
}

/** The next tier. */
export interface NextTier extends Tier {
  /** What it asks for, with every route and gap. */
  enter: Verdict;
}

/** A tier above the present one. */
export interface TierAbove extends Tier {
  /** Only an invitation leads there. */
  invite?: true;
  /** What it asks for, with every route and gap. */
  enter?: Verdict;
}

/** What comes at the end of a tier's period, and what keeps the tier. */
export interface Keep {
  /** The day at whose end it is checked. */
  lastDay: Day;
  /** The tier that follows when it is not kept, by what is known; `null` when none does. */
  otherwise: string | null;
  /** The check at `lastDay` with what is known at the moment of the view; absent where nothing keeps the tier. */
  verdict?: Verdict;
}

/** Steps on a ladder, newest first. */
export interface TierHistory {
  /** How many there are in all. */
  total: number;
  /** The newest, as many as the request asked for. */
  entries: TierEntry[];
}

/** One step on a ladder. */
export interface TierEntry {
  at: Instant;
  day: Day;
  kind: "joined" | "entered" | "renewed" | "dropped" | "opening" | "set" | "promised" | "reversed";
  /** The tier before; `null` when there was none. */
  from: string | null;
  /** The tier after; `null` when none is left. */
  to: string | null;
  /** The event that caused it; absent when time alone did. */
  event?: string;
  /** The last day of the tier's period; absent when it never ends. */
  lastDay?: Day;
  /** The day on which a promised tier begins. */
  startsOn?: Day;
  /** Why, as the back office wrote it. */
  reason?: string;
  /** What met the conditions of a tier that was reached: each bound of a metric, with the value of then. */
  because?: MetricVerdict[];
}
