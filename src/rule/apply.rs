//! One event, from its reversals to its tier step: the one order in which rules run.

use std::sync::Arc;

use super::count::{capture, count_all, count_keys, counted, counted_activity, fresh, keys, subjects};
use super::earn::earn;
use super::reconsider::reconsider;
use super::refund::refund;
use super::{
    Happening, Standpoint, automatic, clock, confirm, coupon, gift, grant, ledger, line, opening, own, plan,
    reconsider, redeem, revoke, signal, spend, tier, time,
};
use crate::ledger::{
    Entry, Issued, Order, Posted, PostedPlan, PostedPoints, PostedTier, Raised, Redeemed, Source, What,
};
use crate::program::Program;
use crate::shape::Id;
use crate::state::{
    Captured, Change, Left, Log, Lot, Moved, Outcome, Person, Remains, State, TierMoved, Trace,
};
use crate::unit::{Few, Instant, Overflow};

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
    let now = tier::Occasion { program, person: step.person, at: entry.at, event: Some(&entry.id) };
    let is_refund = matches!(entry.what, What::Refund { .. });
    clock::wind(program, state, entry);
    let was = if is_refund { reconsider::before(program, state) } else { None };
    let Ran { mut points, trace, sent, mut redeemed, mut signals, plans } =
        run(&now, step, state, entry, &mut changes)?;
    if !matches!(entry.what, What::Order(_) | What::Activity { .. }) {
        let at = Standpoint::of_state(program, step.person, state, entry.day).at(entry.at);
        signals = signal::raised(&at, &state.watch.recent, entry);
    }
    for raised in signals.iter() {
        line(program, (entry.at, Some(&entry.id)), false, Moved::Raised(raised.clone()), &mut changes);
    }
    mark(program, step.person, state, entry);
    redeemed.extend(automatic::after(program, step.person, state, entry, &mut changes)?);
    if let Some(posted) = &entry.posted {
        tier::posted(&now, state, &posted.tiers, &mut changes);
    } else {
        if let Some(mut was) = was {
            reconsider(&now, &mut was, state, &mut changes);
        }
        tier::climb(&now, state, &mut changes);
    }
    let posted = entry.posted.as_ref().map(|posted| &*posted.points);
    points.extend(gift::give(&now, state, (passed, posted), &mut changes)?);
    for issued in entry.posted.iter().flat_map(|posted| posted.coupons.iter()) {
        coupon::put(&now, state, issued.clone(), &mut changes);
    }
    state.count_lines(changes.get(passed..).unwrap_or_default());
    let version = version(program, entry);
    let (tiers, coupons) = (steps(&changes), issues(&changes).into());
    let posted =
        Posted { version, points, tiers, redeemed: redeemed.into(), signals, coupons, plans: plans.into() };
    let claims = core::mem::take(&mut state.fresh_claims).into();
    Ok(Outcome { changes, posted, trace, sent: sent.into(), claims })
}

/// What an event brought about by itself, before tiers are looked at.
#[derive(Default)]
struct Ran {
    points: Vec<PostedPoints>,
    trace: Option<Box<Trace>>,
    sent: Vec<Lot>,
    redeemed: Vec<Redeemed>,
    signals: Few<Raised>,
    plans: Vec<PostedPlan>,
}

/// Runs an event by itself: reversals, metrics, earning, lots.
fn run(
    now: &tier::Occasion<'_>,
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<Ran, Overflow> {
    let program = step.program;
    let Ran { mut points, mut trace, mut sent, mut redeemed, mut signals, mut plans } = Ran::default();
    match &entry.what {
        What::Order(order) => {
            trace =
                Some(Box::new(self::order(step, state, entry, order, (&mut points, &mut signals), changes)?));
        }
        What::Refund { order, lines } => {
            if let Some(of) = step.log.order(order, step.before) {
                let (left, posted) = refund(step, state, entry, &of, lines.as_deref(), changes)?;
                points = posted;
                trace = Some(Box::new(left));
            }
        }
        What::Activity { kind, subject, value } => {
            let event = Happening::Activity { kind, subject: subject.as_ref(), value: *value };
            let did = (event, kind, *value);
            trace = Some(Box::new(activity(step, state, entry, did, (&mut points, &mut signals), changes)?));
        }
        What::AdjustPoints { currency, points, reason } => {
            spend::adjust(program, state, (*currency, *points), entry, reason.clone(), changes)?;
        }
        What::AdjustMetric { metric, amount } => {
            ledger::book(program, step.person, state, *metric, *amount, (entry.day, entry.day))?;
        }
        What::Redeem { currency, points, reward } => {
            let reason = reward.as_ref().map(|reward| String::from(&**reward));
            let lots = spend::spend(program, state, *currency, *points, entry, reason, changes)?;
            redeem::count_points(program, state, (*currency, *points), 1, entry.day)?;
            trace = Some(Box::new(Trace::of(program, None, Remains { spent: lots, ..Remains::default() })));
        }
        What::Reward { reward, quantity } => {
            let asked = (&**reward, *quantity);
            if let Some(sale) = redeem::of_event(program, step.person, state, entry, asked)? {
                trace = Some(Box::new(redeem::sell(now, state, entry, &sale, changes)?));
                redeemed.push(sale);
            }
        }
        What::Revoke { event } => points = revoke::revoke(step, state, entry, event, changes)?,
        What::Confirm { order } => confirm::confirm(program, state, order, entry, changes)?,
        What::Release { event } => confirm::release(program, state, event, entry, changes)?,
        What::Give { currency, points, to, donated } => {
            let to = (to.as_deref(), *donated);
            sent = spend::give_away(program, state, (*currency, *points), entry, to, changes)?;
        }
        What::Receive { lots, from } => {
            for lot in lots {
                spend::open(program, state, lot, entry, Some(from), changes)?;
            }
        }
        What::Plan { step: does, .. } => {
            plans = plan::run(program, step.person, state, entry).into_iter().collect();
            trace = does.begins().then(|| Box::new(Trace::of(program, None, Remains::default())));
        }
        What::Issue(_) | What::UseCoupon(_) | What::ReturnCoupon { .. } => {
            trace = coupon::run(now, state, entry, changes);
        }
        What::Opening { .. } => {
            opening::open((now, step), state, entry, changes)?;
        }
        What::TierSet { tier, reason } => {
            tier::set(now, state, tier, (TierMoved::Set, reason.clone()), changes);
        }
        What::Profile(change) => Arc::make_mut(&mut state.traits).change(change),
    }
    Ok(Ran { points, trace, sent, redeemed, signals, plans })
}

/// The version under which an event was posted.
fn version(program: &Program, entry: &Entry) -> Id {
    entry.posted.as_ref().map_or_else(|| program.version.clone(), |posted| posted.version.clone())
}

/// The steps between tiers that an event caused, as they are posted.
fn steps(changes: &[Change]) -> Vec<PostedTier> {
    let mut steps = Vec::new();
    for change in changes {
        // The step of an opening and of a `tierSet` is in the event itself.
        if let Moved::Tier { ladder, kind, from, to, last_day, starts_on, .. } = change.moved
            && !change.by_time
            && !matches!(kind, TierMoved::Opening | TierMoved::Set)
        {
            steps.push(PostedTier { ladder, from, to, last_day, starts_on });
        }
    }
    steps
}

/// The coupons that an event issued, as they are posted.
fn issues(changes: &[Change]) -> Vec<Issued> {
    let mut issues = Vec::new();
    for change in changes.iter().filter(|change| !change.by_time) {
        if let Moved::Coupon(issued) = &change.moved {
            issues.push((**issued).clone());
        }
    }
    issues
}

/// Remembers the date of an event for the conditions that ask for such, and the streaks that it goes on with.
fn mark(program: &Program, person: &Person, state: &mut State, entry: &Entry) {
    signal::mark(program, state, entry);
    for (place, streak) in program.streaks.iter().enumerate() {
        let days = Standpoint::of_state(program, person, state, entry.day).streak(place);
        let goes_on = match (&entry.what, &streak.source) {
            (What::Order(_), Source::Order) => true,
            (What::Activity { kind, .. }, Source::Activity(of)) => kind == of,
            _ => false,
        };
        if goes_on
            && days > 0
            && let Some(known) = state.streaks.get_mut(place)
        {
            *known = Some((entry.day, days));
        }
    }
    for (acts, latest) in program.acts.iter().zip(&mut state.latest) {
        if acts.hold(&entry.what) {
            *latest = Some(entry.day);
        }
    }
}

fn order(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    order: &Order,
    (posted, signals): (&mut Vec<PostedPoints>, &mut Few<Raised>),
    changes: &mut Vec<Change>,
) -> Result<Trace, Overflow> {
    let program = step.program;
    for taken in order.coupons.iter() {
        state.wallet.take(program, taken, entry.day);
        plan::saved_by_coupon(program, state, taken, (entry.day, 1));
    }
    if order.points_used > 0 && program.points.first().is_some_and(|rules| rules.redeem.checkout) {
        redeem::count_points(program, state, (0, order.points_used), 1, entry.day)?;
    }
    let balance = state.purses.first().map_or(0, |purse| purse.balance);
    let first = if own::is_own(program) { order.points_used.min(balance) } else { order.points_used };
    let mut spent =
        if first > 0 { spend::spend(program, state, 0, first, entry, None, changes)? } else { Vec::new() };
    let mut captured = capture(program, step.person, state, (entry.at, entry.day), None);
    let lines: Vec<Left> =
        order.lines.iter().map(|line| Left { quantity: line.quantity, paid: line.paid }).collect();
    let keys = keys(program, step.person, &captured, order, &lines);
    captured.fresh = fresh(program, step.person, state, &keys, entry.day);
    let counts = counted(program, step.person, &captured, order, &lines)?;
    count_all(program, state, counts.iter().copied(), entry.day)?;
    count_keys(state, &keys, 1, entry.day)?;
    let at = Standpoint::of_order(program, step.person, &captured, &counts, (order, &lines));
    *signals = signal::raised(&at, &state.watch.recent, entry);
    signal::caps(program, signals, &mut captured.used);
    let at = Standpoint::of_order(program, step.person, &captured, &counts, (order, &lines));
    let mut given = by_rules((program, state), &at, (&captured.used, signals), entry)?;
    let mut by_rule = true;
    if let Some(posted) = &entry.posted {
        let (posted, by_rules) = (positive(&posted.points), positive(&given));
        by_rule = posted.len() == by_rules.len() && posted.iter().zip(&by_rules).all(|(a, b)| is_same(a, b));
        given = posted;
    }
    let grants = granted(&given);
    grant_all(step, state, (entry, None, &captured), (given, signals), posted, changes)?;
    if order.points_used > first {
        let rest = order.points_used.saturating_sub(first);
        spent.extend(own::spend_own(program, state, (rest, signals), entry, changes)?);
    }
    let lapsed = program.points.iter().map(|_| 0).collect();
    Ok(Trace {
        captured: Some(captured),
        remains: Remains { lines, counted: counts, grants, spent, lapsed },
        by_rule,
    })
}

fn activity(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    (event, kind, value): (Happening<'_>, &Id, Option<i64>),
    (posted, signals): (&mut Vec<PostedPoints>, &mut Few<Raised>),
    changes: &mut Vec<Change>,
) -> Result<Trace, Overflow> {
    let program = step.program;
    let subject = if let Happening::Activity { subject, .. } = event { subject } else { None };
    let mut captured = capture(program, step.person, state, (entry.at, entry.day), subject.map(|id| &**id));
    let before = Standpoint::of_state(program, step.person, state, entry.day).at(entry.at).with(event);
    let counts = counted_activity(program, &before.knowing(&captured.segments), kind, value);
    count_all(program, state, counts.iter().copied(), entry.day)?;
    count_keys(state, &subjects(program, &counts, subject), 1, entry.day)?;
    let subject = subject.map(|id| &**id);
    let at = Standpoint::of_state(program, step.person, state, entry.day).at(entry.at).with(event);
    let at = at.knowing(&captured.segments);
    *signals = signal::raised(&at, &state.watch.recent, entry);
    signal::caps(program, signals, &mut captured.used);
    let given = if let Some(posted) = &entry.posted {
        positive(&posted.points)
    } else {
        by_rules((program, state), &at, (&captured.used, signals), entry)?
    };
    let grants = granted(&given);
    grant_all(step, state, (entry, subject, &captured), (given, signals), posted, changes)?;
    Ok(Trace::of(program, Some(captured), Remains { counted: counts, grants, ..Remains::default() }))
}

/// What rules gave, as it remains with an event.
fn granted(given: &[PostedPoints]) -> Vec<(usize, Id, i64)> {
    let mut grants = Vec::with_capacity(given.len());
    for line in given.iter().filter(|line| line.points > 0) {
        grants.push((line.currency, line.rule.clone(), line.points));
    }
    grants
}

/// What the program's rules give for the event at hand.
fn by_rules(
    (program, state): (&Program, &State),
    at: &Standpoint<'_>,
    (used, signals): (&[i64], &[Raised]),
    entry: &Entry,
) -> Result<Vec<PostedPoints>, Overflow> {
    let mut given = Vec::new();
    let held = signal::held_until(program, signals, entry.at);
    for (currency, rules) in program.earning() {
        for earned in earn(rules, at, used)? {
            if let Some(rule) = rules.earn.get(earned.rule) {
                given.push(PostedPoints {
                    points: earned.points,
                    base: earned.base,
                    cut: earned.cut,
                    ..grant::dated(program, state, currency, &rule.id, entry.at, (final_at(entry), held))
                });
            }
        }
    }
    Ok(given)
}

/// When an event is final by itself, if it is an order.
fn final_at(entry: &Entry) -> Option<Instant> {
    if let What::Order(order) = &entry.what { Some(order.confirmed.unwrap_or(Instant::NEVER)) } else { None }
}

/// Whether two postings give as many points by the same rule.
fn is_same(a: &PostedPoints, b: &PostedPoints) -> bool {
    a.currency == b.currency && a.points == b.points && a.rule == b.rule
}

/// What earn rules gave, among what was posted.
fn positive(points: &[PostedPoints]) -> Vec<PostedPoints> {
    let mut positive = of_rules(points);
    positive.retain(|line| line.points > 0);
    positive
}

/// What earn rules gave or lost, among what was posted.
pub fn of_rules(points: &[PostedPoints]) -> Vec<PostedPoints> {
    let mut of_rules = points.to_vec();
    of_rules.retain(|line| !line.gift);
    of_rules
}

/// Puts what an event gives into the purses, and counts it.
fn grant_all(
    step: &Step<'_>,
    state: &mut State,
    (entry, subject, captured): (&Entry, Option<&str>, &Captured),
    (given, signals): (Vec<PostedPoints>, &[Raised]),
    posted: &mut Vec<PostedPoints>,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let program = step.program;
    let held = signal::held_until(program, signals, entry.at);
    grant::give(program, state, (&entry.id, entry.at, Some(&entry.id)), (&given, held.is_some()), changes)?;
    if let Some(until) = held {
        signal::hold(program, state, (entry, until), final_at(entry));
    }
    for line in given.iter().filter(|line| line.points > 0) {
        if let Some(metric) = program.credited(line.currency) {
            ledger::book(program, step.person, state, metric, line.points, (entry.day, entry.day))?;
        }
        grant::count(program, state, (line.currency, &line.rule, subject), line.points, 1, captured)?;
    }
    *posted = given;
    Ok(())
}
