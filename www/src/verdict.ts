/** Verdicts in words: what a condition asks, how far the member is, and what is missing. */
import { explain } from "./engine";
import type { MetricVerdict, Verdict } from "./engine";
import type { Page } from "./part";
import type { MetricText } from "./shop";

type Branch = Extract<Verdict, { is: "all" | "any" | "not" }>;
type Leaf = Exclude<Verdict, Branch>;
type Words = Pick<Page, "texts" | "format" | "locale" | "session">;

/** A leaf of a verdict, ready to be shown. */
export interface LeafText {
  title: string;
  met: boolean;
  /** How far it is, in per cent; absent where there is nothing to measure. */
  percent?: number;
  /** "399 of 1,500". */
  progress?: string;
  /** "1,101 points to go". */
  gap?: string;
  /** "one order of ¥1,101.00 does it", or the day from which it holds. */
  hint?: string;
}

export function leafText(leaf: Leaf, words: Words): LeafText {
  const { texts, format } = words;
  switch (leaf.is) {
    case "metric":
      return metricLeaf(leaf, words);
    case "tenure": {
      const bound = texts.bounds[leaf.bound]?.(format.period(leaf.target)) ?? format.period(leaf.target);
      return { title: texts.tenure(bound), met: leaf.met, ...holdsFrom(leaf.from, words) };
    }
    case "birthday":
      return { title: texts.birthday, met: leaf.met, ...holdsFrom(leaf.from, words) };
    case "tier": {
      const names = leaf.tiers.map((id) => words.session.shop.tierName(id, words.locale) ?? id);
      return { title: texts.tierIs(format.either(names)), met: leaf.met };
    }
    case "first":
    case "event":
      return { title: texts.depends, met: leaf.met };
    case "attribute":
    case "cart":
    case "channel":
    case "inactiveFor":
    case "payment":
    case "plan":
    case "segment":
    case "shippingMethod":
    case "store":
    case "tag":
    case "time":
      return { title: explain(leaf, { locale: words.locale }), met: leaf.met };
  }
}

function metricLeaf(leaf: MetricVerdict, words: Words): LeafText {
  const { texts, format } = words;
  const plain = (value: number | string): string =>
    leaf.unit === "money" ? format.money(String(value)) : format.number(value);
  const value = leaf.value === null ? texts.nothingYet : plain(leaf.value);
  const target = leaf.bound === "atLeast" ? plain(leaf.target) : bounded(leaf.bound, plain(leaf.target), words);
  return {
    title: metricTitle(leaf.metric, words),
    met: leaf.met,
    ...(leaf.percent === undefined ? {} : { percent: leaf.percent }),
    progress: texts.of(value, target),
    ...(leaf.gap === undefined ? {} : { gap: texts.toGo(withUnit(leaf.unit, leaf.gap, words)) }),
    ...(leaf.money === undefined ? {} : { hint: texts.orderOf(format.money(leaf.money)) }),
  };
}

/** What a metric counts and over which window, said from its definition; its id where that says nothing. */
function metricTitle(id: string, words: Words): string {
  const metric = words.session.shop.metric(id);
  if (metric === undefined) return id;
  const what = metricSubject(metric, words);
  const window = windowText(metric.window, words);
  return window === undefined ? what : words.texts.inWindow(what, window);
}

function metricSubject(metric: MetricText, { texts }: Words): string {
  if (metric.kind === "count") return texts.countOf;
  if (metric.kind === "since") return texts.sinceOf;
  if (metric.kind === "tenure") return texts.tenureOf;
  const sums: Record<string, string> = texts.sumOf;
  return sums[metric.of ?? ""] ?? metric.id;
}

function windowText(window: MetricText["window"], { texts, format }: Words): string | undefined {
  if (window === undefined) return undefined;
  if (typeof window === "string") return texts.windows[window] ?? window;
  if ("last" in window) return texts.lastPeriod(format.period(window.last));
  if ("complete" in window) return undefined;
  return texts.betweenDays(format.day(window.between[0]), format.day(window.between[1]));
}

function withUnit(unit: MetricVerdict["unit"], value: number | string, { texts, format }: Words): string {
  const n = Number(value);
  switch (unit) {
    case "money":
      return format.money(String(value));
    case "points":
      return texts.points(n, format.number(value));
    case "count":
      return texts.orders(n, format.number(n));
    case "days":
      return texts.days(n, format.number(n));
    case "quantity":
      return texts.items(n, format.number(n));
    case "value":
    case "months":
    case "categories":
    case "subjects":
    case "perMille":
    case "score":
    case "growth":
      return format.number(n);
  }
}

function bounded(bound: string, target: string, { texts }: Words): string {
  return texts.bounds[bound]?.(target) ?? target;
}

function holdsFrom(day: string | undefined, { texts, format }: Words): { hint?: string } {
  return day === undefined ? {} : { hint: texts.from(format.day(day)) };
}
