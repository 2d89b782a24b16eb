//! Whether a condition holds and, if not, exactly what is missing.

use super::person::{PeriodBound, attribute, inactive, periods, words};
use crate::json::Maybe;
use crate::program::{
    Birthday, Bound, Caps, Condition, Counted, Edge, Measure, Metric, Pending, Program, Segment,
};
use crate::rule::{Standpoint, around, base_points, holds, turn};
use crate::unit::{Day, Fixed, Overflow, Rounding, SAFE, Unit, divide, minus, plus};
use crate::view::{Figure, Gives, Verdict};

/// The verdict on a condition.
///
/// # Errors
/// When a product leaves its range.
pub fn verdict<'a>(condition: &'a Condition, at: &Standpoint<'a>) -> Result<Verdict<'a>, Overflow> {
    Ok(judged(condition, at, &distances(at)?)?.0)
}

/// How far each segment is, in the program's order; empty where no condition names one.
fn distances(at: &Standpoint<'_>) -> Result<Vec<Far>, Overflow> {
    let program = at.program;
    if !program.segment_named {
        return Ok(Vec::new());
    }
    let mut far = vec![None; program.segments.len()];
    for place in &program.segment_order {
        if let Some(segment) = program.segments.get(*place) {
            let own = judged(&segment.when, at, &far)?.1;
            if let Some(far) = far.get_mut(*place) {
                *far = own;
            }
        }
    }
    Ok(far)
}

/// Every segment with its verdict.
///
/// # Errors
/// When a product leaves its range.
pub fn segments<'a>(at: &Standpoint<'a>) -> Result<Vec<(&'a Segment, Verdict<'a>)>, Overflow> {
    let far = distances(at)?;
    let mut judgements = Vec::new();
    for segment in &at.program.segments {
        judgements.push((segment, judged(&segment.when, at, &far)?.0));
    }
    Ok(judgements)
}

/// How far a condition is from holding, in millionths of what it needs; `None` where nothing brings it nearer.
pub type Far = Option<i64>;

pub const NEED: i64 = 1_000_000;

fn judged<'a>(
    condition: &'a Condition,
    at: &Standpoint<'a>,
    segments: &[Far],
) -> Result<(Verdict<'a>, Far), Overflow> {
    let met = holds(condition, at);
    let near = if met { Some(0) } else { None };
    Ok(match condition {
        Condition::All(list) => {
            let (of, far) = each(list, at, segments)?;
            let sum = far.into_iter().try_fold(0_i64, |sum, far| far.map(|far| sum.saturating_add(far)));
            (Verdict::All { met, of }, sum)
        }
        Condition::Any(list) => {
            let (of, far) = each(list, at, segments)?;
            let nearest = far.iter().enumerate().filter_map(|(index, far)| far.map(|far| (far, index))).min();
            let cheapest = nearest.filter(|_| !met).map(|(_, index)| index);
            (Verdict::Any { met, of, cheapest: Maybe(cheapest) }, nearest.map(|(far, _)| far))
        }
        Condition::Not(not) => (Verdict::Not { met, of: Box::new(judged(not, at, segments)?.0) }, near),
        Condition::Metric { metric, bounds } => bounded(*metric, bounds, at)?,
        Condition::Tenure(bounds) => {
            periods(bounds, at.person.joined, at, &|PeriodBound { met, bound, target, from }| {
                Verdict::Tenure { met, bound, target, from }
            })
        }
        Condition::InactiveFor(acts, bounds) => inactive(*acts, bounds, at),
        Condition::Segment(segment) => {
            let id = at.program.segments.get(*segment).map_or("", |segment| &*segment.id);
            let far = segments.get(*segment).copied().flatten();
            (Verdict::Segment { met, segment: id }, if met { near } else { far })
        }
        Condition::Time(timing) => {
            let zone = &at.program.zone;
            let begins = if met { None } else { turn(timing, zone, at.instant()) };
            let from = begins.map(|begins| zone.day(begins));
            let far = from.map_or(near, |from| Some(days_of_year(at.today, from)));
            let hour = begins.filter(|_| timing.hours.is_some()).map(|begins| zone.hour(begins).text());
            (Verdict::Time { met, at: Maybe(begins), from: Maybe(from), hour: Maybe(hour) }, far)
        }
        Condition::Attribute(is) => attribute(is, at),
        Condition::Tag(tags) => (words("tag", met, tags), near),
        Condition::Said(mark, said) => (words(mark.as_str(), met, said), near),
        Condition::Birthday(birthday) => {
            let from = next_birthday(*birthday, at).filter(|_| !met);
            let far = from.map_or(near, |from| Some(days_of_year(at.today, from)));
            (Verdict::Birthday { met, from: Maybe(from) }, far)
        }
        Condition::Tier { ladder, tiers } => {
            let of = at.program.ladders.get(*ladder);
            let ids = tiers.iter().filter_map(|tier| of?.tiers.get(*tier)).map(|tier| &*tier.id).collect();
            (Verdict::Tier { met, tiers: ids }, near)
        }
        Condition::Event(_) => (Verdict::Event { met }, near),
        Condition::First(_) => (Verdict::First { met }, near),
        Condition::Plan(is) => (super::plan::runs(is, met, at), near),
        Condition::Cart(marks) => super::cart::cart(marks, met, at)?,
    })
}

pub type Each<'a> = (Vec<Verdict<'a>>, Vec<Far>);

fn each<'a>(list: &'a [Condition], at: &Standpoint<'a>, segments: &[Far]) -> Result<Each<'a>, Overflow> {
    let (mut of, mut far) = (Vec::new(), Vec::new());
    for condition in list {
        let one = judged(condition, at, segments)?;
        of.push(one.0);
        far.push(one.1);
    }
    Ok((of, far))
}

/// Several verdicts as one, all of which must hold; of one alone itself.
pub fn together(met: bool, mut judged: Vec<(Verdict<'_>, Far)>) -> (Verdict<'_>, Far) {
    if judged.len() == 1
        && let Some(one) = judged.pop()
    {
        return one;
    }
    let (of, far): Each<'_> = judged.into_iter().unzip();
    let sum = far.into_iter().try_fold(0_i64, |sum, far| far.map(|far| sum.saturating_add(far)));
    (Verdict::All { met, of }, sum)
}

/// One verdict for each bound, all of which must hold.
fn bounded<'a>(metric: usize, bounds: &[Bound], at: &Standpoint<'a>) -> Result<(Verdict<'a>, Far), Overflow> {
    let Some(of) = at.program.metrics.get(metric) else {
        return Ok((Verdict::All { met: false, of: Vec::new() }, None));
    };
    let value = at.metric(metric);
    let mut judged = Vec::new();
    for bound in bounds {
        judged.push(bound_of((metric, of), value, *bound, at)?);
    }
    let met = value.is_some_and(|value| bounds.iter().all(|bound| bound.edge.holds(&value, &bound.value)));
    Ok(together(met, judged))
}

/// The verdict on a bound that a value met.
///
/// # Errors
/// When a product leaves its range.
pub fn met_bound<'a>(
    index: usize,
    bound: Bound,
    value: i64,
    at: &Standpoint<'a>,
) -> Result<Option<Verdict<'a>>, Overflow> {
    let Some(metric) = at.program.metrics.get(index) else { return Ok(None) };
    let (mut verdict, _) = bound_of((index, metric), Some(value), bound, at)?;
    // What the parts of a score gave then is not known any more.
    if let Verdict::Metric { parts, .. } = &mut verdict {
        *parts = Maybe(None);
    }
    Ok(Some(verdict))
}

/// A value of a metric, as a view shows it.
pub fn figure(measure: Measure, number: i64, program: &Program) -> Figure {
    if measure == Measure::Money {
        return Figure::Money(program.currency.text(number));
    }
    let decimals = if let Measure::Points(decimals) = measure { decimals } else { 0 };
    Figure::Number(Fixed { units: number, decimals })
}

/// How far a value is from a bound.
pub struct Reach {
    /// Whether it lies within.
    pub met: bool,
    /// What is missing, where more brings it.
    pub gap: Option<i64>,
    /// The value in per cent of what is needed.
    pub percent: Option<i64>,
    /// How far it is.
    pub far: Far,
}

/// How far a value is from a bound.
///
/// # Errors
/// When a sum leaves its range.
pub fn reach(value: Option<i64>, bound: Bound) -> Result<Reach, Overflow> {
    let met = value.is_some_and(|value| bound.edge.holds(&value, &bound.value));
    let need = match bound.edge {
        Edge::AtLeast => Some(bound.value),
        Edge::MoreThan => Some(plus(bound.value, 1)?),
        Edge::UpTo | Edge::LessThan => None,
    };
    let gap = match (need, value) {
        (Some(need), Some(value)) if !met => Some(minus(need, value)?),
        _ => None,
    };
    let percent = need.zip(value).map(|(need, value)| {
        if met || need <= 0 {
            return if met { 100 } else { 0 };
        }
        whole(divide(i128::from(value).saturating_mul(100), i128::from(need), Rounding::Down)).clamp(0, 100)
    });
    let far = match (met, need.zip(gap)) {
        (true, _) => Some(0),
        (false, Some((need, gap))) => {
            let parts = i128::from(gap).saturating_mul(i128::from(NEED));
            Some(whole(divide(parts, i128::from(need.max(1)), Rounding::Up)))
        }
        (false, None) => None,
    };
    Ok(Reach { met, gap, percent, far })
}

fn bound_of<'a>(
    (index, metric): (usize, &'a Metric),
    value: Option<i64>,
    bound: Bound,
    at: &Standpoint<'a>,
) -> Result<(Verdict<'a>, Far), Overflow> {
    let Reach { met, gap, percent, far } = reach(value, bound)?;
    let measure = metric.measure();
    let figure = |number: i64| figure(measure, number, at.program);
    let money = match gap {
        Some(gap) => money(metric, gap, at)?,
        None => None,
    };
    let verdict = Verdict::Metric {
        met,
        metric: &metric.id,
        unit: measure.as_str(),
        value: value.map(figure),
        bound: bound.edge.as_str(),
        target: figure(bound.value),
        gap: Maybe(gap.map(figure)),
        percent: Maybe(percent),
        money: Maybe(money.map(|minor| at.program.currency.text(minor))),
        parts: Maybe(parts(index, metric, at)),
        per: Maybe(per(metric, at.program)),
    };
    Ok((verdict, far))
}

/// The metric for each one of which an average is.
fn per<'a>(metric: &Metric, program: &'a Program) -> Option<&'a str> {
    let Counted::Ratio(ratio) = &metric.counted else { return None };
    let per = program.metrics.get(ratio.per).filter(|_| ratio.average)?;
    Some(&per.id)
}

/// What each part gives to a score.
fn parts<'a>(index: usize, metric: &'a Metric, at: &Standpoint<'a>) -> Option<Vec<Gives<'a>>> {
    let Counted::Score(parts, _) = &metric.counted else { return None };
    let mut given = Vec::new();
    for (part, value) in parts.iter().zip(at.parts(index)) {
        given.push(Gives { id: &part.id, value });
    }
    Some(given)
}

pub fn whole(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The smallest single order now, of goods in no scope, that closes a gap: money closes itself, points come by the base rules.
fn money(metric: &Metric, gap: i64, at: &Standpoint<'_>) -> Result<Option<i64>, Overflow> {
    if metric.refresh.is_some() || metric.caps != Caps::NONE || !metric.window.holds_today(at.today) {
        return Ok(None);
    }
    if metric.counted == Counted::Paid(None) && metric.when.is_none() {
        return Ok(Some(gap));
    }
    let currency = match metric.counted {
        Counted::Ledger(ledger) => at.program.points.len().saturating_add(ledger),
        Counted::Points(currency) | Counted::Balance(currency) => currency,
        Counted::Paid(_)
        | Counted::Quantity(_)
        | Counted::Value(_)
        | Counted::Events(_)
        | Counted::Placed { .. }
        | Counted::Since(_)
        | Counted::Tenure
        | Counted::Distinct(..)
        | Counted::Categories(_)
        | Counted::Subjects(_)
        | Counted::Streak(..)
        | Counted::Ratio(..)
        | Counted::Score(..) => return Ok(None),
    };
    if matches!(metric.counted, Counted::Balance(_)) && !is_usable_at_once(currency, at) {
        return Ok(None);
    }
    let Some(rules) = at.program.rules(currency) else { return Ok(None) };
    let enough = |paid: i64| match base_points(rules, at, paid) {
        Ok(points) => points >= gap,
        Err(Overflow) => true,
    };
    if base_points(rules, at, SAFE).is_ok_and(|points| points < gap) {
        return Ok(None);
    }
    let (mut short, mut long) = (0_i64, SAFE);
    while minus(long, short)? > 1 {
        let middle = plus(short, whole(divide(i128::from(minus(long, short)?), 2, Rounding::Down)))?;
        if enough(middle) {
            long = middle;
        } else {
            short = middle;
        }
    }
    Ok(Some(long))
}

/// Whether points of a currency can be used as soon as they are earned.
fn is_usable_at_once(currency: usize, at: &Standpoint<'_>) -> bool {
    at.program.points.get(currency).is_some_and(|rules| matches!(rules.pending, Pending::Never))
}

/// Days to a date in millionths of a year.
fn days_of_year(today: Day, date: Day) -> i64 {
    whole(divide(i128::from(today.days_until(date)).saturating_mul(i128::from(NEED)), 365, Rounding::Up))
}

/// The next date on which it is the birthday.
fn next_birthday(birthday: Birthday, at: &Standpoint<'_>) -> Option<Day> {
    let born = at.person.birthday?;
    match birthday {
        Birthday::Month => {
            let year = at.today.civil().0;
            let months =
                [0, 1].into_iter().map(|more| born.in_year(year.saturating_add(more)).start_of(Unit::Month));
            months.into_iter().find(|first| *first > at.today)
        }
        Birthday::Around { before, after } => {
            around(born, before, after, at.today).map(|(from, _)| from).filter(|from| *from > at.today).min()
        }
    }
}
