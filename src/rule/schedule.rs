//! Points that are given on a date, for what held at the end of a unit of the calendar before it.

use super::{Standpoint, grant, holds, ledger};
use crate::ledger::PostedPoints;
use crate::program::Program;
use crate::shape::Id;
use crate::state::{Change, Person, State};
use crate::unit::{Day, Instant, Overflow};

/// The first date after a date on which something is due.
#[must_use]
pub fn next_scheduled(program: &Program, today: Day) -> Option<Day> {
    let scheduled = program.earning().flat_map(|(_, rules)| &rules.scheduled);
    scheduled.map(|scheduled| scheduled.next(today)).min()
}

/// Gives what is due on a date, once; says whether anything was given. A unit that ended before joining gives nothing.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn give_scheduled(
    program: &Program,
    person: &Person,
    state: &mut State,
    (at, today): (Instant, Day),
    changes: &mut Vec<Change>,
) -> Result<bool, Overflow> {
    let mut gave = false;
    if state.scheduled >= today {
        return Ok(false);
    }
    state.scheduled = today;
    for (currency, rules) in program.earning() {
        for scheduled in &rules.scheduled {
            let Some(last) = scheduled.looks_at(today).filter(|last| *last >= person.joined) else {
                continue;
            };
            let then = Standpoint::of_state(program, person, state, last);
            if !scheduled.when.as_ref().is_none_or(|when| holds(when, &then)) {
                continue;
            }
            gave = true;
            if let Some(metric) = program.credited(currency) {
                ledger::book(program, person, state, metric, scheduled.points, (today, today))?;
                continue;
            }
            let (rule, points) = (&scheduled.id, scheduled.points);
            let id: Id = (String::from(&**rule) + "@" + &today.text()).into();
            let given =
                PostedPoints { points, ..grant::dated(program, state, currency, rule, at, (None, None)) };
            grant::give(program, state, (&id, at, None), (&[given], false), changes)?;
            grant::count_points(program, state, currency, points, (today, None))?;
        }
    }
    Ok(gave)
}
