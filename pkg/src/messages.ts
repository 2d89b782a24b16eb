/**
 * The texts of problems and reasons by locale. English is built in, Chinese is loaded on demand, a host may give others.
 *
 * A template's `{param}` is replaced, and a segment in `[…]` is dropped when one of its params is absent. Text between
 * backticks is input and stays as it is; elsewhere a word that the table's `words` knows is put in the locale's words.
 */

import en from "../../messages/en.json" with { type: "json" };
import type { ParamValue, Refusal } from "./types.js";

/** The texts of one locale. What a table lacks is taken from English. */
export interface Messages {
  /** The messages of problems, by code. */
  problems?: Readonly<Record<string, string>>;
  /** The texts that `explain` uses. */
  reasons?: Readonly<Record<string, string>>;
  /** The words for what was expected, such as `"whole number"`. */
  words?: Readonly<Record<string, string>>;
}

/** The values of a template. */
export type Params = Readonly<Record<string, ParamValue | undefined>>;

/** The locale of texts where the caller names none. */
export const DEFAULT_LOCALE = "en";

/** Gives or replaces the texts of a locale, from a file of this package or a host's own. */
export function registerMessages(locale: string, table: Messages): void {
  tables.set(canonical(locale), table);
}

/**
 * Makes the texts of a locale ready, where this package has them and nobody gave others. A table that cannot be loaded
 * leaves the texts in English; nothing is thrown.
 */
export async function loadMessages(locale: string): Promise<void> {
  const name = canonical(locale);
  if (tables.has(name) || languageOf(name) !== "zh" || tables.has(CHINESE)) return;
  try {
    const table = await import("../../messages/zh-CN.json", { with: { type: "json" } });
    if (!tables.has(CHINESE)) tables.set(CHINESE, table.default);
  } catch {
    // A page that went offline still gets its view.
  }
}

/** The message of a problem, without its path. */
export function problemMessage(problem: Refusal, locale: string = DEFAULT_LOCALE): string {
  const template = text("problems", [problem.code], locale);
  return template === undefined ? problem.code : fill(template, problem.params, (word) => text("words", [word], locale));
}

/** The locale that texts come out in: the one asked for where a table speaks its language, else English. */
export function spoken(locale: string): string {
  return speaking(locale).length > 0 ? locale : DEFAULT_LOCALE;
}

/** The first of some texts of `reasons`, filled in; `undefined` when no table has one. */
export function reason(keys: readonly string[], params: Params, locale: string): string | undefined {
  const template = text("reasons", keys, locale);
  return template === undefined ? undefined : fill(template, params);
}

/** Fills a template in; `word` translates a value that does not stand between backticks. */
export function fill(template: string, params: Params, word?: (text: string) => string | undefined): string {
  return template.replace(PLACE, (whole: string, segment: string | undefined, name: string | undefined, at: number) => {
    if (segment === undefined) {
      const value = name === undefined ? undefined : own(params, name);
      if (value === undefined) return whole;
      if (typeof value === "object") return value.join(", ");
      const quoted = template.charAt(at - 1) === "`";
      return (typeof value === "string" && !quoted && word ? word(value) : undefined) ?? String(value);
    }
    const complete = (segment.match(PARAM) ?? []).every((place) => own(params, place.slice(1, -1)) !== undefined);
    return complete ? fill(segment, params, word) : "";
  });
}

/** The first text that the nearest table has, which is the locale's own, one of the same language, or English. */
function text(part: keyof Messages, keys: readonly string[], locale: string): string | undefined {
  for (const table of [...speaking(locale), en as Messages]) {
    for (const key of keys) {
      const found = own(table[part], key);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The tables of a locale's language, its own first. */
function speaking(locale: string): Messages[] {
  const name = canonical(locale);
  const exact = tables.get(name);
  const language = languageOf(name);
  const kin = [...tables].filter(([other]) => other !== name && languageOf(other) === language).map(([, table]) => table);
  if (language === DEFAULT_LOCALE) kin.push(en as Messages);
  return exact ? [exact, ...kin] : kin;
}

/** A property of the object itself; a code such as `constructor` finds nothing. */
function own<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table && Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined;
}

/** `zh_CN`, as mini-programs write it, and `ZH-cn` are `zh-cn`. */
function canonical(locale: string): string {
  return locale.replace(/_/g, "-").toLowerCase();
}

function languageOf(canonicalLocale: string): string {
  return canonicalLocale.split("-", 1)[0] ?? canonicalLocale;
}

const PLACE = /\[([^[\]]*)\]|\{(\w+)\}/g;
const PARAM = /\{\w+\}/g;
const CHINESE = "zh-cn";

/** The tables besides English's own, by canonical locale. */
const tables = new Map<string, Messages>();
