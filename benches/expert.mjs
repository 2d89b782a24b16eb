/**
 * What an expert writes for the same answers: the ledger is folded once into typed arrays, a view is two short loops and two
 * binary searches, one more row costs nothing but itself. `now` is not before the last row.
 */
import { addMonths, dayOf, dayText } from "./dates.mjs";

export function prepareMember(programme, member) {
  const rows = member.ledger.length;
  const state = {
    lots: new Float64Array(rows),
    expires: new Int32Array(rows),
    lotCount: 0,
    head: 0,
    balance: 0,
    /** Of each row: the day from which it no longer counts, and the qualifying points up to it. */
    countsUntil: new Int32Array(rows),
    sums: new Float64Array(rows + 1),
    rows: 0,
    oldest: 0,
    rank: 0,
    /** The last date seen and its ends: neighbours in a ledger share them. */
    day: Number.NaN,
    lotEnd: 0,
    windowEnd: 0,
  };
  for (const row of member.ledger) fold(programme, state, row);
  return state;
}

/** One more row, later than all others. */
export function append(programme, state, row) {
  if (state.rows === state.countsUntil.length) {
    for (const name of ["lots", "expires", "countsUntil", "sums"]) state[name] = grown(state[name]);
  }
  fold(programme, state, row);
}

export function view(programme, state, now) {
  const today = dayOf(now);
  const { lots, expires, lotCount } = state;
  let { head, balance } = state;
  while (head < lotCount && expires[head] <= today) balance -= lots[head++];

  const expiring = { points: 0, dates: [] };
  const horizon = today + programme.points.expiringSoonDays;
  let day = -1;
  for (let lot = head; lot < lotCount && expires[lot] <= horizon; lot++) {
    expiring.points += lots[lot];
    if (expires[lot] === day) {
      expiring.dates[expiring.dates.length - 1].points += lots[lot];
    } else {
      day = expires[lot];
      expiring.dates.push({ lastDay: dayText(day - 1), points: lots[lot] });
    }
  }

  const qualifying = state.sums[state.rows] - state.sums[countUpTo(state.countsUntil, state.rows, today)];
  const next = programme.tiers[state.rank + 1];
  const tier = {
    id: programme.tiers[state.rank].id,
    next: next ? { id: next.id, qualifying, gap: Math.max(0, next.threshold - qualifying) } : null,
  };
  return { balance, expiring, tier };
}

function fold(programme, state, row) {
  const { lots, expires, countsUntil, sums } = state;
  const day = dayOf(Date.parse(row.at));
  if (day !== state.day) {
    state.day = day;
    state.lotEnd = addMonths(day, programme.points.expiryMonths);
    state.windowEnd = addMonths(day, programme.tierWindowMonths);
  }
  while (state.head < state.lotCount && expires[state.head] <= day) state.balance -= lots[state.head++];
  state.balance += row.points;
  if (row.points > 0) {
    lots[state.lotCount] = row.points;
    expires[state.lotCount++] = state.lotEnd;
  } else {
    for (let rest = -row.points; rest > 0; ) {
      const part = Math.min(rest, lots[state.head]);
      lots[state.head] -= part;
      rest -= part;
      if (lots[state.head] === 0) state.head++;
    }
  }

  countsUntil[state.rows] = state.windowEnd;
  sums[state.rows + 1] = sums[state.rows] + row.qualifying;
  state.rows++;
  while (countsUntil[state.oldest] <= day) state.oldest++;
  const qualifying = sums[state.rows] - sums[state.oldest];
  while (state.rank + 1 < programme.tiers.length && qualifying >= programme.tiers[state.rank + 1].threshold) state.rank++;
}

/** How many of the first `count` ascending numbers are at most `limit`. */
function countUpTo(numbers, count, limit) {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (numbers[middle] <= limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

function grown(array) {
  const larger = new array.constructor(array.length * 2 + 1);
  larger.set(array);
  return larger;
}
