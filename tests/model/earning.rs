//! What the earn rules give for one event: exact values, multipliers, one rounding, shown parts, limits.

use std::collections::BTreeMap;

use serde_json::Value;

use super::base::{pieces, reaches};
use super::bonus;
use super::condition::{Scene, holds};
use super::facts::{Fact, Line, each, in_scope};
use super::metric::MOST;
use super::number::{Fraction, fraction, whole};
use super::plans;
use super::state::{Book, Entry, Moment, Posting, State};

/// How much of each limit was used before an event, under `currency/rule`; under `currency`, of the limits of all its rules.
pub fn used(state: &State, fact: &Fact) -> BTreeMap<String, Vec<i128>> {
    let mut used = BTreeMap::new();
    for (currency, (points, list)) in state.book.earning().into_iter().enumerate() {
        let of = |limits: &Value, rule: Option<&str>| {
            each(limits).map(|limit| used_of(state, fact, (currency, rule), limit)).collect::<Vec<i128>>()
        };
        used.insert(currency.to_string(), of(&points["limits"], None));
        for rule in rules((points, list)) {
            let id = rule["id"].as_str().unwrap();
            used.insert(format!("{currency}/{id}"), of(&rule["limits"], Some(id)));
        }
    }
    used
}

fn used_of(state: &State, fact: &Fact, (currency, rule): (usize, Option<&str>), limit: &Value) -> i128 {
    let per = &limit["per"];
    if per == "balance" {
        return state.purses[currency].usable() + state.purses[currency].pending();
    }
    if plans::is_closed(state, per, fact.day) {
        return MOST;
    }
    let subject =
        |entry: &Entry| limit["subject"] != true || entry.fact.source["subject"] == fact.source["subject"];
    let given: Vec<i128> = state
        .entries
        .iter()
        .filter(|entry| entry.fact.id != fact.id && subject(entry))
        .filter(|entry| plans::holds(state, per, entry.fact.day, fact.day))
        .flat_map(|entry| &entry.postings)
        .filter(|posting| posting.currency == currency && rule.is_none_or(|rule| posting.rule == rule))
        .map(|posting| posting.points)
        .filter(|points| *points > 0)
        .collect();
    if limit.get("times").is_some() { i128::try_from(given.len()).unwrap() } else { given.iter().sum() }
}

fn has_room(limit: &Value, used: i128) -> bool {
    let most = whole(limit.get("times").unwrap_or(&limit["points"]));
    used < most || limit.get("beyond").is_some()
}

/// What a limit lets of points, when so many were given before.
fn lets(book: &Book, limit: &Value, points: i128, used: i128) -> i128 {
    let Some(most) = limit.get("points").map(whole) else { return points };
    let room = (most - used).max(0);
    if points <= room {
        return points;
    }
    if let Some(percent) = limit.get("beyond") {
        let part = fraction(percent).times(Fraction::new(points - room, 100));
        return room + part.round(book.rounding("points", "down"));
    }
    if limit["over"] == "refuse" { 0 } else { room }
}

/// The postings of an event whose lines are `lines`, in the circumstances of `moment`.
pub fn postings(book: &Book, moment: &Moment, fact: &Fact, lines: &[Line]) -> Vec<Posting> {
    let scene = Scene::then(book, moment, fact.day).during(fact, lines);
    let mut all = Vec::new();
    for (currency, of) in book.earning().into_iter().enumerate() {
        let (points, _) = of;
        let used = |rule: &Value| {
            let key = format!("{currency}/{}", rule["id"].as_str().unwrap());
            moment.used.get(&key).map_or(&[][..], Vec::as_slice)
        };
        let fires = |rule: &Value| {
            fact.is(&rule["on"])
                && reaches(book, fact, rule, lines)
                && rule.get("when").is_none_or(|when| holds(when, &scene))
                && each(&rule["limits"]).zip(used(rule)).all(|(limit, used)| has_room(limit, *used))
        };
        let bonuses = bonus::rules(book, &moment.coupons, currency);
        let mut firing = in_turn(of, &fires);
        firing.extend(bonuses.iter().filter(|rule| reaches(book, fact, rule, lines)));
        let multipliers: Vec<&Value> =
            firing.iter().copied().filter(|rule| rule.get("multiply").is_some()).collect();
        let day = |rule: &Value| {
            let key = format!("{currency}/{}", rule["id"].as_str().unwrap());
            moment.streaks.get(&key).copied().unwrap_or(0)
        };
        let mut given: BTreeMap<String, i128> = BTreeMap::new();
        for base in firing.iter().filter(|rule| rule.get("multiply").is_none()) {
            for (rule, points) in parts(&scene, fact, (points, base), &multipliers, (lines, day(base))) {
                *given.entry(rule).or_default() += points;
            }
        }
        let mut total = 0;
        for rule in firing {
            let id = rule["id"].as_str().unwrap();
            // What several discounts of one coupon give is there once.
            let mut left = given.remove(id).unwrap_or(0);
            for (limit, used) in each(&rule["limits"]).zip(used(rule)) {
                left = lets(book, limit, left, *used);
            }
            for (limit, used) in each(&points["limits"]).zip(&moment.used[&currency.to_string()]) {
                left = lets(book, limit, left, *used + total);
            }
            for (_, most) in moment.caps.iter().filter(|(of, _)| *of == currency) {
                left = left.min((most - total).max(0));
            }
            total += left;
            if left != 0 {
                all.push(Posting { currency, rule: id.to_owned(), points: left });
            }
        }
    }
    all
}

/// The rules of a currency, those of groups among them.
pub fn rules<'a>((_, list): (&Value, &'a Value)) -> Vec<&'a Value> {
    each(list).flat_map(|rule| rule.get("rules").map_or(std::slice::from_ref(rule).iter(), each)).collect()
}

/// The rules that give, of those that fire: of each group the first, and none after one that stops.
pub fn in_turn<'a>((_, list): (&Value, &'a Value), fires: &dyn Fn(&Value) -> bool) -> Vec<&'a Value> {
    let mut giving = Vec::new();
    for entry in each(list) {
        let rule = match entry.get("rules") {
            Some(group) => each(group).find(|rule| fires(rule)),
            None => Some(entry).filter(|rule| fires(rule)),
        };
        giving.extend(rule);
        if rule.is_some_and(|rule| rule["stop"] == true) {
            break;
        }
    }
    giving
}

/// One base rule's share and what each multiplier adds to it, before limits.
fn parts(
    scene: &Scene,
    fact: &Fact,
    (points, base): (&Value, &Value),
    multipliers: &[&Value],
    (lines, day_of_streak): (&[Line], i128),
) -> Vec<(String, i128)> {
    let book = scene.book;
    let acting: Vec<&Value> =
        multipliers.iter().copied().filter(|multiplier| acts_on(multiplier, base)).collect();
    let pieces = pieces(scene, fact, (points, base), lines, day_of_streak);
    let mode = book.rounding("points", "down");
    let mut weights = vec![Fraction::whole(0); acting.len()];
    let mut exact = Vec::new();
    for piece in &pieces {
        let (mut sum, mut product) = (Fraction::whole(1), Fraction::whole(1));
        for winner in highest_of_groups(book, &acting, piece.line) {
            let by = fraction(&acting[winner]["multiply"]["by"]);
            let above_one = by.minus(Fraction::whole(1));
            match acting[winner]["multiply"]["combine"].as_str() {
                Some("product") => product = product.times(by),
                _ => sum = sum.plus(above_one),
            }
            weights[winner] = weights[winner].plus(above_one.times(piece.exact));
        }
        let factor = sum.times(product);
        exact.push((piece.exact, piece.exact.times(factor), piece.units));
    }
    let rounded = |side: fn(&(Fraction, Fraction, i128)) -> Fraction| -> i128 {
        let at = if base["perAmount"]["step"] == true { "rule" } else { book.rounding("at", "rule") };
        match at {
            "unit" => exact.iter().map(|e| side(e).times(Fraction::new(1, e.2)).round(mode) * e.2).sum(),
            "line" => exact.iter().map(|e| side(e).round(mode)).sum(),
            _ => exact.iter().fold(Fraction::whole(0), |sum, e| sum.plus(side(e))).round(mode),
        }
    };
    let alone = rounded(|e| e.0);
    let together = rounded(|e| e.1);
    let mut result = vec![(base["id"].as_str().unwrap().to_owned(), alone)];
    let shares = shares(together - alone, &weights);
    result.extend(
        acting.iter().zip(shares).map(|(rule, share)| (rule["id"].as_str().unwrap().to_owned(), share)),
    );
    result
}

fn acts_on(multiplier: &Value, base: &Value) -> bool {
    match multiplier["multiply"].get("of") {
        Some(of) => each(of).any(|id| *id == base["id"]),
        None => base.get("perAmount").or(base.get("percentValue")).is_some(),
    }
}

/// The places of the multipliers that count on a line: of each group the highest, the earlier of equals.
fn highest_of_groups(book: &Book, acting: &[&Value], line: Option<&Line>) -> Vec<usize> {
    let by = |place: usize| fraction(&acting[place]["multiply"]["by"]);
    let group = |place: usize| acting[place]["multiply"]["group"].as_str();
    let reaches = |place: &usize| match (acting[*place]["scope"].as_str(), line) {
        (Some(scope), Some(line)) => in_scope(book.scope(scope), line),
        (Some(_), None) => false,
        (None, _) => true,
    };
    let reaching: Vec<usize> = (0..acting.len()).filter(reaches).collect();
    let beaten = |place: usize| {
        group(place).is_some()
            && reaching.iter().any(|other| {
                let higher = by(*other).more_than(by(place)) || (by(*other) == by(place) && *other < place);
                group(*other) == group(place) && higher
            })
    };
    reaching.iter().copied().filter(|place| !beaten(*place)).collect()
}

/// Shares of a whole number by weight that add up to it: rounded down, the odd ones to the largest rests, the earlier of
/// equals first.
pub fn shares(total: i128, weights: &[Fraction]) -> Vec<i128> {
    let sum = weights.iter().fold(Fraction::whole(0), |sum, weight| sum.plus(*weight));
    if sum.above == 0 {
        return vec![0; weights.len()];
    }
    let exact =
        |weight: &Fraction| Fraction::whole(total).times(*weight).times(Fraction::new(sum.below, sum.above));
    let mut result: Vec<i128> = weights.iter().map(|weight| exact(weight).floor()).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|place| {
        std::cmp::Reverse(OrderedRest(exact(&weights[*place]).minus(Fraction::whole(result[*place]))))
    });
    let odd = total - result.iter().sum::<i128>();
    for place in order.into_iter().take(usize::try_from(odd).unwrap()) {
        result[place] += 1;
    }
    result
}

/// A fraction from 0 to 1 that sorts by size.
#[derive(PartialEq, Eq)]
struct OrderedRest(Fraction);

impl PartialOrd for OrderedRest {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for OrderedRest {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0.above * other.0.below).cmp(&(other.0.above * self.0.below))
    }
}
