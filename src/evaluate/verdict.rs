//! Whether a condition holds and, if not, exactly what is missing.

use crate::json::Maybe;
use crate::program::{Birthday, Bound, Caps, Condition, Counted, Edge, Measure, Metric};
use crate::rule::{Standpoint, around, base_points, holds, tenure};
use crate::unit::{Day, Overflow, Period, Rounding, SAFE, Unit, divide, minus, plus};
use crate::view::{Figure, Gives, Verdict};

/// The verdict on a condition.
///
/// # Errors
/// When a product leaves its range.
pub fn verdict<'a>(condition: &'a Condition, at: &Standpoint<'a>) -> Result<Verdict<'a>, Overflow> {
    Ok(judged(condition, at)?.0)
}

/// How far a condition is from holding, in millionths of what it needs; `None` where nothing brings it nearer.
type Far = Option<i64>;

const NEED: i64 = 1_000_000;

fn judged<'a>(condition: &'a Condition, at: &Standpoint<'a>) -> Result<(Verdict<'a>, Far), Overflow> {
    let met = holds(condition, at);
    let near = if met { Some(0) } else { None };
    Ok(match condition {
        Condition::All(list) => {
            let (of, far) = each(list, at)?;
            let sum = far.into_iter().try_fold(0_i64, |sum, far| far.map(|far| sum.saturating_add(far)));
            (Verdict::All { met, of }, sum)
        }
        Condition::Any(list) => {
            let (of, far) = each(list, at)?;
            let nearest = far.iter().enumerate().filter_map(|(index, far)| far.map(|far| (far, index))).min();
            let cheapest = nearest.filter(|_| !met).map(|(_, index)| index);
            (Verdict::Any { met, of, cheapest: Maybe(cheapest) }, nearest.map(|(far, _)| far))
        }
        Condition::Not(not) => (Verdict::Not { met, of: Box::new(judged(not, at)?.0) }, near),
        Condition::Metric { metric, bounds } => bounded(*metric, bounds, at)?,
        Condition::Tenure(bounds) => tenures(bounds, met, at),
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
    })
}

type Each<'a> = (Vec<Verdict<'a>>, Vec<Far>);

fn each<'a>(list: &'a [Condition], at: &Standpoint<'a>) -> Result<Each<'a>, Overflow> {
    let (mut of, mut far) = (Vec::new(), Vec::new());
    for condition in list {
        let one = judged(condition, at)?;
        of.push(one.0);
        far.push(one.1);
    }
    Ok((of, far))
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
    if judged.len() == 1
        && let Some(one) = judged.pop()
    {
        return Ok(one);
    }
    let met = value.is_some_and(|value| bounds.iter().all(|bound| bound.edge.holds(&value, &bound.value)));
    let (of, far): Each<'_> = judged.into_iter().unzip();
    let sum = far.into_iter().try_fold(0_i64, |sum, far| far.map(|far| sum.saturating_add(far)));
    Ok((Verdict::All { met, of }, sum))
}

fn bound_of<'a>(
    (index, metric): (usize, &'a Metric),
    value: Option<i64>,
    bound: Bound,
    at: &Standpoint<'a>,
) -> Result<(Verdict<'a>, Far), Overflow> {
    let met = value.is_some_and(|value| bound.edge.holds(&value, &bound.value));
    let measure = metric.measure();
    let figure = |number: i64| {
        if measure == Measure::Money {
            return Figure::Money(at.program.currency.text(number));
        }
        Figure::Number(number)
    };
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
    };
    Ok((verdict, far))
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

fn whole(number: i128) -> i64 {
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
    at.program.points.get(currency).is_some_and(|rules| rules.pending.is_none())
}

/// One verdict for each bound of the time since joining.
fn tenures<'a>(bounds: &'a [(Edge, Period)], met: bool, at: &Standpoint<'a>) -> (Verdict<'a>, Far) {
    let mut judged: Vec<(Verdict<'a>, Far)> =
        bounds.iter().map(|(edge, period)| tenure_of(*edge, period, at)).collect();
    if judged.len() == 1
        && let Some(one) = judged.pop()
    {
        return one;
    }
    let (of, far): Each<'_> = judged.into_iter().unzip();
    (
        Verdict::All { met, of },
        far.into_iter().try_fold(0_i64, |sum, far| far.map(|far| sum.saturating_add(far))),
    )
}

fn tenure_of<'a>(edge: Edge, period: &'a Period, at: &Standpoint<'a>) -> (Verdict<'a>, Far) {
    let joined = at.person.joined;
    let met = tenure(edge, period, joined, at.today);
    let end = period.after(joined, 1);
    let from = match edge {
        _ if met => None,
        Edge::AtLeast => Some(end),
        Edge::MoreThan => Some(end.plus_days(1)),
        Edge::UpTo | Edge::LessThan => None,
    };
    let far = match from {
        Some(from) => {
            let parts = i128::from(days(at.today, from)).saturating_mul(i128::from(NEED));
            Some(whole(divide(parts, i128::from(days(joined, from).max(1)), Rounding::Up)))
        }
        None if met => Some(0),
        None => None,
    };
    (Verdict::Tenure { met, bound: edge.as_str(), target: period.text(), from: Maybe(from) }, far)
}

fn days(from: Day, to: Day) -> i64 {
    i64::from(to.number()).saturating_sub(i64::from(from.number()))
}

/// Days to a date in millionths of a year.
fn days_of_year(today: Day, date: Day) -> i64 {
    whole(divide(i128::from(days(today, date)).saturating_mul(i128::from(NEED)), 365, Rounding::Up))
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
