/** What the engine answers, as TypeScript: the view, what `record` gives back, verdicts and problems. */

/** An instant in UTC, such as `"2026-05-01T16:00:00.000Z"`. */
export type Instant = string;

/** A civil date in the program's time zone, such as `"2026-05-01"`. */
export type Day = string;

/** A decimal in the program's currency with exactly its decimals, such as `"19.90"`. */
export type Money = string;

/** An ISO 8601 period, such as `"P1Y"`, `"P6M1D"` or `"PT24H"`. */
export type Period = string;

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
  balance: number;
  /** Points granted and not usable yet. */
  pending: number;
  /** Points that are owed; points that become usable fill them first. */
  debt: number;
  /** The balance in money, where the program gives points a worth. */
  worth?: Money;
  /** The pending points by the day that they become usable, earliest first. */
  pendingBy: PendingPoints[];
  /** When the balance lapses. */
  expiring: Expiring;
  /** The lots that make the balance in spending order, then the pending ones by `usableAt`. */
  lots: Lot[];
  /** What happened to all points so far: earned + opening + adjusted + waived = balance + pending − debt + spent + expired + clawedBack. */
  totals: PointsTotals;
  /** Every change of the balance with its cause. */
  history: PointsHistory;
}

/** Points that become usable on one day. */
export interface PendingPoints {
  day: Day;
  usableAt: Instant;
  points: number;
}

/** When the balance lapses. */
export interface Expiring {
  /** Points that lapse before the eighth day from today begins. */
  in7Days: number;
  in30Days: number;
  in90Days: number;
  /** All dates on which points of the balance lapse, earliest first. */
  dates: ExpiryDate[];
}

/** Points that lapse at one instant. */
export interface ExpiryDate {
  /** The last day on which they can be used; absent when they end within a day. */
  lastDay?: Day;
  /** The first instant at which they cannot. */
  expiresAt: Instant;
  points: number;
}

/** Points granted together. */
export interface Lot {
  /** The id of the event that granted them. */
  id: string;
  /** The points granted. */
  amount: number;
  /** What is left of them. */
  left: number;
  earnedAt: Instant;
  usableAt: Instant;
  /** Whether they can be spent at the moment of the view. */
  usable: boolean;
  /** The first instant at which they cannot be used; absent when they never lapse. */
  expiresAt?: Instant;
  /** The last day on which they can be used; absent when they never lapse or end within a day. */
  lastDay?: Day;
}

/** What happened to all points so far. */
export interface PointsTotals {
  earned: number;
  /** Carried over from another system. */
  opening: number;
  /** The balance of all adjustments. */
  adjusted: number;
  /** Spent, less what was returned. */
  spent: number;
  expired: number;
  /** Taken back because orders were refunded. */
  clawedBack: number;
  /** Shortages that were dropped. */
  waived: number;
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
  kind: "earned" | "spent" | "returned" | "expired" | "usable" | "reversed" | "adjusted" | "opening";
  /** What came (above zero) or went (below). */
  points: number;
  /** The balance after it. */
  balance: number;
  /** The event that caused it; absent when time alone did. */
  event?: string;
  /** The rules that gave or lost these points; they add up to `points`. */
  parts?: PointsPart[];
  /** Why, as the back office wrote it. */
  reason?: string;
}

/** What one rule gave. */
export interface PointsPart {
  /** The id of the earn rule. */
  rule: string;
  points: number;
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
  /** The tier above, and what leads to it; `null` at the top. */
  next: NextTier | null;
  /** What comes when the present tier's period ends; `null` when it never does. */
  keep: Keep | null;
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

/** The tier above. */
export interface NextTier extends Tier {
  /** What it asks for, with every route and gap. */
  enter: Verdict;
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
  kind: "joined" | "entered" | "renewed" | "dropped" | "opening";
  /** The tier before; `null` when there was none. */
  from: string | null;
  to: string;
  /** The event that caused it; absent when time alone did. */
  event?: string;
  /** The last day of the tier's period; absent when it never ends. */
  lastDay?: Day;
}

/** Whether a condition holds, and what is missing. Told apart by `is`. */
export type Verdict =
  | AllVerdict
  | AnyVerdict
  | NotVerdict
  | MetricVerdict
  | TenureVerdict
  | BirthdayVerdict
  | TierVerdict
  | FirstVerdict
  | EventVerdict;

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
export type MetricVerdict = MoneyVerdict | NumberVerdict;

/** A metric in money against a bound. */
export interface MoneyVerdict extends MetricVerdictBase {
  unit: "money";
  value: Money | null;
  target: Money;
  /** What is missing; absent when the bound is kept, or more would not help. */
  gap?: Money;
}

/** A metric in whole numbers against a bound. */
export interface NumberVerdict extends MetricVerdictBase {
  unit: "points" | "count" | "days" | "quantity" | "value";
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

/** What recording events did. Store each event together with its `posted`. */
export interface Recorded {
  /** One for each event given, in the order in which they happened. */
  events: RecordedEvent[];
  /** What time alone caused since the call before. */
  elapsed: Elapsed[];
  /** Earlier events whose grants a late event altered; replace what is stored of them. */
  changed: ChangedEvent[];
}

/** One recorded event. Told apart by `duplicate`. */
export type RecordedEvent = NewEvent | KnownEvent;

/** An event that was recorded. */
export interface NewEvent {
  id: string;
  duplicate: false;
  /** What it granted: to be stored with it, and given back with it. */
  posted: Posted;
}

/** An event whose id was known, so that it changed nothing. */
export interface KnownEvent {
  id: string;
  duplicate: true;
  posted?: never;
}

/** A change that time alone caused: of points, or a step on a ladder. */
export type Elapsed = ElapsedPoints | ElapsedTier;

/** Points that became usable or lapsed. */
export interface ElapsedPoints {
  at: Instant;
  day: Day;
  kind: PointsEntry["kind"];
  /** The event whose points they are. */
  event?: string;
  /** The id of the points currency. */
  currency: string;
  /** What came (above zero) or went (below). */
  points: number;
}

/** A step on a ladder. */
export interface ElapsedTier {
  at: Instant;
  day: Day;
  kind: TierEntry["kind"];
  ladder: string;
  /** The tier before; absent when there was none. */
  from?: string;
  to: string;
  /** The last day of the tier's period; absent when it never ends. */
  lastDay?: Day;
}

/** An earlier event with its corrected grants. */
export interface ChangedEvent {
  id: string;
  posted: Posted;
}

/** What one event granted. */
export interface Posted {
  /** The version of the program that granted it. */
  version: string;
  points: PostedPoints[];
  tiers: PostedTier[];
}

/** Points that one rule granted or took back. */
export interface PostedPoints {
  /** The id of the points currency. */
  currency: string;
  /** The id of the earn rule. */
  rule: string;
  /** What it gave, or took back when below zero. */
  points: number;
  usableAt?: Instant;
  expiresAt?: Instant;
  lastDay?: Day;
}

/** A tier step. */
export interface PostedTier {
  ladder: string;
  /** The tier before; absent when there was none. */
  from?: string;
  to: string;
  /** The last day of the tier's period; absent when it never ends. */
  lastDay?: Day;
}

/** An event of a batch that was refused while the rest was loaded. */
export interface Rejected {
  /** Its index in the batch. */
  index: number;
  /** Its id, where that much could be read. */
  id?: string;
  problems: Problem[];
}

/** What a value of a problem may be. */
export type ParamValue = string | number | readonly string[];

/** What is wrong at one place of an input, before it is put in words. */
export interface Refusal {
  /** What is wrong; it never changes meaning. */
  code: ProblemCode;
  /** The JSON path of the offending value, such as `points[0].earn[2].fixed`; empty for the whole. */
  path: string;
  /** The numbers and words of the message. */
  params: Readonly<Record<string, ParamValue>>;
}

/** What is wrong at one place of an input. */
export interface Problem extends Refusal {
  /** One line in the caller's locale, without the path. */
  message: string;
}

/** The codes of all problems. */
export type ProblemCode = ReadingCode | ProgramCode | EventCode | SnapshotCode | EngineCode;

/** What can be wrong with any JSON. */
export type ReadingCode =
  | "syntax"
  | "duplicateKey"
  | "tooDeep"
  | "tooLarge"
  | "wrongType"
  | "missing"
  | "unknownField"
  | "unknownWord"
  | "exactlyOne"
  | "notWhole"
  | "outOfRange"
  | "tooManyDecimals"
  | "emptyList"
  | "emptyText"
  | "tooLong"
  | "badPeriod"
  | "badDate"
  | "badInstant"
  | "badBirthday"
  | "badNumber"
  | "formatVersion"
  | "notSerialisable";

/** What can be wrong with a program. */
export type ProgramCode =
  | "badZone"
  | "badCurrency"
  | "unknownReference"
  | "duplicateId"
  | "metricCycle"
  | "thresholdsOutOfOrder"
  | "boundsOutOfOrder"
  | "wrongUnit"
  | "notAllowedHere"
  | "notYetSupported";

/** What can be wrong with an event. */
export type EventCode =
  | "unknownOrder"
  | "unknownLine"
  | "refundTooLarge"
  | "nothingToRefund"
  | "insufficientPoints"
  | "beforeJoining"
  | "dateTooEarly"
  | "needsHistory"
  | "secondOpening"
  | "overflow"
  | "tooManyEvents";

/** What can be wrong with a snapshot. */
export type SnapshotCode = "snapshotForeign" | "snapshotVersion" | "snapshotDamaged" | "snapshotOfOtherProgram";

/** What can be wrong with the engine or a handle. */
export type EngineCode = "notInitialised" | "freed" | "wasmBlocked" | "wasmFailed";
