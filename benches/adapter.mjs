/**
 * The workload in memberview's words, and its answers back. Nothing is computed here.
 *
 * Points of the ledger are given, not earned by a rule, so every row becomes an `adjust` of points or, where it takes what
 * the member asked for, a `redeem`; the qualifying points of a row that earned are the value of an `activity` beside it. So
 * 1 000 rows are about 1 760 events.
 */

/** The program. */
export function programOf(programme) {
  const window = { last: `P${programme.tierWindowMonths}M` };
  const [base, ...others] = programme.tiers;
  const named = ({ id, name }) => ({ id, names: { en: name } });
  const tiers = others.map((tier) => ({
    ...named(tier),
    enter: { metric: "qualifying", atLeast: tier.threshold },
    validFor: "always",
  }));
  return {
    format: 1,
    id: programme.id,
    version: String(programme.version),
    names: { en: programme.name },
    currency: programme.currency,
    timeZone: programme.timezone,
    metrics: [{ id: "qualifying", kind: "sum", of: "value", on: { activity: "earn" }, window }],
    points: [{ id: "points", names: { en: "Points" }, earn: [], expiry: { after: `P${programme.points.expiryMonths}M` } }],
    ladders: [{ id: "member", names: { en: "Member" }, tiers: [named(base), ...tiers] }],
  };
}

/** The member's facts. */
export function factsOf(member) {
  const profile = { id: member.id, joinedAt: member.joinedAt, birthday: member.birthDate };
  return { profile, events: member.ledger.flatMap(eventsOf) };
}

/** The events of a row. */
export function eventsOf({ id, at, type, points, qualifying }) {
  if (type === "redeem") return [{ id, at, type: "redeem", points: -points }];
  const adjust = { id, at, type: "adjust", points, reason: type };
  if (type !== "earn") return [adjust];
  return [adjust, { id: `${id}-q`, at, type: "activity", kind: "earn", value: qualifying }];
}

/** An order at the instant of a row, for timing alone: no answer depends on it. */
export function orderOf({ id, at, points }) {
  const line = (number, unitPrice) => ({ id: String(number), sku: `SKU-${number}`, quantity: 1, unitPrice, categories: ["tea"] });
  return { id: `${id}-order`, at, type: "order", channel: "app", lines: [line(1, `${points}.00`), line(2, "19.90"), line(3, "5.00")] };
}

/** The answers of a view, as the baselines give them. */
export function answersOf(view) {
  const [{ balance, expiring }] = view.points;
  const [{ tier, next }] = view.tiers;
  const dates = within(expiring.dates, expiring.in30Days).map(({ lastDay, points }) => ({ lastDay, points }));
  return {
    balance,
    expiring: { points: expiring.in30Days, dates },
    tier: { id: tier.id, next: next && { id: next.id, qualifying: next.enter.value, gap: next.enter.gap } },
  };
}

/** The first dates, up to a total: those that the total is of. */
function within(dates, total) {
  let sum = 0;
  return dates.filter(({ points }) => {
    sum += points;
    return sum <= total;
  });
}
