/** Civil dates of the programme's zone, UTC, as days since 1970-01-01. */

export const DAY = 86_400_000;

/** The date of an instant. */
export function dayOf(ms) {
  return Math.floor(ms / DAY);
}

/** The date so many months later, at the month's last day where the day is missing. */
export function addMonths(day, months) {
  const date = new Date(day * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / DAY;
}

/** `2026-03-15`. */
export function dayText(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
