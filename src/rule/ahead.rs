//! What time alone will do to tiers.

use super::gift;
use super::ledger::accrue;
use super::tier::{Occasion, climb, end_periods};
use super::value::{next_refresh_of_any, set_anew};
use crate::program::Program;
use crate::state::{Change, Person, State, Subject};
use crate::unit::{Day, Overflow};

/// So many ends of periods, of all ladders, are looked at.
const ENDS: usize = 60;

/// From so many months before a day on, values are set anew on the way to it.
const MONTHS: i64 = 12;

/// The next day with which a period has ended, or a tier that was reached begins, on any ladder.
#[must_use]
pub fn next_end(state: &State) -> Option<Day> {
    let mut next: Option<Day> = None;
    for standing in &state.ladders {
        let over = standing.tier.and(standing.last_day).map(|last| last.plus_days(1));
        for day in [over, standing.coming.map(|coming| coming.starts_on)].into_iter().flatten() {
            next = Some(next.map_or(day, |next| next.min(day)));
        }
    }
    next
}

/// The steps on a ladder that come when nothing more happens, at most so many, as the periods of all ladders end one after
/// another.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn ahead(
    program: &Program,
    person: &Person,
    state: &State,
    (ladder, most): (usize, usize),
) -> Result<Vec<Change>, Overflow> {
    let mut steps = Vec::new();
    let mut state = if next_end(state).is_some() { state.without_points() } else { return Ok(steps) };
    for _ in 0..ENDS {
        let Some(day) = next_end(&state).filter(|_| steps.len() < most) else { break };
        state.at = program.zone.start_of(day).max(state.at);
        until(program, person, &mut state, day)?;
        let now = Occasion { program, person, at: state.at, event: None };
        let from = steps.len();
        // Periods that end still see what was set before, and what is set sees the periods as they were.
        let anew = set_anew(program, person, &mut state, day);
        end_periods(&now, &mut state, &mut steps)?;
        state.set(anew);
        climb(&now, &mut state, &mut steps);
        // Balances stay as they are: without lots nobody knows what becomes of them.
        let purses = state.purses.clone();
        gift::give(&now, &mut state, (from, None), &mut steps)?;
        state.purses = purses;
        steps.retain(|step| step.subject() == Subject::Tier(ladder));
    }
    steps.truncate(most);
    Ok(steps)
}

/// Lets dates before a day raise and lower metrics by their plans, and set anew those that are due.
fn until(program: &Program, person: &Person, state: &mut State, day: Day) -> Result<(), Overflow> {
    // A value that was set longer ago was set anew since.
    let mut date = state.refreshed.max(day.plus_months(-MONTHS));
    while let Some(due) = next_refresh_of_any(program, date).filter(|due| *due < day) {
        accrue(program, person, state, due)?;
        let anew = set_anew(program, person, state, due);
        state.set(anew);
        date = due;
    }
    accrue(program, person, state, day)
}
