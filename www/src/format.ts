/** Numbers, money, days and periods in the words of one locale. */
import type { Locale } from "./engine";

const MS_A_DAY = 86_400_000;
const PERIOD = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const PERIOD_UNITS = ["year", "month", "week", "day", "hour", "minute", "second"] as const;

export class Format {
  readonly #whole: Intl.NumberFormat;
  readonly #signed: Intl.NumberFormat;
  readonly #money: Intl.NumberFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #longDay: Intl.DateTimeFormat;
  readonly #month: Intl.DateTimeFormat;
  readonly #either: Intl.ListFormat;
  readonly #both: Intl.ListFormat;
  readonly #units = new Map<string, Intl.NumberFormat>();
  readonly #days = new Map<string, string>();

  constructor(readonly locale: Locale, readonly currency: string) {
    const date = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
      new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { timeZone: "UTC", ...options });
    this.#whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
    this.#signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 4, signDisplay: "exceptZero" });
    this.#money = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
    this.#day = date({ year: "numeric", month: "short", day: "numeric" });
    this.#longDay = date({ year: "numeric", month: "long", day: "numeric", weekday: "short" });
    this.#month = date({ month: "short" });
    this.#either = new Intl.ListFormat(locale, { type: "disjunction" });
    this.#both = new Intl.ListFormat(locale, { type: "conjunction" });
  }

  /** A number, or points as the engine writes them: exact, never through a float. */
  number(value: number | string): string {
    return this.#whole.format(value as Intl.StringNumericLiteral);
  }

  signed(value: number | string): string {
    return this.#signed.format(value as Intl.StringNumericLiteral);
  }

  /** Money as the engine writes it, such as "19.90": exact, never through a float. */
  money(text: string): string {
    return this.#money.format(text as Intl.StringNumericLiteral);
  }

  day(text: string): string {
    const known = this.#days.get(text);
    if (known !== undefined) return known;
    const words = this.#day.format(new Date(`${text}T00:00:00Z`));
    this.#days.set(text, words);
    return words;
  }

  longDay(text: string): string {
    return this.#longDay.format(new Date(`${text}T00:00:00Z`));
  }

  /** The tick of a month on an axis: its name, or the year where a year begins. */
  monthTick(day: number): string {
    const date = new Date(day * MS_A_DAY);
    return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : this.#month.format(date);
  }

  /** "P12M" as "12 months". A text that is no period is given back as it is. */
  period(text: string): string {
    const match = PERIOD.exec(text);
    if (match === null) return text;
    const parts = PERIOD_UNITS.flatMap((unit, i) => {
      const count = match[i + 1];
      return count === undefined ? [] : [this.#unit(unit).format(Number(count))];
    });
    return this.#both.format(parts);
  }

  either(parts: string[]): string {
    return this.#either.format(parts);
  }

  both(parts: string[]): string {
    return this.#both.format(parts);
  }

  #unit(unit: string): Intl.NumberFormat {
    const known = this.#units.get(unit);
    if (known !== undefined) return known;
    const made = new Intl.NumberFormat(this.locale, { style: "unit", unit, unitDisplay: "long" });
    this.#units.set(unit, made);
    return made;
  }
}
