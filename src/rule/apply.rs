//! One event, from its reversals to its tier step: the one order in which rules run.

use super::count::{capture, counted, counted_activity, fresh, keys};
use super::earn::earn;
use super::refund::{Refunded, refund};
use super::{Happening, Standpoint, grant, ledger, spend, tier, time};
use crate::ledger::{Entry, Order, Posted, PostedPoints, PostedTier, What};
use crate::program::{Counted, Program};
use crate::shape::Id;
use crate::state::{Change, Left, Log, Moved, Outcome, Person, Remains, State, TierMoved, Trace};
use crate::unit::{Day, Overflow};

/// What an event needs of the past, beside the state: the log, of which `before` events come before it.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The program.
    pub program: &'a Program,
    /// The member.
    pub person: &'a Person,
    /// The log.
    pub log: &'a Log,
    /// How many of its events come before.
    pub before: usize,
}

/// Lets time pass up to an event and runs it.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1); the state is then of no use.
pub fn apply(step: &Step<'_>, state: &mut State, entry: &Entry) -> Result<Outcome, Overflow> {
    let program = step.program;
    let mut changes = Vec::new();
    time::advance(program, step.person, state, entry.at, &mut changes)?;
    let passed = changes.len();
    let mut points = Vec::new();
    let mut trace = None;
    match &entry.what {
        What::Order(order) => {
            trace = Some(Box::new(self::order(step, state, entry, order, &mut points, &mut changes)?));
        }
        What::Refund { order, lines } => {
            if let Some((position, of, last)) = step.log.order(order, step.before)
                && let Some(captured) = captured(step.log, position)
            {
                let of = Refunded { position, order: of, trace: last, captured };
                let (left, posted) = refund(step, state, entry, &of, lines.as_deref(), &mut changes)?;
                points = posted;
                trace = Some(Box::new(left));
            }
        }
        What::Activity { kind, value, subject } => {
            let activity = Happened { kind, value: *value, subject: subject.as_ref() };
            self::activity(step, state, entry, &activity, &mut points, &mut changes)?;
        }
        What::AdjustPoints { currency, points, reason } => {
            spend::adjust(program, state, (*currency, *points), entry, reason.clone(), &mut changes)?;
        }
        What::AdjustMetric { metric, amount } => {
            ledger::book(program, step.person, state, *metric, *amount, (entry.day, entry.day))?;
        }
        What::Redeem { currency, points, reward } => {
            let reason = reward.as_ref().map(ToString::to_string);
            spend::spend(program, state, *currency, *points, entry, reason, &mut changes)?;
        }
        What::Plan { plan, end } => {
            if let Some(until) = state.plans.get_mut(*plan) {
                *until = *end;
            }
        }
        What::Opening { lots, metrics, tier: brought } => {
            state.opened = true;
            for lot in lots {
                spend::open(program, state, lot, entry, &mut changes)?;
            }
            for (metric, amount, day) in metrics {
                ledger::book(program, step.person, state, *metric, *amount, (*day, *day))?;
            }
            if let Some(open) = brought {
                tier::open(program, state, open, entry.at, &entry.id, &mut changes);
            }
        }
    }
    match &entry.posted {
        Some(posted) => tier::posted(program, state, &posted.tiers, entry.at, &entry.id, &mut changes),
        None => tier::climb(program, step.person, state, entry.at, Some(&entry.id), &mut changes),
    }
    state.count_lines(changes.get(passed..).unwrap_or_default());
    let posted = Posted { version: version(program, entry), points, tiers: steps(&changes) };
    Ok(Outcome { changes, posted, trace })
}

/// The version under which an event was posted.
fn version(program: &Program, entry: &Entry) -> Id {
    entry.posted.as_ref().map_or_else(|| program.version.clone(), |posted| posted.version.clone())
}

/// What rules saw when the order at a position came.
fn captured(log: &Log, position: usize) -> Option<&crate::state::Captured> {
    log.logged.get(position)?.outcome.trace.as_ref()?.captured.as_ref()
}

/// The steps between tiers that an event caused, as they are posted.
fn steps(changes: &[Change]) -> Vec<PostedTier> {
    let mut steps = Vec::new();
    for change in changes {
        // An opening's step is in the event itself.
        if let Moved::Tier { ladder, kind, from, to, last_day } = change.moved
            && !change.by_time
            && kind != TierMoved::Opening
        {
            steps.push(PostedTier { ladder, from, to, last_day });
        }
    }
    steps
}

/// Adds to each metric what an event counts; things are counted by themselves.
pub(super) fn count_all(
    program: &Program,
    state: &mut State,
    counts: impl IntoIterator<Item = i64>,
    day: Day,
) -> Result<(), Overflow> {
    for ((metric, counter), count) in program.metrics.iter().zip(&mut state.metrics).zip(counts) {
        if !matches!(metric.counted, Counted::Categories(_) | Counted::Subjects(_)) {
            counter.add(metric, day, count)?;
        }
    }
    Ok(())
}

/// Counts things in their metrics, or takes them out again.
pub(super) fn count_keys(
    state: &mut State,
    keys: &[(usize, Id)],
    amount: i64,
    day: Day,
) -> Result<(), Overflow> {
    for (metric, key) in keys {
        if let Some(counter) = state.metrics.get_mut(*metric) {
            counter.add_key(key, day, amount)?;
        }
    }
    Ok(())
}

/// Marks that an event of a type has been.
fn mark(program: &Program, state: &mut State, event: Happening<'_>) {
    for (source, seen) in program.firsts.iter().zip(&mut state.seen) {
        *seen = *seen || event.comes_from(source);
    }
}

fn order(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    order: &Order,
    posted: &mut Vec<PostedPoints>,
    changes: &mut Vec<Change>,
) -> Result<Trace, Overflow> {
    let program = step.program;
    let spent = if order.points_used > 0 {
        spend::spend(program, state, 0, order.points_used, entry, None, changes)?
    } else {
        Vec::new()
    };
    let mut captured = capture(program, step.person, state, entry.day);
    let lines: Vec<Left> =
        order.lines.iter().map(|line| Left { quantity: line.quantity, paid: line.paid }).collect();
    let keys = keys(program, step.person, &captured, order, &lines);
    captured.fresh = fresh(program, step.person, state, &keys, entry.day);
    let counts = counted(program, step.person, &captured, order, &lines)?;
    count_all(program, state, counts.iter().copied(), entry.day)?;
    count_keys(state, &keys, 1, entry.day)?;
    let at = Standpoint::of_order(program, step.person, &captured, &counts, (order, &lines));
    let mut given = by_rules(program, &at, &captured.used, entry)?;
    let mut by_rule = true;
    if let Some(posted) = &entry.posted {
        let posted = positive(&posted.points);
        by_rule = posted.len() == given.len() && posted.iter().zip(&given).all(|(a, b)| is_same(a, b));
        given = posted;
    }
    let mut grants = Vec::with_capacity(given.len());
    for line in &given {
        grants.push((line.currency, line.rule.clone(), line.points));
    }
    grant_all(step, state, entry, given, posted, changes)?;
    mark(program, state, Happening::Order(order, &lines));
    let lapsed = program.points.iter().map(|_| 0).collect();
    Ok(Trace {
        captured: Some(captured),
        remains: Remains { lines, counted: counts, grants, spent, lapsed },
        by_rule,
    })
}

/// An activity at hand.
struct Happened<'a> {
    kind: &'a Id,
    value: Option<i64>,
    subject: Option<&'a Id>,
}

fn activity(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    activity: &Happened<'_>,
    posted: &mut Vec<PostedPoints>,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let program = step.program;
    let event = Happening::Activity(activity.kind, activity.value);
    let at = Standpoint::of_state(program, step.person, state, entry.day);
    let counts = counted_activity(program, &at, activity.kind, activity.value);
    let used = capture(program, step.person, state, entry.day).used;
    count_all(program, state, counts.iter().copied(), entry.day)?;
    let subjects = program
        .metrics
        .iter()
        .zip(counts)
        .enumerate()
        .filter(|(_, (metric, count))| matches!(metric.counted, Counted::Subjects(_)) && *count > 0);
    for (index, _) in subjects {
        if let Some(subject) = activity.subject {
            count_keys(state, &[(index, subject.clone())], 1, entry.day)?;
        }
    }
    let given = if let Some(posted) = &entry.posted {
        positive(&posted.points)
    } else {
        let at = Standpoint::of_state(program, step.person, state, entry.day).with(event);
        by_rules(program, &at, &used, entry)?
    };
    grant_all(step, state, entry, given, posted, changes)?;
    mark(program, state, event);
    Ok(())
}

/// What the program's rules give for the event at hand.
fn by_rules(
    program: &Program,
    at: &Standpoint<'_>,
    used: &[i64],
    entry: &Entry,
) -> Result<Vec<PostedPoints>, Overflow> {
    let mut given = Vec::new();
    for (currency, rules) in program.earning() {
        for (rule, points) in earn(rules, at, used)? {
            if let Some(rule) = rules.earn.get(rule) {
                given.push(grant::dated(program, currency, &rule.id, points, entry));
            }
        }
    }
    Ok(given)
}

/// Whether two postings give as many points by the same rule.
fn is_same(a: &PostedPoints, b: &PostedPoints) -> bool {
    a.currency == b.currency && a.points == b.points && a.rule == b.rule
}

fn positive(points: &[PostedPoints]) -> Vec<PostedPoints> {
    let mut positive = Vec::new();
    for line in points {
        if line.points > 0 {
            positive.push(line.clone());
        }
    }
    positive
}

/// Puts what an event gives into the purses, and counts it.
fn grant_all(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    given: Vec<PostedPoints>,
    posted: &mut Vec<PostedPoints>,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let program = step.program;
    grant::give(program, state, entry, &given, changes)?;
    for line in &given {
        if let Some((metric, _)) = program.ledger(line.currency).and_then(|of| program.ledger_metric(of)) {
            ledger::book(program, step.person, state, metric, line.points, (entry.day, entry.day))?;
        }
        grant::count(program, state, (line.currency, &line.rule), line.points, 1, entry.day)?;
    }
    *posted = given;
    Ok(())
}
