/** What is asked of programs and members, and how. */

import type { LocaleOptions } from "./input.js";
import type { When } from "./types.js";

/** How to load a program. */
export interface ProgramOptions extends LocaleOptions {
  /** What the host allows, whoever wrote the program and the facts. */
  limits?: HostLimits;
}

/** What the host allows; each has its own code of refusal. */
export interface HostLimits {
  /** How many bytes of UTF-8 a program may have: 1 to 134 217 728, 1 048 576 by default. Code `tooLarge`. */
  programBytes?: number;
  /** How deep a program's lists and objects may nest, and so its conditions: 1 to 128, 32 by default. Code `tooDeep`. */
  nesting?: number;
  /** How many events a member may have: 1 to 4 294 967 295, 1 000 000 by default. Code `tooManyEvents`. */
  events?: number;
  /** How many lines a cart may have: 1 to 4 294 967 295, 1000 by default. Code `tooManyLines`. */
  cartLines?: number;
  /** How many coupons that can still be used a wallet may hold: 1 to 4 294 967 295, 1000 by default. Code `tooManyCoupons`. */
  wallet?: number;
}

/** How to load a member. */
export interface MemberOptions extends LocaleOptions {
  /** What happens at an event that cannot be: `"throw"` (the default), or `"collect"` it in `rejected` and load the rest. */
  onRejected?: "throw" | "collect";
}

/** A question at one moment. */
export interface ViewRequest extends LocaleOptions {
  /**
   * The moment. Later events are as if they had not happened. After the year 2199, or so long after the last event that too much
   * would have to happen in between, it is refused with `dateTooLate`, which says until when it can be asked.
   */
  now: When;
  /** How many entries of each history to give, the latest first; 50 by default. */
  history?: number;
  /** How many lots of each points currency to give, those that are spent first; 50 by default. */
  lots?: number;
  /** How many there are of which reward, by id; of those left out nothing is known. */
  stock?: Readonly<Record<string, number>>;
}

/** A question for one number. */
export interface BalanceRequest {
  /** The moment. */
  now: When;
  /** The index of the points currency in the program; the first by default. */
  currency?: number;
}

/** What a program says of itself. */
export interface ProgramHeader {
  readonly id: string;
  readonly version: string;
  /** The names by locale. */
  readonly names: Readonly<Record<string, string>>;
  /** ISO 4217. */
  readonly currency: string;
  /** The decimals of its amounts. */
  readonly decimals: number;
  /** IANA. */
  readonly timeZone: string;
  /** The same for the same program, other for any other. */
  readonly fingerprint: string;
}
