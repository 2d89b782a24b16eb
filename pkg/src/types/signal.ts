/** What marks the member and events for review. */

import type { Day, Instant, Money, Points } from "./unit.js";
import type { Verdict } from "./verdict.js";

/** What a signal does: it only marks, lets the event earn so much at most, or holds the points that it earned. */
export type SignalAction = "flag" | "cap" | "hold";

/** The signals of a view. */
export interface SignalsView {
  /** Those about the member that hold now, in the program's order. */
  member: SignalView[];
  /** Those that events raised. */
  events: RaisedHistory;
}

/** A signal that holds for the member. */
export interface SignalView {
  id: string;
  /** The name in the locale of the view. */
  name: string;
  action: SignalAction;
  /** What makes it hold. */
  verdict: Verdict;
}

/** Signals that events raised, newest first. */
export interface RaisedHistory {
  /** How many there are in all. */
  total: number;
  /** The newest, as many as the request asked for. */
  entries: RaisedEntry[];
}

/** A signal that an event raised. */
export interface RaisedEntry extends Evidence {
  at: Instant;
  day: Day;
  /** The event's id. */
  event?: string;
  /** The signal's id. */
  id: string;
  /** The signal's name in the locale of the view. */
  name: string;
  action: SignalAction;
  /** Whether points of the event wait because of it still; absent where none do. */
  held?: true;
}

/** A signal that an event raised, as it is posted. */
export interface PostedSignal extends Evidence {
  /** The signal's id. */
  signal: string;
  action: SignalAction;
}

/** Why a signal was raised, as it was then. */
export interface Evidence {
  /** Of a rate, when the first of the events happened. */
  since?: Instant;
  /** The metrics that met the condition; absent where there are none. */
  because?: MetricValue[];
}

/** A metric's value: an amount for a metric of money, points for one of points, a number for all others. */
export interface MetricValue {
  metric: string;
  value: Money | Points;
}
