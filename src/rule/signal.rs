//! The signals that an event raises, and the points that wait because of one.

use super::grounds::{bounds, grounds};
use super::pending::usable_at;
use super::{Standpoint, holds};
use crate::ledger::{Action, Entry, Raised};
use crate::program::{Per, Program, Signal};
use crate::state::{Held, State};
use crate::unit::{Few, Instant, SAFE};

/// The signals that an event raises: those that were posted with it, or else those whose conditions hold.
#[must_use]
pub fn raised(at: &Standpoint<'_>, recent: &[Vec<Instant>], entry: &Entry) -> Few<Raised> {
    if let Some(posted) = &entry.posted {
        return posted.signals.clone();
    }
    let mut raised = Vec::new();
    for (signal, recent) in at.program.signals.iter().zip(recent) {
        let first = first_of(signal, recent, at.program, entry.at);
        if !signal.on.as_ref().is_some_and(|on| on.hold(&entry.what))
            || (signal.rate.is_some() && first.is_none())
            || !signal.when.as_ref().is_none_or(|when| holds(when, at))
        {
            continue;
        }
        let mut because: Vec<(usize, i64)> = Vec::new();
        if let Some(when) = &signal.when {
            let all = bounds(when);
            for (place, value) in grounds(when, at) {
                if let Some((metric, _)) = all.get(place)
                    && because.iter().all(|(known, _)| known != metric)
                {
                    because.push((*metric, value));
                }
            }
        }
        raised.push(Raised { signal: signal.id.clone(), action: signal.action, since: first, because });
    }
    raised.into()
}

/// The first of so many events as a rate asks for, the one at hand among them, if it is near enough.
fn first_of(signal: &Signal, recent: &[Instant], program: &Program, at: Instant) -> Option<Instant> {
    let (count, within) = signal.rate.as_ref()?;
    let first = *recent.get(recent.len().checked_sub(count.saturating_sub(1))?)?;
    (within.end(first, &program.zone) > at).then_some(first)
}

/// Remembers the instant of an event for the rates that count it.
pub fn mark(program: &Program, state: &mut State, entry: &Entry) {
    for (signal, recent) in program.signals.iter().zip(&mut state.watch.recent) {
        if let (Some((count, _)), Some(on)) = (&signal.rate, &signal.on)
            && on.hold(&entry.what)
        {
            recent.push(entry.at);
            let most = count.saturating_sub(1);
            recent.drain(..recent.len().saturating_sub(most));
        }
    }
}

/// Lets the caps of signals that an event raised cut; those of all others let everything through.
pub fn caps(program: &Program, raised: &[Raised], used: &mut [i64]) {
    for (limit, used) in program.limits.iter().zip(used) {
        if let Per::Signal(place) = limit.per
            && let Some(signal) = program.signals.get(place)
        {
            let cuts = raised.iter().any(|raised| raised.signal == signal.id);
            *used = if cuts { 0 } else { -SAFE };
        }
    }
}

/// Whether signals that an event raised hold its points.
#[must_use]
pub fn is_held(raised: &[Raised]) -> bool {
    raised.iter().any(|raised| raised.action == Action::Hold)
}

/// Until when the points of an event wait because of the signals that it raised, if any holds them.
#[must_use]
pub fn held_until(program: &Program, raised: &[Raised], at: Instant) -> Option<Instant> {
    let mut until = None;
    for raised in raised.iter().filter(|raised| raised.action == Action::Hold) {
        let signal = program.signals.iter().find(|signal| signal.id == raised.signal);
        let period = signal.and_then(|signal| signal.held_for.as_ref());
        until = until.max(Some(period.map_or(Instant::NEVER, |period| period.end(at, &program.zone))));
    }
    until
}

/// Remembers that points of an event are held, for as long as they wait. `order` says when it is final by itself, if it is an order.
pub fn hold(program: &Program, state: &mut State, (entry, until): (&Entry, Instant), order: Option<Instant>) {
    for currency in 0..program.points.len() {
        let usable_at = usable_at(program, state, currency, (entry.at, order));
        let State { purses, watch, .. } = &mut *state;
        let Some(purse) = purses.get(currency) else { continue };
        let waits = |id: &str| purse.pending.iter().any(|lot| *lot.id == *id);
        watch.held.retain(|held| held.currency != currency || waits(&held.event));
        if waits(&entry.id) {
            watch.held.push(Held { currency, event: entry.id.clone(), usable_at, until });
        }
    }
}
