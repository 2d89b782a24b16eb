/**
 * The workload, the same on every run: a programme of four tiers and a member's ledger of 24 months.
 * Lots last 12 months, as in a shop's database the rows are in the order of their instants.
 */
import { DAY, addMonths, dayOf } from "../dates.mjs";

const NOW = Date.parse("2026-03-15T10:30:00.000Z");
const START = NOW - 730 * DAY;
const MONTHS = 12;

/** `{ programme, member, nows }` for a ledger of so many rows; thresholds grow with the ledger, so that a next tier is left. */
export function workload(rows = 1000) {
  const random = dice(20260315);
  const scale = rows / 1000;
  const tier = (id, name, rank, threshold) => ({ id, name, rank, threshold: threshold * scale });
  const programme = {
    id: "prog-1",
    version: 1,
    name: "Perf programme",
    currency: "EUR",
    timezone: "UTC",
    points: { expiryMonths: MONTHS, expiringSoonDays: 30 },
    tierWindowMonths: MONTHS,
    tiers: [
      tier("bronze", "Bronze", 0, 0),
      tier("silver", "Silver", 1, 20_000),
      tier("gold", "Gold", 2, 80_000),
      tier("platinum", "Platinum", 3, 200_000),
    ],
  };
  const member = {
    id: "m-000001",
    birthDate: "1990-07-21",
    joinedAt: iso(START),
    ledger: ledger(instants(rows, random), random),
  };
  return { programme, member, nows: Array.from({ length: 16 }, (_, index) => NOW + (index * DAY) / 4) };
}

/** A row that comes after all others of a ledger. */
export function laterRow(member, index) {
  const { length } = member.ledger;
  const at = Date.parse(member.ledger[length - 1].at) + 1000 * (index + 1);
  return { id: rowId(length + index), at: iso(at), type: "earn", points: 120, qualifying: 60, orderId: `ord-${1000 + index}` };
}

function instants(rows, random) {
  const seconds = Array.from({ length: rows }, () => Math.floor((random() * 729.9 * DAY) / 1000));
  return seconds.sort((a, b) => a - b).map((second) => START + second * 1000);
}

/** Three of four rows earn, the others take: never more than is there. */
function ledger(times, random) {
  const int = (from, to) => from + Math.floor(random() * (to - from + 1));
  const lots = [];
  let balance = 0;
  const earn = (type, day, counts) => {
    const points = int(10, 800);
    lots.push({ points, end: addMonths(day, MONTHS) });
    balance += points;
    return { type, points, qualifying: counts ? Math.floor(points / int(1, 2)) : 0 };
  };
  const take = (type, wanted) => {
    const points = Math.min(wanted, balance);
    balance -= points;
    for (let rest = points; rest > 0; ) {
      const part = Math.min(rest, lots[0].points);
      lots[0].points -= part;
      rest -= part;
      if (lots[0].points === 0) lots.shift();
    }
    return { type, points: -points, qualifying: 0 };
  };
  return times.map((at, index) => {
    const day = dayOf(at);
    while (lots.length > 0 && lots[0].end <= day) balance -= lots.shift().points;
    const chance = random();
    let row;
    if (chance < 0.76 || balance < 500) row = earn("earn", day, true);
    else if (chance < 0.93) row = take("redeem", int(200, 1000));
    else if (chance < 0.98) row = take("refund", int(10, 300));
    else row = earn("adjust", day, false);
    return { id: rowId(index), at: iso(at), ...row, orderId: `ord-${int(1000, 9999)}` };
  });
}

/** Ids in the order of the rows. */
function rowId(index) {
  return `ev-${String(index).padStart(6, "0")}`;
}

function iso(ms) {
  return new Date(ms).toISOString();
}

/** mulberry32: numbers from 0 to 1. */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
