/** What crosses to the engine: every argument is checked here, whatever it is, and becomes text, a number or bytes. */

import { blame, honest, MAX_TEXT } from "./blame.js";
import { ask, present } from "./engine.js";
import { type ErrorClass, MemberviewError } from "./errors.js";
import { DEFAULT_LOCALE } from "./messages.js";
import type { ParamValue, ProblemCode } from "./types.js";

/** JSON text of a value: text as it is, anything else by `JSON.stringify`, which writes numbers in their shortest form. */
export function textOf(value: unknown, Kind: ErrorClass, locale: string): string {
  let text: string | undefined;
  try {
    text = typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    throw new Kind([blame(value)], locale);
  }
  if (text === undefined) refuse(Kind, locale, "notSerialisable", "", { reason: typeof value });
  if (text.length > MAX_TEXT) refuse(Kind, locale, "tooLarge", "", { max: MAX_TEXT, value: text.length });
  if (HALF_A_PAIR.test(text)) refuse(Kind, locale, "notSerialisable", "", { reason: "surrogate" });
  return text;
}

/** Calls the engine with a value as JSON text. Where it refuses a `null` that `JSON.stringify` made of `NaN`, it says so. */
export function askWith<T>(Kind: ErrorClass, locale: string, value: unknown, call: (text: string) => T): T {
  const text = textOf(value, Kind, locale);
  return ask(Kind, locale, () => call(text), typeof value === "string" ? undefined : (problem) => honest(problem, value));
}

/** Epoch milliseconds of an instant: RFC 3339 text, whole milliseconds, or a `Date`. */
export function instantOf(when: unknown, path: string, locale: string): number {
  if (when === undefined) refuse(MemberviewError, locale, "missing", "", { field: path });
  if (typeof when === "string") return instantOfText(when, path, locale);
  const ms = typeof when === "number" ? when : timeOf(when);
  if (!Number.isInteger(ms) || Object.is(ms, -0) || Math.abs(ms) > MAX_INSTANT) {
    refuse(MemberviewError, locale, "badInstant", path, { value: shown(when) });
  }
  return ms;
}

function instantOfText(text: string, path: string, locale: string): number {
  const engine = present(locale);
  if (text.length > MAX_SHORT || HALF_A_PAIR.test(text)) {
    refuse(MemberviewError, locale, "badInstant", path, { value: shown(text) });
  }
  return ask(MemberviewError, locale, () => engine.instant(text));
}

/** The time of a `Date` of any realm; NaN for anything else. */
function timeOf(when: unknown): number {
  try {
    return Date.prototype.getTime.call(when as Date);
  } catch {
    return NaN;
  }
}

/** How to load and what language errors speak. */
export interface LocaleOptions {
  /** The locale of messages, and of views that name none: `"en"` (the default), `"zh-CN"` or a registered one. */
  locale?: string;
}

/** Text that is no JSON: an id, a SKU, a code. */
export function textArgument(value: unknown, path: string, locale: string): string {
  if (value === undefined) refuse(MemberviewError, locale, "missing", "", { field: path });
  if (typeof value !== "string") refuse(MemberviewError, locale, "wrongType", path, { expected: "text", value: shown(value) });
  if (value.length > MAX_LINE) refuse(MemberviewError, locale, "tooLong", path, { max: MAX_LINE });
  if (HALF_A_PAIR.test(value)) refuse(MemberviewError, locale, "notSerialisable", path, { reason: "surrogate" });
  return value;
}

/** Whether something is wanted; not unless said. */
export function flagOf(value: unknown, path: string, locale: string): boolean {
  if (value === undefined) return false;
  if (typeof value !== "boolean") refuse(MemberviewError, locale, "wrongType", path, { expected: "boolean", value: shown(value) });
  return value;
}

/** A whole number within a range, or `fallback` where there is none. */
export function wholeOf(value: unknown, fallback: number, range: { min: number; max: number }, path: string, locale: string): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    refuse(MemberviewError, locale, "notWhole", path, { value: shown(value) });
  }
  if (value < range.min || value > range.max) refuse(MemberviewError, locale, "outOfRange", path, { value, ...range });
  return value;
}

/** A locale tag, or `fallback` where there is none. */
export function localeOf(value: unknown, fallback: string): string {
  if (value === undefined) return fallback;
  if (typeof value !== "string") {
    refuse(MemberviewError, DEFAULT_LOCALE, "wrongType", "locale", { expected: "text", value: shown(value) });
  }
  if (value.length > MAX_SHORT) refuse(MemberviewError, DEFAULT_LOCALE, "tooLong", "locale", { max: MAX_SHORT });
  if (HALF_A_PAIR.test(value)) refuse(MemberviewError, DEFAULT_LOCALE, "notSerialisable", "locale", { reason: "surrogate" });
  return value.replace(/_/g, "-");
}

/** The fields of a request or options, each read once; a getter that throws is refused. */
export function fieldsOf<K extends string>(value: unknown, names: readonly K[]): Partial<Record<K, unknown>> {
  if (typeof value !== "object" || value === null) {
    refuse(MemberviewError, DEFAULT_LOCALE, "wrongType", "", { expected: "object", value: shown(value) });
  }
  const fields: Partial<Record<K, unknown>> = {};
  for (const name of names) {
    try {
      fields[name] = (value as Partial<Record<K, unknown>>)[name];
    } catch {
      refuse(MemberviewError, DEFAULT_LOCALE, "notSerialisable", name, { reason: "throws" });
    }
  }
  return fields;
}

/** A copy of bytes that nobody else can change: a `Uint8Array` or an `ArrayBuffer` of any realm. */
export function bytesOf(value: unknown, Kind: ErrorClass, locale: string): Uint8Array<ArrayBuffer> {
  try {
    // The platform's own getter, which no object can fake, unlike its `length`.
    const typed = Object.getPrototypeOf(Uint8Array.prototype) as object;
    const tag = Object.getOwnPropertyDescriptor(typed, Symbol.toStringTag);
    if (tag?.get?.call(value) === "Uint8Array") return new Uint8Array(value as Uint8Array);
    return new Uint8Array(ArrayBuffer.prototype.slice.call(value as ArrayBuffer, 0));
  } catch {
    // Neither of both, or a detached buffer.
  }
  return refuse(Kind, locale, "wrongType", "", { expected: "bytes", value: shown(value) });
}

/** Refuses with one problem. */
export function refuse(
  Kind: ErrorClass,
  locale: string,
  code: ProblemCode,
  path: string,
  params: Readonly<Record<string, ParamValue>>,
): never {
  throw new Kind([{ code, path, params }], locale);
}

/** A value for a message: short, and safe whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === "string") return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  try {
    return Number.isNaN(Date.prototype.getTime.call(value as Date)) ? "Invalid Date" : "Date";
  } catch {
    return typeof value;
  }
}

/** The host's limits, all of them. */
export interface HostCounts {
  programBytes: number;
  nesting: number;
  events: number;
  cartLines: number;
  wallet: number;
}

/** The host's limits, each as it was given or as it is by default. */
export function limitsOf(value: unknown, locale: string): HostCounts {
  const given = value === undefined ? {} : fieldsOf(value, ["programBytes", "nesting", "events", "cartLines", "wallet"]);
  const limit = (field: keyof typeof given, fallback: number, max: number) =>
    wholeOf(given[field], fallback, { min: 1, max }, `limits.${field}`, locale);
  return {
    programBytes: limit("programBytes", 1048576, MAX_TEXT),
    nesting: limit("nesting", 32, 128),
    events: limit("events", 1000000, 4294967295),
    cartLines: limit("cartLines", 1000, 4294967295),
    wallet: limit("wallet", 1000, 4294967295),
  };
}

/** A moment for `view` and its parts. */
export interface Question {
  now: number;
  locale: string;
  history: number;
  lots: number;
  /** JSON text; empty where nothing is said. */
  stock: string;
}

/** Reads a request for a view. */
export function questionOf(request: unknown, fallback: string): Question {
  const fields = fieldsOf(request, ["now", "locale", "history", "lots", "stock"]);
  const locale = localeOf(fields.locale, fallback);
  return {
    now: instantOf(fields.now, "now", locale),
    locale,
    history: wholeOf(fields.history, LISTED, COUNT, "history", locale),
    lots: wholeOf(fields.lots, LISTED, COUNT, "lots", locale),
    stock: fields.stock === undefined ? "" : textOf(fields.stock, MemberviewError, locale),
  };
}

/** Entries of each history, and lots of each currency, where a request does not say. */
const LISTED = 50;
/** What the engine takes as a count. */
export const COUNT = { min: 0, max: 4294967295 };

/** Whole numbers of which the engine says whether there may be so many. */
export const UNITS = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
/** The furthest instant of a `Date`, in milliseconds. */
const MAX_INSTANT = 8.64e15;
/** Code units of an instant or a locale. */
const MAX_SHORT = 128;

/** More text than any id or code has. */
const MAX_LINE = 65536;
/** Code units of a value that a message shows. */
const SHOWN = 100;
/** Half a surrogate pair, which UTF-8 cannot hold: two ids that differ in it would become one. */
const HALF_A_PAIR = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;
