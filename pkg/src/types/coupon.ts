/** The coupons of a member. */

import type { Day, Instant, Money } from "./unit.js";

/** A coupon that was issued to the member and can be used now or later. */
export interface CouponView {
  /** The id of what was issued: what an order's `coupons` name. */
  issue: string;
  /** The id of the coupon. */
  coupon: string;
  /** The coupon's name in the locale of the view. */
  name: string;
  issuedAt: Instant;
  /** The tier or the reward that issued it; absent where an event did. */
  rule?: string;
  /** From when it can be used. */
  begins: Instant;
  /** The first instant at which it cannot be used; absent when it never lapses. */
  expiresAt?: Instant;
  /** The last day on which it can be used; absent when it never lapses or ends within a day. */
  lastDay?: Day;
  /** In how many more orders it can be used, by what was issued and by the coupon's limits; absent where only a balance decides. */
  usesLeft?: number;
  /** What is left of a voucher's balance. */
  balance?: Money;
  /** Whether it can be used at the moment of the view, the cart and the coupon's condition aside. */
  usable: boolean;
  /** Everything that keeps it from being used at that moment; `explainReason` puts each in words. */
  reasons: CouponReason[];
}

/** What keeps a coupon from being used at a moment. Told apart by `is`. */
export type CouponReason = NotBegunReason | HoursReason | UseLimitReason;

/** It can be used later. */
export interface NotBegunReason {
  is: "notBegun";
  /** The first instant. */
  at: Instant;
  /** Its date. */
  from: Day;
  /** What the clock reads then; absent where the date begins. */
  hour?: string;
}

/** It can be used on other days, or at other hours. */
export interface HoursReason {
  is: "hours";
  /** The next instant at which it can; absent, with the others, when it lapses before. */
  at?: Instant;
  /** Its date. */
  from?: Day;
  /** What the clock reads then; absent where the date begins. */
  hour?: string;
}

/** The member used as much of the coupon as a limit lets. */
export interface UseLimitReason {
  is: "limit";
  of: "uses" | "units" | "money";
  max: number | Money;
  /** The first date on which it lets some again, when nothing more is used; absent when it does not before it lapses. */
  frees?: Day;
}

/** A code by which a coupon may be known. */
export interface CodeDigest {
  /** The code in its normal form: without spaces, in capitals, with plain characters. */
  code: string;
  /** Its digest, for a coupon's `digests`. */
  digest: string;
  /** How many bits a random code of its length and characters has. */
  bits: number;
  /** Whether that is less than 64: whoever has the program could find the code by trying. */
  weak: boolean;
}
