/** How values are written in answers. */

/** An instant in UTC, such as `"2026-05-01T16:00:00.000Z"`. */
export type Instant = string;

/** A civil date in the program's time zone, such as `"2026-05-01"`. */
export type Day = string;

/** A decimal in the program's currency with exactly its decimals, such as `"19.90"`. */
export type Money = string;

/** Points: a whole number; of a currency with `decimals` text with exactly so many, such as `"12.50"`. */
export type Points = number | string;

/** An ISO 8601 period, such as `"P1Y"`, `"P6M1D"` or `"PT24H"`. */
export type Period = string;
