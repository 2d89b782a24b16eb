/** Whether a condition holds, and what is missing. */

import type { Day, Instant, Money, Period, Points } from "./unit.js";

/** Whether a condition holds, and what is missing. Told apart by `is`. */
export type Verdict =
  | AllVerdict
  | AnyVerdict
  | NotVerdict
  | MetricVerdict
  | TenureVerdict
  | BirthdayVerdict
  | TierVerdict
  | WordsVerdict
  | AttributeVerdict
  | InactiveForVerdict
  | TimeVerdict
  | SegmentVerdict
  | PlanVerdict
  | FirstVerdict
  | EventVerdict
  | CartVerdict;

/** Every part must hold. */
export interface AllVerdict {
  is: "all";
  met: boolean;
  of: Verdict[];
}

/** One part is enough: each is a route. */
export interface AnyVerdict {
  is: "any";
  met: boolean;
  of: Verdict[];
  /** The index of the route with the smallest gap relative to its target; absent when one holds, or none can be told. */
  cheapest?: number;
}

/** The part must not hold. */
export interface NotVerdict {
  is: "not";
  met: boolean;
  of: Verdict;
}

/** A bound that a value must keep: ≥, >, ≤, <. */
export type Bound = "atLeast" | "moreThan" | "upTo" | "lessThan";

/** A metric against a bound. Told apart further by `unit`. */
export type MetricVerdict = MoneyVerdict | PointsVerdict | NumberVerdict;

/** A metric in money against a bound. */
export interface MoneyVerdict extends MetricVerdictBase {
  unit: "money";
  value: Money | null;
  target: Money;
  /** What is missing; absent when the bound is kept, or more would not help. */
  gap?: Money;
}

/** A metric in points against a bound. */
export interface PointsVerdict extends MetricVerdictBase {
  unit: "points";
  value: Points | null;
  target: Points;
  /** What is missing; absent when the bound is kept, or more would not help. */
  gap?: Points;
}

/** A metric in whole numbers against a bound. */
export interface NumberVerdict extends MetricVerdictBase {
  unit: "count" | "days" | "months" | "quantity" | "value" | "categories" | "subjects" | "perMille" | "score" | "growth";
  /** `null` when there is none, such as the days since an order that never was. */
  value: number | null;
  target: number;
  /** What is missing; absent when the bound is kept, or more would not help. */
  gap?: number;
}

/** What verdicts on metrics share. */
export interface MetricVerdictBase {
  is: "metric";
  /** The id of the metric. */
  metric: string;
  met: boolean;
  bound: Bound;
  /** How far the value is on the way to the target, 0 to 100; absent where more brings it no nearer. */
  percent?: number;
  /** The smallest single order now, at the base rates, that closes the gap. */
  money?: Money;
  /** Of a score, what each part gives; they add up to the value unless its `most` cuts it. */
  parts?: ScorePart[];
  /** Of an average, the id of the metric for each one of which it is. */
  per?: string;
}

/** What a part gives to a score. */
export interface ScorePart {
  /** The id of the part. */
  id: string;
  value: number;
}

/** How long the member has been one, against a bound. */
export interface TenureVerdict {
  is: "tenure";
  met: boolean;
  bound: Bound;
  target: Period;
  /** The first day on which it will hold. */
  from?: Day;
}

/** Whether it is the time around the birthday. */
export interface BirthdayVerdict {
  is: "birthday";
  met: boolean;
  /** The next day on which it holds. */
  from?: Day;
}

/** Whether the member is in one of these tiers. */
export interface TierVerdict {
  is: "tier";
  met: boolean;
  tiers: string[];
}

/** Whether a word of the order at hand, or one of the member's tags, is one of these. */
export interface WordsVerdict {
  is: "channel" | "store" | "payment" | "shippingMethod" | "tag";
  met: boolean;
  in: string[];
}

/** An attribute of the member against one demand: that there is one, that it is one of several, or a bound. */
export interface AttributeVerdict {
  is: "attribute";
  met: boolean;
  /** The name of the attribute. */
  attribute: string;
  /** `null` when there is none. */
  value: string | number | boolean | null;
  /** Whether there must be one. */
  exists?: boolean;
  /** What it must be one of. */
  in?: (string | number | boolean)[];
  bound?: Bound;
  target?: number;
  /** What a number is short of `atLeast`. */
  gap?: number;
}

/** How long ago something was last done, or else the member joined, against a bound. */
export interface InactiveForVerdict {
  is: "inactiveFor";
  met: boolean;
  /** What was not done: orders, activities, whatever members do, or activities of a kind. */
  acts: "order" | "activity" | "event" | { activity: string };
  /** The day on which it was last done; `null` when it never was. */
  since: Day | null;
  bound: Bound;
  target: Period;
  /** The first day on which it will hold. */
  from?: Day;
}

/** Whether it is the time. */
export interface TimeVerdict {
  is: "time";
  met: boolean;
  /** The instant from which it will hold; absent when it holds, or never will. */
  at?: Instant;
  /** The local date of that. */
  from?: Day;
  /** What the local clock reads then, such as `20:00`, where hours are asked for. */
  hour?: string;
}

/** Whether the member is in a segment; why, says the view's `segments`. */
export interface SegmentVerdict {
  is: "segment";
  met: boolean;
  /** The id of the segment. */
  segment: string;
}

/** Whether a plan runs, by itself or by one that includes it. */
export interface PlanVerdict {
  is: "plan";
  met: boolean;
  /** The ids of the plans of which one must run. */
  plans: string[];
  /** The last day on which one does, without a gap; absent where none runs. */
  until?: Day;
  /** The date on or before which its present term must be paid. */
  boughtUntil?: Day;
  /** The date since which it must run without a gap. */
  since?: Day;
}

/** Whether the event is the first of its kind. */
export interface FirstVerdict {
  is: "first";
  met: boolean;
}

/** Whether the event is of the asked kind. */
export interface EventVerdict {
  is: "event";
  met: boolean;
}

/** What a cart holds against a bound, in conditions of coupons. */
export interface CartVerdict {
  is: "cart";
  met: boolean;
  /** The scope of the lines that count; absent for all. */
  scope?: string;
  /** Whether what they cost counts, or how many units they are. */
  unit: "money" | "quantity";
  value: Money | number;
  bound: Bound;
  target: Money | number;
  /** What is missing; absent when the bound is kept, or more would not help. */
  gap?: Money | number;
  /** The value in per cent of the target. */
  percent?: number;
  /** Of the cart as it came, of what is left before the coupon, or after it. */
  of: "initial" | "before" | "after";
}
