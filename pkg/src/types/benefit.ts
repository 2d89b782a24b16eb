/** Benefits: who has them, what is left of them, and what is owed for them. */

import type { Day, Money } from "./unit.js";
import type { Verdict } from "./verdict.js";

/** A benefit of the program, as this member sees it. */
export interface BenefitView {
  id: string;
  /** The name in the locale of the view. */
  name: string;
  kind: "goods" | "service" | "event" | "offer" | "alliance";
  /** Whether the member has it. */
  granted: boolean;
  /** Whether it can be used now, once or for the least amount. */
  usable: boolean;
  /** What makes it the member's, or the way to unlock it. */
  verdict: Verdict;
  /** All that keeps it from being used. */
  reasons: BenefitReason[];
  quota?: BenefitQuota;
  /** What one use is worth. */
  value?: { amount: Money } | { percent: string };
  /** What its uses saved so far. */
  saved: Money;
  /** The channels in which it can be used; everywhere when there is none. */
  channel: string[];
  /** The coupon that carries it out. */
  coupon?: string;
  /** Since when it is what it is for this member, where it was something else before. */
  version?: Day;
  /** Its last day for this member, as far as that is known. */
  lastDay?: Day;
  /** What is left of it is worth so much; absent where the member does not have it, or that is not known. */
  worth?: Money;
  /** Its place among those that the member has and did not use, from 1: the one that is worth most first, then the one that resets sooner. */
  remind?: number;
}

/** Why a benefit cannot be used. */
export type BenefitReason =
  | { is: "gone" | "notGranted" }
  | { is: "when"; verdict: Verdict }
  | { is: "quota"; frees?: Day };

/** How much of a benefit there is in a time: uses, or money. */
export type BenefitQuota =
  | { of: "times"; max: number; used: number; left: number; resets?: Day }
  | { of: "amount"; max: Money; used: Money; left: Money; resets?: Day };

/** What is owed since refunds broke what benefits asked of orders, until orders say that it was paid (`owed`). */
export interface OwedView {
  amount: Money;
  /** Order by order, the oldest first. */
  of: OwedLine[];
}

/** What is owed for an order. */
export interface OwedLine {
  benefit: string;
  order: string;
  amount: Money;
}

/** A benefit that an event used. */
export interface PostedBenefit {
  benefit: string;
  times: number;
  /** What that saved. */
  value: Money;
}
