/** What points buy. */

import type { Day, Money, Points } from "./unit.js";
import type { Verdict } from "./verdict.js";

/** A reward, as a member can redeem it. */
export interface RewardView {
  id: string;
  /** The name in the locale of the view. */
  name: string;
  kind: "goods" | "coupon" | "service" | "ticket" | "tierUpgrade" | "charity" | "partnerPoints";
  /** The id of the points currency. */
  currency: string;
  /** What one costs this member now. */
  price: RewardPrice;
  /** What one costs others; absent where it is the same. */
  regular?: RewardPrice;
  /** Whether one can be redeemed now. */
  redeemable: boolean;
  /** How many can be redeemed at once; 0 where none can. */
  most: number;
  /** Everything that keeps the member from redeeming one; `explainReason` puts each in words. */
  reasons: RewardReason[];
  /** When it is redeemed without being asked for. */
  auto?: RewardAuto;
  /** The tier that it gives. */
  tier?: string;
  /** How many there are, as the request said. */
  stock?: number;
  /** The tiers that redeeming one would cost; absent where it costs none. */
  loses?: TierLoss[];
}

/** A tier that redeeming a reward would cost. */
export interface TierLoss {
  /** The id of the ladder. */
  ladder: string;
  /** The id of the tier that the member would have then; `null` for none. */
  to: string | null;
  /** From this date on: today, or the day after the present period. */
  from: Day;
}

/** What a reward costs: points, and money beside them. */
export interface RewardPrice {
  points: Points;
  money?: Money;
}

/** When a reward is redeemed without being asked for. */
export interface RewardAuto {
  /** As soon as so many points are usable. */
  at: Points;
  /** Whether again and again; otherwise once. */
  repeat: boolean;
  /** How many points are missing. */
  missing: Points;
}

/** What keeps a member from redeeming a reward. Told apart by `is`. */
export type RewardReason = ShortReason | LimitReason | WhenReason | TierReason | StockReason;

/** Usable points are missing: for the price, or for the least balance whatever it costs. */
export interface ShortReason {
  is: "points" | "minimumBalance";
  needed: Points;
  missing: Points;
}

/** A limit lets no more. */
export interface LimitReason {
  is: "limit";
  /** Whether it counts redemptions or points. */
  of: "times" | "points";
  max: Points;
  left: Points;
  /** The first date on which it lets one again, when nothing more is redeemed; absent when it never does. */
  frees?: Day;
}

/** What the reward asks for does not hold. */
export interface WhenReason {
  is: "when";
  verdict: Verdict;
}

/** The member has a higher tier than the reward gives. */
export interface TierReason {
  is: "tier";
  /** The member's tier. */
  tier: string;
}

/** There are none, as the request said. */
export interface StockReason {
  is: "stock";
  left: number;
}
