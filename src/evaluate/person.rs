//! What is said of a member against what a condition asks for, and how long ago something was.

use super::verdict::{Far, NEED, together, whole};
use crate::json::{Maybe, Show, object, text};
use crate::program::{AttributeIs, DECIMALS, Edge};
use crate::rule::{Standpoint, attribute_within, tenure};
use crate::unit::{Day, Decimal, Period, Rounding, divide};
use crate::view::{Shown, Verdict};

/// The verdict on a word.
pub fn words<'a, T: AsRef<str>>(is: &'static str, met: bool, words: &'a [T]) -> Verdict<'a> {
    Verdict::Words { is, met, words: words.iter().map(AsRef::as_ref).collect() }
}

/// One verdict for each demand on an attribute. Nothing that a shopper does brings an attribute nearer.
pub fn attribute<'a>(is: &'a AttributeIs, at: &Standpoint<'a>) -> (Verdict<'a>, Far) {
    let value = at.traits().attribute(&is.name);
    let shown = |value: &dyn Show| Shown(text(value));
    let mut judged = Vec::new();
    let mut leaf = |met: bool, demand: [Option<Shown>; 3], exists: Option<bool>, bound| {
        let [one_of, target, gap] = demand.map(Maybe);
        let (exists, bound) = (Maybe(exists), Maybe(bound));
        let value = value.map(|value| shown(value));
        let verdict =
            Verdict::Attribute { met, attribute: &is.name, value, exists, one_of, bound, target, gap };
        judged.push((verdict, met.then_some(0)));
    };
    if let Some(exists) = is.exists {
        leaf(exists == value.is_some(), [None, None, None], Some(exists), None);
    }
    if !is.one_of.is_empty() {
        let met = value.is_some_and(|value| is.one_of.contains(value));
        leaf(met, [Some(shown(&is.one_of.iter().collect::<Vec<_>>())), None, None], None, None);
    }
    for bound in &is.bounds {
        let met = attribute_within(*bound, value);
        let number = |units: i64| {
            let mut out = String::new();
            Decimal::of_units(units, DECIMALS).push(&mut out);
            Shown(out)
        };
        let present = value.and_then(crate::ledger::Value::number).and_then(|value| value.units(DECIMALS));
        let gap = present
            .filter(|_| !met && bound.edge == Edge::AtLeast)
            .map(|present| number(bound.value.saturating_sub(present)));
        leaf(met, [None, Some(number(bound.value)), gap], None, Some(bound.edge.as_str()));
    }
    let met = judged.iter().all(|(_, far)| far.is_some());
    together(met, judged)
}

/// One verdict for each bound of the time since the latest of such acts.
pub fn inactive<'a>(acts: usize, bounds: &'a [(Edge, Period)], at: &Standpoint<'a>) -> (Verdict<'a>, Far) {
    let shown = || {
        let (word, kind) = at.program.acts.get(acts).map_or(("", None), crate::ledger::Acts::name);
        let Some(kind) = kind else { return Shown(text(&word)) };
        let mut out = String::new();
        object(&[(word, &kind)], &mut out);
        Shown(out)
    };
    periods(bounds, at.inactive_since(acts), at, &|PeriodBound { met, bound, target, from }| {
        Verdict::InactiveFor { met, acts: shown(), since: at.latest(acts), bound, target, from }
    })
}

/// A bound of the time since a date, judged.
pub struct PeriodBound<'a> {
    /// Whether it holds.
    pub met: bool,
    /// The bound.
    pub bound: &'static str,
    /// Where it lies.
    pub target: &'a str,
    /// The date from which it holds.
    pub from: Maybe<Day>,
}

/// One verdict for each bound of the time since a date.
pub fn periods<'a>(
    bounds: &'a [(Edge, Period)],
    since: Day,
    at: &Standpoint<'a>,
    verdict: &dyn Fn(PeriodBound<'a>) -> Verdict<'a>,
) -> (Verdict<'a>, Far) {
    let mut judged = Vec::new();
    let mut all = true;
    for (edge, period) in bounds {
        let met = tenure(*edge, period, since, at.today);
        all &= met;
        let end = period.after(since, 1);
        let from = match edge {
            _ if met => None,
            Edge::AtLeast => Some(end),
            Edge::MoreThan => Some(end.plus_days(1)),
            Edge::UpTo | Edge::LessThan => None,
        };
        let far = match from {
            Some(from) => {
                let parts = i128::from(at.today.days_until(from)).saturating_mul(i128::from(NEED));
                Some(whole(divide(parts, i128::from(since.days_until(from).max(1)), Rounding::Up)))
            }
            None if met => Some(0),
            None => None,
        };
        let bound = PeriodBound { met, bound: edge.as_str(), target: period.text(), from: Maybe(from) };
        judged.push((verdict(bound), far));
    }
    together(all, judged)
}
