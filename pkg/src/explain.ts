/** Verdicts and reasons in words: what holds, what is missing, and why points cannot be used. */

import { dayText, moneyText, numberText, pluralForm } from "./format.js";
import { DEFAULT_LOCALE, fill, type Params, reason, spoken } from "./messages.js";
import type { AttributeVerdict, CouponObstacle, CouponReason, CouponShort, Day, MetricVerdict, Period, PlanVerdict, PointsReason, RewardReason, UseLimitReason, Verdict } from "./types.js";

/** How a verdict is put in words. */
export interface ExplainOptions {
  /** `"en"` (the default), `"zh-CN"` (after `loadMessages`), or a registered one. */
  locale?: string;
  /** The program's currency, ISO 4217, for a sign at amounts of money; without it they are bare. */
  currency?: string;
  /** The last day on which it has to be met, such as `keep.lastDay`. */
  lastDay?: Day;
  /** What metrics, tiers, segments, scopes, products, coupons, attributes and their values are called, by id. */
  names?: Readonly<Record<string, string>>;
  /** Texts in place of the locale's own, by key; `metric.<id>.gap` and the like serve one metric. */
  texts?: Readonly<Record<string, string>>;
}

/**
 * A verdict as one phrase: of one that holds, what made it hold; of one that does not, what is missing, with "or" between
 * the routes. Where a list is wanted, explain `verdict.of` part by part. Of a quote's `points.reasons`, why those points are
 * not used.
 */
export function explain(verdict: Verdict | PointsReason, options: ExplainOptions = {}): string {
  switch (verdict.is) {
    case "all":
      return joined("all", verdict.met ? verdict.of : verdict.of.filter((part) => !part.met), options);
    case "any":
      return joined("any", verdict.met ? verdict.of.filter((part) => part.met) : verdict.of, options);
    case "not":
      return say([`not.${state(verdict)}`], { of: explain(verdict.of, options) }, options);
    case "metric":
      return metric(verdict, options);
    case "cart":
      if (verdict.scope !== undefined && verdict.gap !== undefined) return short(verdict, verdict.gap, options);
      // What is missing in a whole cart is said as of a metric of the same unit.
      return metric({ ...verdict, is: "metric", metric: verdict.scope ?? verdict.unit } as MetricVerdict, options);
    case "tenure":
      return say([`tenure.${verdict.bound}`], { target: periodText(verdict.target, options), from: on(verdict.from, options) }, options);
    case "birthday":
      return say([`birthday.${state(verdict)}`], { from: on(verdict.from, options) }, options);
    case "tier":
      return say([`tier.${state(verdict)}`], { tiers: listed(verdict.tiers, options) }, options);
    case "channel":
    case "store":
    case "payment":
    case "shippingMethod":
    case "tag":
      return say([`${verdict.is}.${state(verdict)}`], { in: listed(verdict.in, options) }, options);
    case "attribute":
      return attribute(verdict, options);
    case "inactiveFor": {
      const { acts } = verdict;
      const of = typeof acts === "string" ? say([`acts.${acts}`], {}, options) : named(acts.activity, options);
      const params = { of, target: periodText(verdict.target, options), from: on(verdict.from, options) };
      return say([`inactiveFor.${verdict.bound}`], params, options);
    }
    case "time":
      return say([`time.${state(verdict)}${verdict.hour === undefined ? "" : ".hour"}`], { from: on(verdict.from, options), hour: verdict.hour }, options);
    case "segment":
      return say([`segment.${state(verdict)}`], { segment: named(verdict.segment, options) }, options);
    case "plan":
      return plan(verdict, options);
    case "notSpendable":
      return say([verdict.is], {}, options);
    case "minimum":
      return say([verdict.is], { balance: bare(verdict.balance, options), minimum: bare(verdict.minimum, options) }, options);
    case "wholeUnits":
      return say([verdict.is], { asked: bare(verdict.asked, options), unit: bare(verdict.unit, options) }, options);
    case "moreThanUsable": {
      const params = { asked: bare(verdict.asked, options), usable: bare(verdict.usable, options) };
      return say([`${verdict.is}.${verdict.limitedBy}`], params, options);
    }
    case "first":
    case "event":
      return say([`${verdict.is}.${state(verdict)}`], {}, options);
  }
}

/** What keeps a member from redeeming a reward or from using a coupon, on its own or on a cart, as one phrase. */
export function explainReason(reason: RewardReason | CouponReason | CouponObstacle, options: ExplainOptions = {}): string {
  switch (reason.is) {
    case "notBegun":
    case "hours":
      return say([`coupon.${reason.is}${reason.hour === undefined ? "" : ".hour"}`], { from: on(reason.from, options), hour: reason.hour }, options);
    case "time": {
      const until = reason.from === undefined ? ".never" : reason.hour === undefined ? "" : ".hour";
      return say([`coupon.time${until}`], { from: on(reason.from, options), hour: reason.hour }, options);
    }
    case "when":
    case "condition":
      return explain(reason.verdict, options);
    case "points":
    case "minimumBalance": {
      const params = { needed: bare(reason.needed, options), missing: bare(reason.missing, options) };
      return say([`reward.${reason.is}`], params, options, reason.missing);
    }
    case "limit":
      if ("per" in reason) {
        const params = { max: counted(reason.of, reason.max, options), value: counted(reason.of, reason.value, options) };
        return say([`coupon.most.${reason.of}.${reason.per}`], params, options, reason.max);
      }
      if (reason.of === "uses" || reason.of === "units" || reason.of === "money") return used(reason, options);
      return say([`reward.limit.${reason.of}`], { max: bare(reason.max, options), frees: on(reason.frees, options) }, options);
    case "tier":
      return say(["reward.tier"], { tier: named(reason.tier, options) }, options);
    case "stock":
      return say(["reward.stock"], {}, options);
    case "limitReached":
      return used(reason, options);
    case "threshold":
    case "units":
      return short(reason, reason.gap, options);
    case "unknownProduct":
    case "missingProduct":
      return say([`coupon.${reason.is}`], { sku: named(reason.sku, options) }, options);
    case "notTogether":
      return say(["coupon.notTogether"], { with: named(reason.with, options) }, options);
    case "tooMany": {
      const group = reason.group === undefined ? undefined : named(reason.group, options);
      return say([`coupon.tooMany.${reason.of}`], { max: bare(reason.max, options), group }, options, reason.max);
    }
    case "unknownCoupon":
    case "usedUp":
    case "nothingToTakeOff":
      return say([`coupon.${reason.is}`], {}, options);
  }
}

/** That as much of a coupon was used as a limit lets. */
function used({ of, max, frees }: Omit<UseLimitReason, "is">, options: ExplainOptions): string {
  return say([`coupon.limit.${of}`], { max: counted(of, max, options), frees: on(frees, options) }, options);
}

/** How much more has to be bought, and of what. */
function short({ unit, scope }: { unit: CouponShort["unit"] | "quantity"; scope?: string }, gap: number | string, options: ExplainOptions): string {
  const of = unit === "money" ? "money" : "units";
  const params = { gap: counted(of, gap, options), scope: scope === undefined ? undefined : named(scope, options) };
  return say([`coupon.short.${of}`], params, options, gap);
}

/** What a limit or a threshold counts. */
function counted(of: "uses" | "units" | "money", n: number | string, options: ExplainOptions): string {
  return of === "money" ? money(String(n), options) : bare(n, options);
}

/** Parts with "and" or "or" between them; a part that is joined the other way stands in brackets. */
function joined(is: "all" | "any", parts: readonly Verdict[], options: ExplainOptions): string {
  const phrases = parts.map((part) => {
    const phrase = explain(part, options);
    const mixed = parts.length > 1 && (part.is === "all" || part.is === "any") && part.is !== is && part.of.length > 1;
    return mixed ? say(["group"], { of: phrase }, options) : phrase;
  });
  return phrases.join(say([is], {}, options));
}

function metric(verdict: MetricVerdict, options: ExplainOptions): string {
  const { unit, bound, met, gap, target, value } = verdict;
  const keys = [`metric.${verdict.metric}`, verdict.per === undefined ? `metric.${unit}` : "average", "metric"];
  const name = named(verdict.metric, options);
  if (met || gap === undefined) {
    const amounts = { target: amount(verdict, target, options), value: value === null ? undefined : amount(verdict, value, options) };
    return say(keys.map((key) => `${key}.${state(verdict)}.${bound}`), { ...amounts, metric: name }, options);
  }
  const order = unit === "money" || verdict.money === undefined ? undefined : money(verdict.money, options);
  const params = { gap: figure(verdict, gap, options), money: order, lastDay: on(options.lastDay, options), metric: name };
  return say(keys.map((key) => `${key}.gap`), params, options, gap);
}

function attribute(verdict: AttributeVerdict, options: ExplainOptions): string {
  const { exists, bound, target, met, value } = verdict;
  const demand = exists === undefined ? (bound ?? "in") : exists ? "exists" : "absent";
  const params = {
    attribute: named(verdict.attribute, options),
    in: listed(verdict.in ?? [], options),
    target: target === undefined ? undefined : bare(target, options),
    value: met || value === null ? undefined : plain(value, options),
  };
  return say([`attribute.${verdict.attribute}.${demand}`, `attribute.${demand}`], params, options);
}

function plan(verdict: PlanVerdict, options: ExplainOptions): string {
  const { boughtUntil, since, met } = verdict;
  const more = met ? "" : boughtUntil !== undefined ? ".bought" : since !== undefined ? ".since" : "";
  const params = {
    plans: listed(verdict.plans, options),
    until: on(verdict.until, options),
    boughtUntil: on(boughtUntil, options),
    since: on(since, options),
  };
  return say([`plan.${state(verdict)}${more}`], params, options);
}

/** Several values with "or" between them. */
function listed(values: readonly (string | number | boolean)[], options: ExplainOptions): string {
  return values.map((value) => plain(value, options)).join(say(["list.or"], {}, options));
}

/** The value of an attribute, or what something is called. */
function plain(value: string | number | boolean, options: ExplainOptions): string {
  if (typeof value === "string") return named(value, options);
  return typeof value === "number" ? bare(value, options) : say([`value.${value}`], {}, options);
}

/** A value of a metric with its unit. */
function amount(verdict: MetricVerdict, n: number | string, options: ExplainOptions): string {
  const keys = [`amount.${verdict.metric}`, `amount.${verdict.unit}`];
  return say(keys, { n: figure(verdict, n, options), metric: named(verdict.metric, options) }, options, n);
}

/** A value of a metric, bare. */
function figure({ unit }: MetricVerdict, n: number | string, options: ExplainOptions): string {
  return unit === "money" ? money(String(n), options) : bare(n, options);
}

/** A number, or points as text. */
function bare(n: number | string, { locale = DEFAULT_LOCALE }: ExplainOptions): string {
  return numberText(n, spoken(locale));
}

function money(text: string, { currency, locale = DEFAULT_LOCALE }: ExplainOptions): string {
  return moneyText(text, currency, spoken(locale));
}

function on(day: Day | undefined, { locale = DEFAULT_LOCALE }: ExplainOptions): string | undefined {
  return day === undefined ? undefined : dayText(day, spoken(locale));
}

/** `P1Y6M` is `1 year 6 months`. */
function periodText(period: Period, options: ExplainOptions): string {
  const [date = "", time = ""] = period.replace(/^P/, "").split("T");
  const parts = [...partsOf(date, DATE_UNITS), ...partsOf(time, TIME_UNITS)];
  return parts.map(({ n, unit }) => say([`period.${unit}`], { n }, options, n)).join(say(["period.join"], {}, options));
}

function partsOf(text: string, units: Readonly<Record<string, string>>): { n: number; unit: string }[] {
  return (text.match(/\d+[A-Z]/g) ?? []).map((part) => ({ n: parseInt(part, 10), unit: units[part.slice(-1)] ?? part }));
}

function named(id: string, { names }: ExplainOptions): string {
  return names && Object.prototype.hasOwnProperty.call(names, id) ? (names[id] ?? id) : id;
}

function state({ met }: Verdict): "met" | "unmet" {
  return met ? "met" : "unmet";
}

/** The first text that there is, in the plural form of `n` where it has one; the caller's texts before the locale's. */
function say(keys: readonly string[], params: Params, options: ExplainOptions, n?: number | string): string {
  const { locale = DEFAULT_LOCALE, texts = {} } = options;
  const form = n === undefined ? undefined : pluralForm(n, spoken(locale));
  const forms = form === undefined ? keys : keys.flatMap((key) => [`${key}.${form}`, key]);
  const given = forms.find((key) => Object.prototype.hasOwnProperty.call(texts, key));
  const template = given === undefined ? undefined : texts[given];
  return (template === undefined ? reason(forms, params, locale) : fill(template, params)) ?? keys.join(" ");
}

const DATE_UNITS = { Y: "years", M: "months", W: "weeks", D: "days" };
const TIME_UNITS = { H: "hours", M: "minutes", S: "seconds" };
