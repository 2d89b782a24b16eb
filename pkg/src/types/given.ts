/** What the engine is given, as TypeScript: the shapes of `schema/`, as JavaScript writes them. */

import type * as cart from "../cart.types.js";
import type * as json from "../facts.types.js";

export type { Condition, EarnRule, Ladder, Metric, PointsRules, Program as ProgramJson } from "../program.types.js";

/** A moment: RFC 3339 text, whole epoch milliseconds, or a `Date`. */
export type When = string | number | Date;

/** Who the member is, and what happened, in any order. */
export type Facts = Written<Omit<json.Facts, "onRejected">>;

/** Who the member is. */
export type Profile = Written<json.Profile>;

/** Something that happened. Told apart by `type`. */
export type MemberEvent = OrderEvent | RefundEvent | ActivityEvent | AdjustEvent | RedeemEvent | OpeningEvent | ProfileEvent
  | TierSetEvent | RevokeEvent | ConfirmEvent | DonateEvent | TransferEvent | ReceivedEvent | SubscriptionEvent | PlanChangedEvent | CancelEvent
  | CouponIssuedEvent | CouponUsedEvent | CouponReturnedEvent;

/** A purchase. */
export type OrderEvent = Written<json.OrderEvent>;
/** Goods or money that came back. */
export type RefundEvent = Written<json.Refund>;
/** Something else the member did. */
export type ActivityEvent = Written<json.Activity>;
/** A correction by the back office. */
export type AdjustEvent = Written<json.Adjust>;
/** Points spent. */
export type RedeemEvent = Written<json.Redeem>;
/** What the member brings from another system. */
export type OpeningEvent = Written<json.Opening>;
/** A tier given to the member. */
export type TierSetEvent = Written<json.TierSet>;
/** What is said anew of the member. */
export type ProfileEvent = Written<json.ProfileEvent>;
/** An activity or a redemption that counts no more. */
export type RevokeEvent = Written<json.Revoke>;
/** An order that is final. */
export type ConfirmEvent = Written<json.Confirm>;
/** Points given to a good cause. */
export type DonateEvent = Written<json.Donate>;
/** Points sent to another member. */
export type TransferEvent = Written<json.Transfer>;
/** Points that another member sent. */
export type ReceivedEvent = Written<json.Received>;
/** A plan that begins, or goes on. */
export type SubscriptionEvent = Written<json.Subscription>;
/** A plan that takes the place of another. */
export type PlanChangedEvent = Written<json.PlanChange>;
/** A plan that ends, or renews no more by itself. */
export type CancelEvent = Written<json.Cancel>;
/** A coupon issued to the member. */
export type CouponIssuedEvent = Written<json.CouponIssued>;
/** A coupon used otherwise than on an order that names it. */
export type CouponUsedEvent = Written<json.CouponUsed>;
/** A use of a coupon that is undone. */
export type CouponReturnedEvent = Written<json.CouponReturned>;
/** A cart: what an order would be made of. */
export type CartJson = Written<cart.Cart>;
/** One line of a cart. */
export type CartLine = Written<cart.CartLine>;
/** What an event granted when it was recorded. */
export type PostedGiven = Written<json.Given>;

/** JSON as an object that stands for it: lists may be read-only and of any length, instants may be dates. */
type Written<T> = T extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : T extends object
    ? { [Key in keyof T]: Key extends InstantKey ? T[Key] | Date : Written<T[Key]> }
    : T;

/** The fields that hold instants. */
type InstantKey = "at" | "joinedAt" | "earnedAt" | "usableAt" | "expiresAt" | "begins";
