/**
 * What an expert writes for the same answers: cents as integers, the ledger folded once, coupons found by the marks of lines, and the
 * best combination by branch and bound. `now` is not before the last row.
 */
import { DAY } from "../dates.mjs";
import { yearAfter } from "./gen.mjs";

const MOST_LINES = 512;
const KINDS = ["percent", "fixed", "threshold", "bogo", "shipping"];
const SHIPPING = 4;
const BOGO = 3;
const NOTHING = [];

/** Amounts left of each line, before and after each coupon that is chosen. */
const LEFT = Array.from({ length: 4 }, () => new Float64Array(MOST_LINES));
const UNIT = new Float64Array(MOST_LINES);
const QUANTITY = new Int32Array(MOST_LINES);
const REST = new Float64Array(MOST_LINES);

export function prepareProgramme(programme) {
  const groups = [];
  const placeOf = (group) => {
    if (group === null) return -1;
    if (!groups.includes(group)) groups.push(group);
    return groups.indexOf(group);
  };
  const coupons = programme.coupons.map((coupon) => ({
    ...coupon,
    kind: KINDS.indexOf(coupon.kind),
    from: Date.parse(coupon.from),
    to: Date.parse(coupon.to),
    amount: cents(coupon.amount),
    per: cents(coupon.per),
    cap: cents(coupon.cap),
    minSubtotal: cents(coupon.minSubtotal),
    group: placeOf(coupon.group),
  }));
  const marks = { everywhere: [], categories: new Map(), brands: new Map(), skus: new Map() };
  for (const [place, { scope }] of coupons.entries()) {
    if (!scope) marks.everywhere.push(place);
    else for (const kind of ["categories", "brands", "skus"]) for (const mark of scope[kind]) put(marks[kind], mark, place);
  }
  const groupsOfRules = [...new Set(programme.earnRules.map(({ group }) => group))];
  const rules = programme.earnRules.map((rule) => ({
    ...rule,
    group: groupsOfRules.indexOf(rule.group),
    from: rule.from === null ? -Infinity : Date.parse(rule.from),
    to: rule.to === null ? Infinity : Date.parse(rule.to),
    when: rule.when.map((condition) => (Array.isArray(condition.value) ? { ...condition, value: new Set(condition.value) } : condition)),
  }));
  return {
    ...programme,
    coupons,
    marks,
    order: coupons.map((_, place) => place).sort((a, b) => coupons[a].priority - coupons[b].priority || a - b),
    lineRules: rules.filter(({ scope }) => scope === "line"),
    groupsOfRules,
    orderRules: rules.filter(({ scope }) => scope === "order"),
  };
}

export function prepareMember(programme, member) {
  const rows = member.ledger.length;
  const state = {
    ...member,
    birthMonth: Number(member.birthDate.slice(5, 7)),
    tagSet: new Set(member.tags),
    orderTimes: Float64Array.from(member.orders, ({ at }) => Date.parse(at)),
    given: member.tierHistory.map(({ tier, from, until }) => ({ tier, from: Date.parse(from), until: Date.parse(until) })),
    times: new Float64Array(rows),
    sums: new Float64Array(rows + 1),
    lots: new Int32Array(rows),
    ends: new Float64Array(rows),
    count: 0,
    head: 0,
    balance: 0,
  };
  member.ledger.forEach((row, index) => fold(state, row, index));
  return state;
}

function fold(state, row, index) {
  const { lots, ends, times, sums } = state;
  const at = Date.parse(row.at);
  times[index] = at;
  sums[index + 1] = sums[index] + row.qualifying;
  while (state.head < state.count && ends[state.head] <= at) state.balance -= lots[state.head++];
  if (row.points > 0) {
    lots[state.count] = row.points;
    ends[state.count++] = yearAfter(at);
    state.balance += row.points;
    return;
  }
  let rest = Math.min(-row.points, state.balance);
  state.balance -= rest;
  while (rest > 0) {
    const part = Math.min(rest, lots[state.head]);
    lots[state.head] -= part;
    rest -= part;
    if (lots[state.head] === 0) state.head++;
  }
}

/** All answers for a cart. */
export function view(programme, member, cart, now) {
  const { balance, expiring } = points(programme, member, now);
  const standing = tier(programme, member, now);
  const found = targetsOf(programme, cart);
  const { coupons, usable } = verdicts(programme, member, cart, now, standing.tier.rank, found);
  const shipping = cents(cart.shippingFee);
  const search = new Search(programme, usable, found.targets, cart.lines.length, shipping);
  for (const { place, alone } of search.candidates) {
    coupons[place] = { id: programme.coupons[place].id, eligible: true, discount: money(alone) };
  }
  search.run(programme.stacking.maxCoupons);
  const best = search.taken();
  const lines = cart.lines.map((_, line) => ({ discount: money(LEFT[0][line] - best.left[line]), net: money(best.left[line]) }));
  return {
    balance,
    expiring,
    tier: { id: standing.tier.id, qualifying: standing.qualifying, next: standing.next },
    coupons,
    best: { coupons: best.ids, discount: money(search.total), shippingDiscount: money(shipping - best.shipping), lines },
    earn: earn(programme, member, cart, best.left, found.subtotal, now, standing.tier),
  };
}

function points({ points }, { lots, ends, count, ...member }, now) {
  let { head, balance } = member;
  while (head < count && ends[head] <= now) balance -= lots[head++];
  const expiring = { points: 0, buckets: [] };
  const horizon = now + points.expiringSoonDays * DAY;
  let day = -1;
  for (let lot = head; lot < count && ends[lot] <= horizon; lot++) {
    expiring.points += lots[lot];
    if (Math.floor(ends[lot] / DAY) === day) {
      expiring.buckets[expiring.buckets.length - 1].points += lots[lot];
    } else {
      day = Math.floor(ends[lot] / DAY);
      expiring.buckets.push({ date: new Date(ends[lot]).toISOString().slice(0, 10), points: lots[lot] });
    }
  }
  return { balance, expiring };
}

function tier({ tiers }, { times, sums, given }, now) {
  const since = new Date(now);
  since.setUTCFullYear(since.getUTCFullYear() - 1);
  const qualifying = sums[countUpTo(times, now)] - sums[countUpTo(times, since.getTime())];
  let tier = tiers[0];
  for (const known of tiers) if (known.threshold <= qualifying) tier = known;
  for (const { tier: id, from, until } of given) {
    if (from > now || until <= now) continue;
    const known = tiers.find((tier) => tier.id === id);
    if (known.rank > tier.rank) tier = known;
  }
  const next = tiers[tier.rank + 1];
  return { tier, qualifying, next: next ? { id: next.id, gap: Math.max(0, next.threshold - qualifying) } : null };
}

/** Of each coupon its lines, what they cost and how many units they are. */
function targetsOf({ coupons, marks }, { lines }) {
  const targets = coupons.map(() => []);
  const sums = new Float64Array(coupons.length);
  const units = new Int32Array(coupons.length);
  const [start] = LEFT;
  let subtotal = 0;
  for (let line = 0; line < lines.length; line++) {
    const { unitPrice, qty, discountable, category, brand, sku } = lines[line];
    UNIT[line] = cents(unitPrice);
    QUANTITY[line] = qty;
    start[line] = UNIT[line] * qty;
    subtotal += start[line];
    if (!discountable) continue;
    const add = (places) => {
      for (let at = 0; at < places.length; at++) {
        const place = places[at];
        const known = targets[place];
        if (known[known.length - 1] === line) continue;
        known.push(line);
        sums[place] += start[line];
        units[place] += qty;
      }
    };
    add(marks.everywhere);
    add(marks.categories.get(category) ?? NOTHING);
    add(marks.brands.get(brand) ?? NOTHING);
    add(marks.skus.get(sku) ?? NOTHING);
  }
  return { targets, sums, units, subtotal };
}

function verdicts({ coupons, order }, member, { channel }, now, rank, { targets, sums, units }) {
  const { orderTimes } = member;
  const orders = countUpTo(orderTimes, now) - countUpTo(orderTimes, now - 90 * DAY);
  const isBirthday = new Date(now).getUTCMonth() + 1 === member.birthMonth;
  const isUsable = new Uint8Array(coupons.length);
  const shown = coupons.map((coupon, place) => {
    const reasons = [];
    if (now < coupon.from) reasons.push({ code: "NOT_STARTED" });
    if (now > coupon.to) reasons.push({ code: "EXPIRED" });
    if (rank < coupon.tierMin) reasons.push({ code: "TIER" });
    for (let tag = 0; tag < coupon.tags.length; tag++) {
      if (member.tagSet.has(coupon.tags[tag])) continue;
      reasons.push({ code: "TAG" });
      break;
    }
    if (coupon.birthdayOnly && !isBirthday) reasons.push({ code: "BIRTHDAY" });
    if (coupon.channels.length > 0 && !coupon.channels.includes(channel)) reasons.push({ code: "CHANNEL" });
    if (coupon.maxUses > 0 && (member.couponUses[coupon.id] ?? 0) >= coupon.maxUses) reasons.push({ code: "USED_UP" });
    if (orders < coupon.minOrders90) reasons.push({ code: "ORDERS90", gap: coupon.minOrders90 - orders });
    if (targets[place].length === 0) reasons.push({ code: "NO_MATCHING_LINES" });
    if (sums[place] < coupon.minSubtotal) reasons.push({ code: "MIN_SUBTOTAL", gap: money(coupon.minSubtotal - sums[place]) });
    if (units[place] < coupon.minQty) reasons.push({ code: "MIN_QTY", gap: coupon.minQty - units[place] });
    isUsable[place] = reasons.length === 0 ? 1 : 0;
    return { id: coupon.id, eligible: false, reasons };
  });
  return { coupons: shown, usable: order.filter((place) => isUsable[place]) };
}

/** The best combination of at most three. */
class Search {
  constructor({ coupons }, usable, targets, lines, shipping) {
    this.lines = lines;
    this.shipping = shipping;
    this.candidates = usable.map((place) => {
      const coupon = coupons[place];
      const lines = targets[place];
      const cheapest = coupon.kind === BOGO ? [...lines].sort((a, b) => UNIT[a] - UNIT[b] || a - b) : null;
      const candidate = { place, coupon, targets: lines, cheapest, alone: 0 };
      candidate.alone = this.offOf(candidate, LEFT[0], shipping);
      return candidate;
    });
    this.total = 0;
    this.chosen = [];
  }

  /** Looks at every combination that could be better than the best. */
  run(most) {
    const { candidates } = this;
    this.bounds();
    this.greedy(most);
    const chosen = [];
    const goOn = (from, total, shipping) => {
      const left = LEFT[chosen.length];
      for (let place = from; place < candidates.length; place++) {
        const candidate = candidates[place];
        if (!this.joins(chosen, candidate)) continue;
        const room = candidate.coupon.exclusive ? 0 : most - chosen.length - 1;
        if (total + candidate.alone + this.above(place + 1, room) < this.total) continue;
        const off = chosen.length === 0 ? candidate.alone : this.offOf(candidate, left, shipping);
        const all = total + off;
        chosen.push(place);
        this.consider(all, chosen);
        if (room > 0 && all + this.above(place + 1, room) >= this.total) {
          this.take(candidate, left, LEFT[chosen.length], off);
          goOn(place + 1, all, candidate.coupon.kind === SHIPPING ? shipping - off : shipping);
        }
        chosen.pop();
      }
    };
    goOn(0, 0, this.shipping);
  }

  /** What the best one, and the best two of different groups, of the candidates from a place on take off alone. */
  bounds() {
    const count = this.candidates.length;
    this.one = new Float64Array(count + 1);
    this.two = new Float64Array(count + 1);
    let [first, second] = [{ alone: 0, group: -2 }, { alone: 0, group: -2 }];
    for (let place = count - 1; place >= 0; place--) {
      const { alone, coupon } = this.candidates[place];
      if (!coupon.exclusive) {
        const own = { alone, group: coupon.group };
        const like = (known) => own.group >= 0 && known.group === own.group;
        if (like(first)) {
          if (alone > first.alone) first = own;
        } else if (alone > first.alone) {
          [first, second] = [own, first];
        } else if (alone > second.alone) {
          second = own;
        }
      }
      this.one[place] = first.alone;
      this.two[place] = first.alone + second.alone;
    }
  }

  /** The most that so many candidates from a place on take off together. */
  above(place, room) {
    if (room === 0) return 0;
    return room === 1 ? this.one[place] : this.two[place] + (room - 2) * this.one[place];
  }

  /** A first combination: those that take off the most alone join. */
  greedy(most) {
    const { candidates } = this;
    const order = candidates.map((_, place) => place).sort((a, b) => candidates[b].alone - candidates[a].alone || a - b);
    const chosen = [];
    for (const place of order) {
      if (!candidates[place].coupon.exclusive && this.joins(chosen, candidates[place])) chosen.push(place);
      if (chosen.length === most) break;
    }
    chosen.sort((a, b) => a - b);
    this.consider(this.applied(chosen).total, chosen);
  }

  consider(total, chosen) {
    if (total < this.total) return;
    if (total === this.total) {
      if (chosen.length > this.chosen.length) return;
      if (chosen.length === this.chosen.length) {
        const differs = chosen.findIndex((place, at) => place !== this.chosen[at]);
        if (differs < 0 || chosen[differs] > this.chosen[differs]) return;
      }
    }
    this.total = total;
    this.chosen = [...chosen];
  }

  joins(chosen, { coupon }) {
    for (let at = 0; at < chosen.length; at++) {
      const known = this.candidates[chosen[at]].coupon;
      if (known.exclusive || coupon.exclusive || (coupon.group >= 0 && known.group === coupon.group)) return false;
    }
    return true;
  }

  /** The best combination, applied. */
  taken() {
    const { left, shipping } = this.applied(this.chosen);
    return { left, shipping, ids: this.chosen.map((place) => this.candidates[place].coupon.id) };
  }

  applied(chosen) {
    let [total, shipping, left] = [0, this.shipping, LEFT[0]];
    for (const [depth, place] of chosen.entries()) {
      const candidate = this.candidates[place];
      const off = this.offOf(candidate, left, shipping);
      total += off;
      if (candidate.coupon.kind === SHIPPING) shipping -= off;
      this.take(candidate, left, LEFT[depth + 1], off);
      left = LEFT[depth + 1];
    }
    return { total, left, shipping };
  }

  /** What a coupon takes off. */
  offOf({ coupon, targets, cheapest }, left, shipping) {
    const { kind, cap, amount, per, maxTimes } = coupon;
    if (kind === SHIPPING) return cap < 0 ? shipping : Math.min(cap, shipping);
    if (kind === BOGO) {
      let off = 0;
      freeUnits(coupon, cheapest, (line, units) => (off += freeOff(coupon, line, units, left)));
      return off;
    }
    let base = 0;
    for (let at = 0; at < targets.length; at++) base += left[targets[at]];
    if (kind === 0) {
      const off = part(base, coupon.valuePct);
      return cap < 0 ? off : Math.min(off, cap);
    }
    if (kind === 1) return Math.min(amount, base);
    return Math.min(amount * Math.min(maxTimes, Math.floor(base / per)), base);
  }

  /** Takes off each line its part; odd cents go to the largest remainders, and of those to the first. */
  take({ coupon, targets, cheapest }, left, after, off) {
    for (let line = 0; line < this.lines; line++) after[line] = left[line];
    if (off === 0 || coupon.kind === SHIPPING) return;
    if (coupon.kind === BOGO) {
      freeUnits(coupon, cheapest, (line, units) => (after[line] -= freeOff(coupon, line, units, left)));
      return;
    }
    let base = 0;
    for (let at = 0; at < targets.length; at++) base += left[targets[at]];
    let odd = off;
    for (let at = 0; at < targets.length; at++) {
      const exact = off * left[targets[at]];
      const share = Math.floor(exact / base);
      after[targets[at]] -= share;
      odd -= share;
      REST[at] = exact - share * base;
    }
    for (; odd > 0; odd--) {
      let largest = 0;
      for (let at = 1; at < targets.length; at++) if (REST[at] > REST[largest]) largest = at;
      REST[largest] = -1;
      after[targets[largest]] -= 1;
    }
  }
}

function freeUnits({ buyQty, getQty, maxTimes }, cheapest, give) {
  let all = 0;
  for (let at = 0; at < cheapest.length; at++) all += QUANTITY[cheapest[at]];
  let rest = Math.min(maxTimes, Math.floor(all / (buyQty + getQty))) * getQty;
  for (let at = 0; at < cheapest.length && rest > 0; at++) {
    const units = Math.min(rest, QUANTITY[cheapest[at]]);
    rest -= units;
    give(cheapest[at], units);
  }
}

function freeOff({ getPct }, line, units, left) {
  return Math.min(part(UNIT[line], getPct) * units, left[line]);
}

function earn(programme, member, { lines, channel }, left, subtotal, now, tier) {
  const isBirthday = new Date(now).getUTCMonth() + 1 === member.birthMonth;
  const value = (fact, line, index) => {
    switch (fact) {
      case "line.category":
        return line.category;
      case "line.brand":
        return line.brand;
      case "line.unitPrice":
        return UNIT[index];
      case "member.tierRank":
        return tier.rank;
      case "member.isBirthdayMonth":
        return isBirthday;
      case "cart.channel":
        return channel;
      default:
        return subtotal;
    }
  };
  const fires = (when, line, index) => {
    for (let at = 0; at < when.length; at++) {
      const { fact, op, value: wanted } = when[at];
      const has = value(fact, line, index);
      const holds = op === "eq" ? has === wanted : op === "gte" ? has >= wanted : wanted.has(has) === (op === "in");
      if (!holds) return false;
    }
    return true;
  };
  const isLive = ({ from, to }) => from <= now && now < to;
  const rules = programme.lineRules.filter(isLive);
  const highest = new Float64Array(programme.groupsOfRules.length);
  const perLine = new Array(lines.length);
  let points = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    perLine[index] = 0;
    if (!line.earnable) continue;
    highest.fill(100);
    for (let at = 0; at < rules.length; at++) {
      const rule = rules[at];
      if (rule.multiplierPct > highest[rule.group] && fires(rule.when, line, index)) highest[rule.group] = rule.multiplierPct;
    }
    let times = 100;
    for (let group = 0; group < highest.length; group++) times += highest[group] - 100;
    perLine[index] = Math.floor((left[index] * times * tier.earnMultiplierPct) / 1_000_000);
    points += perLine[index];
  }
  const bonuses = [];
  for (const rule of programme.orderRules) {
    if (!isLive(rule) || !fires(rule.when)) continue;
    bonuses.push({ rule: rule.id, points: rule.bonusPoints });
    points += rule.bonusPoints;
  }
  return { points, lines: perLine, bonuses };
}

/** How many ascending numbers are at most `limit`. */
function countUpTo(numbers, limit) {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (numbers[middle] <= limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** So many per cent, half a cent up. */
function part(amount, percent) {
  return Math.floor((amount * percent * 2 + 100) / 200);
}

/** Cents of a text; -1 of none. */
function cents(text) {
  if (text == null) return -1;
  const point = text.indexOf(".");
  return point < 0 ? Number(text) * 100 : Number(text.slice(0, point)) * 100 + Number((text.slice(point + 1) + "00").slice(0, 2));
}

function money(minor) {
  const rest = minor % 100;
  return `${(minor - rest) / 100}.${rest < 10 ? "0" : ""}${rest}`;
}

function put(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
