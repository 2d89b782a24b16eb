/** Everything that goes in and comes out, as TypeScript. */

export type * from "./types/coupon.js";
export type * from "./types/given.js";
export type * from "./types/plan.js";
export type * from "./types/problem.js";
export type * from "./types/quote.js";
export type * from "./types/recorded.js";
export type * from "./types/reward.js";
export type * from "./types/signal.js";
export type * from "./types/unit.js";
export type * from "./types/verdict.js";
export type * from "./types/view.js";
