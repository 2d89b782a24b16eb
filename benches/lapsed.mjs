/** Members with the same lots alive and different numbers of lots that have lapsed: what a view costs by what is no more. */

/** The moment of the first question; the native build asks until three days later. */
export const NOW = Date.UTC(2026, 4, 15);

const DAY = 86_400_000;
const ALIVE = 100;

/** Points last a month, and a tier asks for what was earned in a year: no lapsed lot counts in it. */
export const PROGRAM = {
  format: 1,
  id: "lapsed",
  version: "1",
  currency: "USD",
  timeZone: "UTC",
  metrics: [{ id: "visits", kind: "count", on: { activity: "visit" }, window: { last: "P12M" } }],
  points: [{ id: "points", earn: [], expiry: { after: "P1M" } }],
  ladders: [{ id: "club", tiers: [{ id: "member" }, { id: "gold", enter: { metric: "visits", atLeast: 500 } }] }],
};

/** A member of whom so many lots lapsed two years ago, and who got a hundred in the last ten days. */
export function factsOf(count) {
  const lots = (start, step, length, name) =>
    Array.from({ length }, (_, index) => ({ id: `${name}-${index}`, at: start + index * step, type: "adjust", points: 10 }));
  const lapsed = lots(Date.UTC(2024, 0, 1), Math.floor((60 * DAY) / count), count, "lapsed");
  return { profile: { id: "m", joinedAt: "2024-01-01" }, events: [...lapsed, ...lots(NOW - 10 * DAY, DAY / 10, ALIVE, "alive")] };
}
