//! Points that all lapse when nothing happened for long.

use crate::ledger::Entry;
use crate::program::Program;
use crate::state::State;
use crate::unit::{Day, Instant};

/// Starts the clocks anew of the points that an event keeps.
pub fn wind(program: &Program, state: &mut State, entry: &Entry) {
    for (rules, purse) in program.points.iter().zip(&mut state.purses) {
        if let Some(activity) = rules.kept_by().filter(|activity| activity.holds(&entry.what)) {
            purse.wind(entry.at, activity.end(entry.day, &program.zone));
        }
    }
}

/// The end of a lot that comes at an instant with a date of its own, or without.
#[must_use]
pub fn end_for(
    program: &Program,
    state: &State,
    currency: usize,
    (at, own): (Instant, Option<(Instant, Option<Day>)>),
) -> Option<(Instant, Option<Day>)> {
    let (Some(rules), Some(purse)) = (program.points.get(currency), state.purses.get(currency)) else {
        return own;
    };
    let fresh = || rules.kept_by().map(|activity| activity.end(program.zone.day(at), &program.zone));
    purse.end_for(at, own, fresh)
}

/// When points of a currency lapse that are earned at an instant and usable at another, as far as it is known then.
#[must_use]
pub fn shown_end(
    program: &Program,
    state: &State,
    currency: usize,
    (at, usable): (Instant, Instant),
) -> Option<(Instant, Option<Day>)> {
    let own = program.points.get(currency)?.expires(at, usable, &program.zone);
    let end = end_for(program, state, currency, (at, own));
    state.purses.get(currency).map_or(end, |purse| purse.dated(end))
}
