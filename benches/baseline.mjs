/**
 * What a competent front-end developer would write: readable, the ledger folded at each view.
 *
 * The answers: the balance; the points that lapse within 30 days, by last day; the tier, the qualifying points of the last
 * 12 months, and what is missing to the next tier. Days are civil: a lot of date D lasts the dates [D, D + 12 months),
 * a row of date d counts at T while d <= T < d + 12 months, and a tier that was reached stays.
 */
import { addMonths, dayOf, dayText } from "./dates.mjs";

/** The member with dates instead of texts. */
export function prepareMember(programme, member) {
  const ledger = member.ledger.map((row) => prepareRow(programme, row));
  return { ...member, ledger };
}

/** One more row, later than all others. */
export function append(programme, member, row) {
  member.ledger.push(prepareRow(programme, row));
}

export function view(programme, member, now) {
  return { ...points(programme, member, now), tier: tier(programme, member, now) };
}

function prepareRow(programme, row) {
  const at = Date.parse(row.at);
  const day = dayOf(at);
  return {
    ...row,
    at,
    day,
    expires: row.points > 0 ? addMonths(day, programme.points.expiryMonths) : 0,
    countsUntil: addMonths(day, programme.tierWindowMonths),
  };
}

function points(programme, member, now) {
  const today = dayOf(now);
  const lots = [];
  let oldest = 0;
  let balance = 0;
  const expire = (day) => {
    while (oldest < lots.length && lots[oldest].expires <= day) balance -= lots[oldest++].points;
  };
  for (const row of member.ledger) {
    if (row.at > now) break;
    expire(row.day);
    if (row.points > 0) {
      lots.push({ points: row.points, expires: row.expires });
      balance += row.points;
      continue;
    }
    let rest = Math.min(-row.points, balance);
    balance -= rest;
    while (rest > 0) {
      const lot = lots[oldest];
      const part = Math.min(rest, lot.points);
      lot.points -= part;
      rest -= part;
      if (lot.points === 0) oldest++;
    }
  }
  expire(today);

  const expiring = { points: 0, dates: [] };
  for (const lot of lots.slice(oldest)) {
    if (lot.expires > today + programme.points.expiringSoonDays) break;
    expiring.points += lot.points;
    const lastDay = dayText(lot.expires - 1);
    const last = expiring.dates.at(-1);
    if (last?.lastDay === lastDay) last.points += lot.points;
    else expiring.dates.push({ lastDay, points: lot.points });
  }
  return { balance, expiring };
}

function tier(programme, member, now) {
  const { ledger } = member;
  let rank = 0;
  let qualifying = 0;
  let oldest = 0;
  const leave = (day) => {
    while (oldest < ledger.length && ledger[oldest].countsUntil <= day) qualifying -= ledger[oldest++].qualifying;
  };
  for (const row of ledger) {
    if (row.at > now) break;
    leave(row.day);
    qualifying += row.qualifying;
    while (rank + 1 < programme.tiers.length && qualifying >= programme.tiers[rank + 1].threshold) rank++;
  }
  leave(dayOf(now));
  const next = programme.tiers[rank + 1];
  return {
    id: programme.tiers[rank].id,
    next: next ? { id: next.id, qualifying, gap: Math.max(0, next.threshold - qualifying) } : null,
  };
}
