/**
 * What a competent front-end developer would write: readable, money as decimals, every combination of coupons tried.
 *
 * The answers: the balance, the points that lapse within 30 days by date, the tier and what is missing to the next; of each coupon
 * what it takes off alone, or all reasons against it; the best combination and what it takes off each line; the points of each line.
 */
import Decimal from "decimal.js";
import { DAY } from "../dates.mjs";
import { yearAfter } from "./gen.mjs";

const ZERO = new Decimal(0);
const time = (text) => text && Date.parse(text);
const sum = (amounts) => amounts.reduce((all, amount) => all.plus(amount), ZERO);
const percent = (amount, rate) => amount.times(rate).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);

/** Texts as dates and amounts. */
export function prepareProgramme(programme) {
  const dated = (of) => ({ ...of, from: time(of.from), to: time(of.to) });
  const amount = (text) => (text == null ? null : new Decimal(text));
  const coupons = programme.coupons.map((coupon, index) => ({
    ...dated(coupon),
    index,
    amount: amount(coupon.amount),
    per: amount(coupon.per),
    cap: amount(coupon.cap),
    minSubtotal: amount(coupon.minSubtotal),
  }));
  return { ...programme, coupons, earnRules: programme.earnRules.map(dated) };
}

export function prepareMember(programme, member) {
  const dated = (of) => ({ ...of, at: Date.parse(of.at) });
  return {
    ...member,
    birthMonth: Number(member.birthDate.slice(5, 7)),
    ledger: member.ledger.map((row) => {
      const { at } = dated(row);
      return { ...row, at, expires: yearAfter(at), countsUntil: yearAfter(at) };
    }),
    orders: member.orders.map(dated),
    tierHistory: member.tierHistory.map(({ tier, from, until }) => ({ tier, from: Date.parse(from), until: Date.parse(until) })),
  };
}

/** All answers for a cart. */
export function view(programme, member, cart, now) {
  const lines = cart.lines.map((line, index) => {
    const unit = new Decimal(line.unitPrice);
    return { ...line, index, unit, total: unit.times(line.qty) };
  });
  const { balance, expiring } = points(programme, member, now);
  const standing = tier(programme, member, now);
  const shipping = new Decimal(cart.shippingFee);
  const start = { left: lines.map(({ total }) => total), shipping };
  const judged = verdicts(programme, member, { ...cart, lines }, now, standing.tier.rank);
  const candidates = judged.filter(({ reasons }) => reasons.length === 0).sort((a, b) => a.coupon.priority - b.coupon.priority || a.coupon.index - b.coupon.index);
  const best = bestOf(candidates, lines, start, programme.stacking.maxCoupons);
  return {
    balance,
    expiring,
    tier: { id: standing.tier.id, qualifying: standing.qualifying, next: standing.next },
    coupons: judged.map((verdict) => shown(verdict, lines, start)),
    best: {
      coupons: best.chosen.map((place) => candidates[place].coupon.id),
      discount: best.total.toFixed(2),
      shippingDiscount: shipping.minus(best.state.shipping).toFixed(2),
      lines: lines.map(({ total }, index) => {
        const net = best.state.left[index];
        return { discount: total.minus(net).toFixed(2), net: net.toFixed(2) };
      }),
    },
    earn: earn(programme, member, { ...cart, lines }, best.state.left, now, standing.tier),
  };
}

function points(programme, member, now) {
  const lots = [];
  let oldest = 0;
  let balance = 0;
  const expire = (at) => {
    while (oldest < lots.length && lots[oldest].expires <= at) balance -= lots[oldest++].points;
  };
  for (const { at, expires, points } of member.ledger) {
    if (at > now) break;
    expire(at);
    if (points > 0) {
      lots.push({ points, expires });
      balance += points;
      continue;
    }
    let rest = Math.min(-points, balance);
    balance -= rest;
    while (rest > 0) {
      const lot = lots[oldest];
      const part = Math.min(rest, lot.points);
      lot.points -= part;
      rest -= part;
      if (lot.points === 0) oldest++;
    }
  }
  expire(now);

  const expiring = { points: 0, buckets: [] };
  for (const { points, expires } of lots.slice(oldest)) {
    if (expires > now + programme.points.expiringSoonDays * DAY) break;
    expiring.points += points;
    const date = new Date(expires).toISOString().slice(0, 10);
    const last = expiring.buckets.at(-1);
    if (last?.date === date) last.points += points;
    else expiring.buckets.push({ date, points });
  }
  return { balance, expiring };
}

function tier({ tiers }, member, now) {
  const counts = ({ at, countsUntil }) => at <= now && now < countsUntil;
  const qualifying = member.ledger.filter(counts).reduce((all, row) => all + row.qualifying, 0);
  let tier = tiers.findLast(({ threshold }) => threshold <= qualifying);
  for (const given of member.tierHistory.filter(({ from, until }) => from <= now && now < until)) {
    const known = tiers.find(({ id }) => id === given.tier);
    if (known.rank > tier.rank) tier = known;
  }
  const next = tiers[tier.rank + 1];
  return { tier, qualifying, next: next ? { id: next.id, gap: Math.max(0, next.threshold - qualifying) } : null };
}

/** Of each coupon the lines that it is for, and all reasons against it. */
function verdicts(programme, member, { lines, channel }, now, rank) {
  const orders = member.orders.filter(({ at }) => at > now - 90 * DAY && at <= now).length;
  const isBirthday = new Date(now).getUTCMonth() + 1 === member.birthMonth;
  return programme.coupons.map((coupon) => {
    const { scope, minSubtotal } = coupon;
    const isIn = (line) => !scope || scope.categories.includes(line.category) || scope.brands.includes(line.brand) || scope.skus.includes(line.sku);
    const targets = lines.filter((line) => line.discountable && isIn(line));
    const subtotal = sum(targets.map(({ total }) => total));
    const quantity = targets.reduce((all, { qty }) => all + qty, 0);
    const reasons = [];
    const refuse = (is, code, gap) => is && reasons.push(gap === undefined ? { code } : { code, gap });
    refuse(now < coupon.from, "NOT_STARTED");
    refuse(now > coupon.to, "EXPIRED");
    refuse(rank < coupon.tierMin, "TIER");
    refuse(!coupon.tags.every((tag) => member.tags.includes(tag)), "TAG");
    refuse(coupon.birthdayOnly && !isBirthday, "BIRTHDAY");
    refuse(coupon.channels.length > 0 && !coupon.channels.includes(channel), "CHANNEL");
    refuse(coupon.maxUses > 0 && (member.couponUses[coupon.id] ?? 0) >= coupon.maxUses, "USED_UP");
    refuse(orders < coupon.minOrders90, "ORDERS90", coupon.minOrders90 - orders);
    refuse(targets.length === 0, "NO_MATCHING_LINES");
    refuse(minSubtotal?.gt(subtotal), "MIN_SUBTOTAL", minSubtotal?.minus(subtotal).toFixed(2));
    refuse(quantity < coupon.minQty, "MIN_QTY", coupon.minQty - quantity);
    return { coupon, targets, reasons };
  });
}

function shown({ coupon, targets, reasons }, lines, start) {
  const { id } = coupon;
  if (reasons.length > 0) return { id, eligible: false, reasons };
  return { id, eligible: true, discount: apply(coupon, targets, lines, start).off.toFixed(2) };
}

/** What a coupon takes off, and what it leaves. */
function apply(coupon, targets, lines, state) {
  if (coupon.kind === "shipping") {
    const off = Decimal.min(coupon.cap ?? state.shipping, state.shipping);
    return { off, state: { ...state, shipping: state.shipping.minus(off) } };
  }
  const left = [...state.left];
  const take = (index, off) => (left[index] = left[index].minus(off));
  if (coupon.kind === "bogo") {
    const offs = freeUnits(coupon, targets).map(({ line, units }) => {
      const off = Decimal.min(percent(line.unit, coupon.getPct).times(units), left[line.index]);
      take(line.index, off);
      return off;
    });
    return { off: sum(offs), state: { ...state, left } };
  }
  const base = sum(targets.map(({ index }) => left[index]));
  const off = offOf(coupon, base);
  if (off.isZero()) return { off, state };
  const shares = prorated(off, targets.map(({ index }) => left[index]), base);
  targets.forEach(({ index }, place) => take(index, shares[place]));
  return { off, state: { ...state, left } };
}

function offOf({ kind, valuePct, amount, cap, per, maxTimes }, base) {
  if (kind === "percent") return Decimal.min(percent(base, valuePct), cap ?? base);
  if (kind === "fixed") return Decimal.min(amount, base);
  return Decimal.min(amount.times(Decimal.min(maxTimes, base.divToInt(per))), base);
}

/** The cheapest units of which a part is free: how many of which line. */
function freeUnits({ buyQty, getQty, maxTimes }, targets) {
  const all = targets.reduce((sum, { qty }) => sum + qty, 0);
  let rest = Math.min(maxTimes, Math.floor(all / (buyQty + getQty))) * getQty;
  const cheapest = [...targets].sort((a, b) => a.unit.cmp(b.unit) || a.index - b.index);
  return cheapest.map((line) => {
    const units = Math.min(rest, line.qty);
    rest -= units;
    return { line, units };
  });
}

/** An amount in proportion to others; odd cents to the largest remainders, and of those to the first. */
function prorated(amount, weights, all) {
  const exact = weights.map((weight) => amount.times(weight).div(all));
  const shares = exact.map((share) => share.toDecimalPlaces(2, Decimal.ROUND_DOWN));
  const remainders = exact.map((share, index) => ({ index, rest: share.minus(shares[index]) }));
  remainders.sort((a, b) => b.rest.cmp(a.rest) || a.index - b.index);
  const odd = amount.minus(sum(shares)).times(100).toNumber();
  for (const { index } of remainders.slice(0, odd)) shares[index] = shares[index].plus("0.01");
  return shares;
}

/** The combination that takes off the most; of those the one of the fewest coupons, and then the first in their order. */
function bestOf(candidates, lines, start, most) {
  let best = { total: ZERO, chosen: [], state: start };
  const isBetter = (total, chosen) => {
    const more = total.cmp(best.total) || best.chosen.length - chosen.length;
    if (more !== 0) return more > 0;
    const differs = chosen.findIndex((place, at) => place !== best.chosen[at]);
    return differs >= 0 && chosen[differs] < best.chosen[differs];
  };
  const joins = (a, b) => !a.exclusive && !b.exclusive && !(a.group && a.group === b.group);
  const goOn = (from, chosen, total, state) => {
    for (let place = from; place < candidates.length; place++) {
      const { coupon, targets } = candidates[place];
      if (!chosen.every((known) => joins(candidates[known].coupon, coupon))) continue;
      const applied = apply(coupon, targets, lines, state);
      const [next, all] = [[...chosen, place], total.plus(applied.off)];
      if (isBetter(all, next)) best = { total: all, chosen: next, state: applied.state };
      if (next.length < most) goOn(place + 1, next, all, applied.state);
    }
  };
  goOn(0, [], ZERO, start);
  return best;
}

const TESTS = {
  eq: (a, b) => a === b,
  in: (a, b) => b.includes(a),
  nin: (a, b) => !b.includes(a),
  gte: (a, b) => a >= b,
};

function earn({ earnRules }, member, { channel, lines }, left, now, tier) {
  const cents = (amount) => amount.times(100).toNumber();
  const facts = {
    "member.tierRank": tier.rank,
    "member.isBirthdayMonth": new Date(now).getUTCMonth() + 1 === member.birthMonth,
    "cart.channel": channel,
    "cart.subtotal": cents(sum(lines.map(({ total }) => total))),
  };
  const live = earnRules.filter(({ from, to }) => (from === null || from <= now) && (to === null || now < to));
  const fires = (rule, facts) => rule.when.every(({ fact, op, value }) => TESTS[op](facts[fact], value));
  const ofLine = (line) => {
    if (!line.earnable) return 0;
    const own = { ...facts, "line.category": line.category, "line.brand": line.brand, "line.unitPrice": cents(line.unit) };
    const groups = new Map();
    for (const rule of live) {
      if (rule.scope !== "line" || !fires(rule, own)) continue;
      groups.set(rule.group, Math.max(groups.get(rule.group) ?? 100, rule.multiplierPct));
    }
    const times = [...groups.values()].reduce((all, by) => all + by - 100, 100);
    return left[line.index].times(times).times(tier.earnMultiplierPct).div(10_000).floor().toNumber();
  };
  const perLine = lines.map(ofLine);
  const bonuses = live.filter((rule) => rule.scope === "order" && fires(rule, facts)).map(({ id, bonusPoints }) => ({ rule: id, points: bonusPoints }));
  const points = [...perLine, ...bonuses.map(({ points }) => points)].reduce((all, points) => all + points, 0);
  return { points, lines: perLine, bonuses };
}
