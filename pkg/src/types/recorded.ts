/** What recording brought about. */

import type { Problem } from "./problem.js";
import type { Day, Instant } from "./unit.js";
import type { PointsEntry, TierEntry } from "./view.js";

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
  ledger: PostedLedger[];
  tiers: PostedTier[];
}

/** What one rule credited a metric with, or took back. */
export interface PostedLedger {
  /** The id of the metric. */
  metric: string;
  /** The id of the rule in its `credit`. */
  rule: string;
  /** What it credited, or took back when below zero. */
  amount: number;
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
