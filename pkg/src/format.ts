/** Numbers, money and days as a locale writes them: by `Intl` where the host has it, else plainly. */

/** A number, such as `1,101`, or text with the decimals that it has, such as `1,101.50`. */
export function numberText(n: number | string, locale: string): string {
  const value = Number(n);
  // `Intl` takes a number: beyond this, the last of four decimals may be lost on the way.
  const exact = typeof n === "number" || Math.abs(value) < 1e11;
  return (exact ? viaIntl(() => numberFormat(locale, decimalsOf(n)).format(value)) : undefined) ?? String(n);
}

/** How many decimals a text has; a number is shown as it is. */
function decimalsOf(n: number | string): number | undefined {
  return typeof n === "string" ? (n.split(".")[1]?.length ?? 0) : undefined;
}

/** An amount, such as `¥1,101.00`; without `Intl` it is `1101.00 CNY`, without a currency `1101.00`. */
export function moneyText(amount: string, currency: string | undefined, locale: string): string {
  if (currency === undefined) return amount;
  const value = Number(amount);
  // `Intl` takes a number: beyond this, a cent may be lost on the way.
  const exact = Math.abs(value) < 1e13;
  return (exact ? viaIntl(() => moneyFormat(currency, locale).format(value)) : undefined) ?? `${amount} ${currency}`;
}

/** A civil date such as `May 1, 2026`; without `Intl` it is `2026-05-01`. */
export function dayText(day: string, locale: string): string {
  const [year = NaN, month = NaN, date = NaN] = day.split("-").map(Number);
  return viaIntl(() => dayFormat(locale).format(Date.UTC(year, month - 1, date))) ?? day;
}

/** The plural form of a number, such as `one`; with decimals it is never just one. */
export function pluralForm(n: number | string, locale: string): string {
  if (typeof n === "string") return "other";
  return viaIntl(() => pluralRules(locale).select(n)) ?? (n === 1 ? "one" : "other");
}

function moneyFormat(currency: string, locale: string): Intl.NumberFormat {
  return kept(`money ${currency} ${locale}`, () => {
    try {
      return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
    } catch {
      return new Intl.NumberFormat(locale, { style: "currency", currency });
    }
  });
}

function numberFormat(locale: string, decimals: number | undefined): Intl.NumberFormat {
  const shape = decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return kept(`number ${decimals} ${locale}`, () => new Intl.NumberFormat(locale, shape));
}

function dayFormat(locale: string): Intl.DateTimeFormat {
  const shape = { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" } as const;
  return kept(`day ${locale}`, () => new Intl.DateTimeFormat(locale, shape));
}

function pluralRules(locale: string): Intl.PluralRules {
  return kept(`plural ${locale}`, () => new Intl.PluralRules(locale));
}

/** What `Intl` says; nothing where the host has none, or it knows neither locale nor currency. */
function viaIntl(say: () => string): string | undefined {
  if (typeof Intl === "undefined") return undefined;
  try {
    return say();
  } catch {
    return undefined;
  }
}

/** Formats cost more to make than to use. */
function kept<T extends object>(key: string, make: () => T): T {
  const found = formats.get(key) as T | undefined;
  if (found) return found;
  const made = make();
  if (formats.size >= FORMATS) formats.clear();
  formats.set(key, made);
  return made;
}

const formats = new Map<string, object>();
/** More than a page ever uses at once. */
const FORMATS = 64;
