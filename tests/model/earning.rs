//! What the earn rules give for one event: exact values, multipliers, one rounding, shown parts, limits.

use std::collections::BTreeMap;

use serde_json::Value;

use super::calendar::holds as window_holds;
use super::condition::{Scene, holds};
use super::facts::{Act, Fact, Line, each, in_scope};
use super::number::{Fraction, fraction, money, whole};
use super::state::{Book, Moment, Posting, State};

/// What each limited rule may still give for an event of `fact`'s date: absent, it does not fire; none, no points limit.
pub fn room(state: &State, fact: &Fact) -> BTreeMap<String, Option<i128>> {
    let mut rooms = BTreeMap::new();
    for (currency, (_, rules)) in state.book.earning().into_iter().enumerate() {
        for rule in each(rules) {
            let id = rule["id"].as_str().unwrap();
            let mut left = None;
            let mut may_fire = true;
            for limit in each(&rule["limits"]) {
                let given = given(state, fact, currency, id, &limit["per"]);
                if let Some(times) = limit.get("times") {
                    may_fire &= i128::try_from(given.len()).unwrap() < whole(times);
                }
                if let Some(points) = limit.get("points") {
                    let rest = (whole(points) - given.iter().sum::<i128>()).max(0);
                    left = Some(left.map_or(rest, |left: i128| left.min(rest)));
                }
            }
            if may_fire && left != Some(0) {
                rooms.insert(format!("{currency}/{id}"), left);
            }
        }
    }
    rooms
}

/// What a rule gave, event by event, within a limit's window on the date of `fact`.
fn given(state: &State, fact: &Fact, currency: usize, rule: &str, per: &Value) -> Vec<i128> {
    let anchors = state.anchors(0);
    let others = state.entries.iter().filter(|entry| entry.fact.id != fact.id);
    others
        .filter(|entry| per != "event" && window_holds(per, entry.fact.day, fact.day, anchors))
        .flat_map(|entry| &entry.postings)
        .filter(|posting| posting.currency == currency && posting.rule == rule && posting.points > 0)
        .map(|posting| posting.points)
        .collect()
}

/// The postings of an event whose lines are `lines`, in the circumstances of `moment`.
pub fn postings(book: &Book, moment: &Moment, fact: &Fact, lines: &[Line]) -> Vec<Posting> {
    let scene = Scene::then(book, moment, fact.day).during(fact, lines);
    let mut all = Vec::new();
    for (currency, (_, rules)) in book.earning().into_iter().enumerate() {
        let room = |rule: &Value| moment.room.get(&format!("{currency}/{}", rule["id"].as_str().unwrap()));
        let fires = |rule: &&Value| {
            fact.is(&rule["on"])
                && rule.get("when").is_none_or(|when| holds(when, &scene))
                && room(rule).is_some()
        };
        let firing: Vec<&Value> = each(rules).filter(fires).collect();
        let multipliers: Vec<&Value> =
            firing.iter().copied().filter(|rule| rule.get("multiply").is_some()).collect();
        let mut given: BTreeMap<String, i128> = BTreeMap::new();
        for base in firing.iter().filter(|rule| rule.get("multiply").is_none()) {
            for (rule, points) in parts(book, fact, base, &multipliers, lines) {
                *given.entry(rule).or_default() += points;
            }
        }
        for rule in firing {
            let id = rule["id"].as_str().unwrap();
            let uncut = given.get(id).copied().unwrap_or(0);
            let cut = room(rule).unwrap().map_or(uncut, |left| uncut.min(left));
            if cut != 0 {
                all.push(Posting { currency, rule: id.to_owned(), points: cut });
            }
        }
    }
    all
}

/// One base rule's share and what each multiplier adds to it, before limits.
fn parts(
    book: &Book,
    fact: &Fact,
    base: &Value,
    multipliers: &[&Value],
    lines: &[Line],
) -> Vec<(String, i128)> {
    let acting: Vec<&Value> =
        multipliers.iter().copied().filter(|multiplier| acts_on(multiplier, base)).collect();
    let pieces = pieces(book, fact, base, lines);
    let mode = book.rounding("points", "down");
    let mut weights = vec![Fraction::whole(0); acting.len()];
    let mut exact = Vec::new();
    for piece in &pieces {
        let mut factor = Fraction::whole(1);
        for winner in highest_of_groups(book, &acting, piece.line) {
            let above_one = fraction(&acting[winner]["multiply"]["by"]).minus(Fraction::whole(1));
            factor = factor.plus(above_one);
            weights[winner] = weights[winner].plus(above_one.times(piece.exact));
        }
        exact.push((piece.exact, piece.exact.times(factor), piece.units));
    }
    let rounded = |side: fn(&(Fraction, Fraction, i128)) -> Fraction| -> i128 {
        match book.rounding("at", "rule") {
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

/// The exact value of a rule on one line; a fixed rule is one piece of no line.
struct Piece<'a> {
    line: Option<&'a Line>,
    exact: Fraction,
    units: i128,
}

fn pieces<'a>(book: &Book, fact: &Fact, base: &Value, lines: &'a [Line]) -> Vec<Piece<'a>> {
    if let Some(points) = base.get("fixed") {
        let wanted = !matches!(fact.act, Act::Order { .. }) || in_rule_scope(book, base, lines);
        let exact = Fraction::whole(whole(points));
        return if wanted { vec![Piece { line: None, exact, units: 1 }] } else { Vec::new() };
    }
    let rate = &base["perAmount"];
    let rate = Fraction::new(whole(&rate["points"]), money(&rate["amount"], book.decimals));
    let scope = base["scope"].as_str().map(|id| book.scope(id));
    let paid = lines.iter().filter(|line| line.paid > 0 && line.quantity > 0);
    paid.filter(|line| scope.is_none_or(|scope| in_scope(scope, line)))
        .map(|line| Piece {
            line: Some(line),
            exact: rate.times(Fraction::whole(line.paid)),
            units: line.quantity,
        })
        .collect()
}

fn in_rule_scope(book: &Book, rule: &Value, lines: &[Line]) -> bool {
    rule["scope"].as_str().is_none_or(|id| lines.iter().any(|line| in_scope(book.scope(id), line)))
}

fn acts_on(multiplier: &Value, base: &Value) -> bool {
    match multiplier["multiply"].get("of") {
        Some(of) => each(of).any(|id| *id == base["id"]),
        None => base.get("perAmount").is_some(),
    }
}

/// The places of the multipliers that count on a line: of each group the highest, the earlier of equals.
fn highest_of_groups(book: &Book, acting: &[&Value], line: Option<&Line>) -> Vec<usize> {
    let by = |place: usize| fraction(&acting[place]["multiply"]["by"]);
    let group = |place: usize| acting[place]["multiply"]["group"].as_str();
    let reaches = |place: &usize| match (acting[*place]["scope"].as_str(), line) {
        (Some(scope), Some(line)) => in_scope(book.scope(scope), line),
        _ => true,
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
fn shares(total: i128, weights: &[Fraction]) -> Vec<i128> {
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
