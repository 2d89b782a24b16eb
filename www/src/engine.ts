/** What the page takes from the engine's package, in one place. This entry compiles the wasm while it comes in. */
export { MemberviewError, explain, explainReason, loadMessages, loadProgram, problemMessage } from "memberview/web";
export type {
  BenefitView,
  CartJson,
  CouponObstacle,
  ExplainOptions,
  Facts,
  LadderView,
  Lot,
  Member,
  MemberView,
  MetricVerdict,
  PlanView,
  PointsEntry,
  PointsView,
  Problem,
  Program,
  Quote,
  QuoteAddition,
  QuoteOffer,
  QuotePart,
  QuoteUnlock,
  Recorded,
  RewardView,
  TierEntry,
  Verdict,
  When,
} from "memberview/web";

/** The locales that the page and the engine's tables both know. */
export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];
