/** What the page takes from the engine's package, in one place. */
export { MemberviewError, loadMessages, loadProgram, problemMessage } from "memberview";
export type {
  Facts,
  LadderView,
  Lot,
  Member,
  MemberView,
  MetricVerdict,
  PointsEntry,
  PointsView,
  Problem,
  Program,
  Recorded,
  TierEntry,
  Verdict,
} from "memberview";

/** The locales that the page and the engine's tables both know. */
export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];
