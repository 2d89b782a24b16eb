/** The one error type: a stable code, the path of the offending value, and a message in the caller's locale. */

import { DEFAULT_LOCALE, problemMessage, reason } from "./messages.js";
import type { ParamValue, Problem, ProblemCode, Refusal } from "./types.js";

/** At least one problem. */
export type Refusals = readonly [Refusal, ...Refusal[]];

/** A refusal by memberview. `problems` lists all that is wrong; the other fields are those of the first. */
export class MemberviewError extends Error {
  /** What is wrong; it never changes meaning. */
  readonly code: ProblemCode;
  /** The JSON path of the offending value; empty for the whole. */
  readonly path: string;
  /** The numbers and words of the message. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** All problems, in the order of the input. */
  readonly problems: readonly Problem[];

  constructor(refusals: Refusals, locale: string = DEFAULT_LOCALE) {
    const problems = refusals.map((refusal) => ({ ...refusal, message: problemMessage(refusal, locale) }));
    super(summary(problems, locale));
    // Where a build lowers classes, `Error` makes an object of its own, which must learn its class.
    Object.setPrototypeOf(this, new.target.prototype);
    const [first] = refusals;
    this.code = first.code;
    this.path = first.path;
    this.params = first.params;
    this.problems = problems;
  }

  /** The error as plain data, for a log or a response. */
  toJSON(): ErrorData {
    const { name, code, path, params, message, problems } = this;
    return { name, code, path, params, message, problems };
  }
}

/** A program that was refused, with every problem it has. */
export class ProgramError extends MemberviewError {}

/** A profile or events that were refused; nothing was changed. */
export class EventError extends MemberviewError {}

/** A cart that was refused, with every problem it has. */
export class CartError extends MemberviewError {}

/** A snapshot that was refused. */
export class SnapshotError extends MemberviewError {}

/** What `JSON.stringify` of an error gives. */
export interface ErrorData {
  name: string;
  code: ProblemCode;
  path: string;
  params: Readonly<Record<string, ParamValue>>;
  message: string;
  problems: readonly Problem[];
}

/** A class of errors. */
export type ErrorClass = new (refusals: Refusals, locale?: string) => MemberviewError;

// On the prototype, so that a stack trace begins with the name, and as text, so that a minifier leaves it.
MemberviewError.prototype.name = "MemberviewError";
ProgramError.prototype.name = "ProgramError";
EventError.prototype.name = "EventError";
CartError.prototype.name = "CartError";
SnapshotError.prototype.name = "SnapshotError";

/** A line for each problem, with its path. */
function summary(problems: readonly Problem[], locale: string): string {
  const lines = problems.slice(0, LINES).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const count = problems.length - lines.length;
  if (count > 0) lines.push(reason(["more"], { count }, locale) ?? `+${count}`);
  return lines.join("\n");
}

/** More problems than these are only counted in the message. */
const LINES = 20;
