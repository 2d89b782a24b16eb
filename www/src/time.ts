/** Civil days as numbers, and the instants at which they end in the program's zone. */

const MS_A_DAY = 86_400_000;

/** Days since 1970-01-01 of a civil date such as "2026-05-01". */
export function dayNumber(text: string): number {
  return Math.round(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / MS_A_DAY);
}

/** The civil date of a day number, as "2026-05-01". */
export function dayText(day: number): string {
  return new Date(day * MS_A_DAY).toISOString().slice(0, 10);
}

/** The first days of the months that begin in [from, to], every `step` months, counted from January. */
export function monthStarts(from: number, to: number, step: number): number[] {
  const start = new Date(from * MS_A_DAY);
  const days: number[] = [];
  for (let month = 0; ; month += 1) {
    const first = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 1);
    if (first / MS_A_DAY > to) return days;
    if (first / MS_A_DAY >= from && new Date(first).getUTCMonth() % step === 0) days.push(first / MS_A_DAY);
  }
}

/** Turns instants into local days and back, for one time zone. */
export class ZoneClock {
  readonly #parts: Intl.DateTimeFormat;

  constructor(readonly zone: string) {
    this.#parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** The local day of an instant. */
  dayOf(instant: number): number {
    return Math.floor((instant + this.#offset(instant)) / MS_A_DAY);
  }

  /** The last millisecond of a local day: a view of it holds everything that happened on that day. */
  endOf(day: number): number {
    const midnight = (day + 1) * MS_A_DAY;
    const guess = midnight - this.#offset(midnight);
    return midnight - this.#offset(guess) - 1;
  }

  /** What local clocks are ahead of UTC, in milliseconds. */
  #offset(instant: number): number {
    const field = new Map(this.#parts.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => field.get(type) ?? 0;
    const local = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
    return local - Math.floor(instant / 1000) * 1000;
  }
}
