/** Paid plans: how they run, what they cost, and whether they pay. */

import type { Day, Instant, Money, Points } from "./unit.js";
import type { Verdict } from "./verdict.js";

/** A plan of the program, as this member sees it. */
export interface PlanView {
  id: string;
  /** The name in the locale of the view. */
  name: string;
  /** `active` also where a plan that includes it runs; `lapsed` where it ran once. */
  state: "none" | "trial" | "active" | "lapsed";
  /** Since when it runs without a gap. */
  since?: Day;
  /** Its last day with all that was paid ahead; of one that lapsed the last that it had. */
  lastDay?: Day;
  /** The first instant without it. */
  expiresAt?: Instant;
  /** How many days are left, this one included. */
  daysLeft?: number;
  autoRenew: boolean;
  /** The plan that includes it and by which it runs. */
  includedBy?: string;
  /** What the next term costs this member; absent where it is not for sale. */
  price?: PlanPrice;
  /** Lower prices, and what they ask. */
  cheaper: CheaperPrice[];
  /** A trial that would begin today; absent where there is none, or the member cannot take it any more. */
  trial?: { amount: Money; lastDay: Day };
  /** What going over from plans that run would cost now. */
  upgrade: PlanUpgrade[];
  /** The term that a renewal now would begin. */
  renew?: { amount: Money; from: Day; lastDay: Day };
  /** What leaving now would bring, and what would have to be repaid. */
  cancel?: { refund: Money; repay: Money };
  /** The present term. */
  term?: PlanTermView;
  /** The rules of earning that ask for the plan, or for one that it includes. */
  rebates: PlanRebate[];
  /** How much must be spent in a term for each of them to pay a fee. */
  breakEven: BreakEven[];
  /** The terms that began in the year up to today. */
  lastYear?: { spend?: Money; saved: Money; net: Money };
  /** The next term, if it is as the year up to today; absent where the plan does not say what is spent, or is not for sale. */
  forecast?: { saved: Money; fee: Money; net: Money };
  /** The plan that would pay more than this one, which runs. */
  better?: string;
}

/** What a term costs. */
export interface PlanPrice {
  amount: Money;
  /** The price for all, where that is another. */
  regular?: Money;
}

/** A lower price, and what is missing to it. */
export interface CheaperPrice {
  amount: Money;
  verdict: Verdict;
}

/** Going over from another plan. */
export interface PlanUpgrade {
  from: string;
  amount: Money;
  lastDay: Day;
}

/** A term, and what it saved so far. */
export interface PlanTermView {
  from: Day;
  lastDay: Day;
  paid: Money;
  saved: {
    benefits: Money;
    /** By coupons that ask for the plan. */
    coupons: Money;
    /** What points are worth that rules gave which ask for it. */
    points: Money;
    total: Money;
  };
  /** By how much it saved more than was paid; below zero until it did. */
  ahead: Money;
}

/** A rule of earning that asks for a plan. */
export interface PlanRebate {
  rule: string;
  /** The id of the points currency. */
  currency: string;
  /** What its points are worth, in per cent of what is paid, such as `2.00`. */
  percent?: string;
  /** How many it gave in the present term. */
  points: Points;
  worth?: Money;
  /** How many it gives in a term at most, and how many of them are left. */
  max?: Points;
  left?: Points;
}

/** How much must be spent in a term for a rebate to pay a fee. */
export interface BreakEven {
  rule: string;
  /** The fee is what is to be paid above that of this plan. */
  over?: string;
  fee: Money;
  spend: Money;
  /** What is missing of it to what was spent in a year. */
  left?: Money;
  /** From where on the rebate gives no more. */
  capAt?: Money;
}
