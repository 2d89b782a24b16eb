//! Orders that are final, and events that were looked at: their points wait no longer than the currency says.

use super::pending::usable_at;
use super::spend;
use crate::ledger::Entry;
use crate::program::Program;
use crate::shape::Id;
use crate::state::{Change, Held, PointsMoved, State};
use crate::unit::{Instant, Overflow};

/// Brings the points of an order nearer that wait for its confirmation, as near as signals that hold them let.
///
/// # Errors
/// When a balance leaves 2^53 − 1.
pub fn confirm(
    program: &Program,
    state: &mut State,
    order: &Id,
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    for (currency, rules) in program.points.iter().enumerate() {
        if !rules.until_confirmed() {
            continue;
        }
        let mut usable_at = usable_at(program, state, currency, (entry.at, Some(entry.at)));
        for held in &mut state.watch.held {
            if held.currency == currency && held.event == *order {
                held.usable_at = held.usable_at.min(usable_at);
                usable_at = held.usable_at.max(held.until);
            }
        }
        nearer(program, state, (currency, order, usable_at), entry, changes)?;
    }
    Ok(())
}

/// Lets the points of an event wait no longer because of a signal.
///
/// # Errors
/// When a balance leaves 2^53 − 1.
pub fn release(
    program: &Program,
    state: &mut State,
    event: &Id,
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let (gone, stay): (Vec<Held>, _) = state.watch.held.drain(..).partition(|held| held.event == *event);
    state.watch.held = stay;
    for held in gone {
        let usable_at = held.usable_at.max(entry.at);
        nearer(program, state, (held.currency, event, usable_at), entry, changes)?;
    }
    Ok(())
}

/// Brings waiting points of an event to an instant; those that would be usable before stay as they are.
fn nearer(
    program: &Program,
    state: &mut State,
    (currency, event, usable_at): (usize, &Id, Instant),
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let Some((purse, rules)) = state.purses.get_mut(currency).zip(program.points.get(currency)) else {
        return Ok(());
    };
    let mut usable = Vec::new();
    while let Some(at) = purse.pending.iter().position(|lot| lot.id == *event && lot.usable_at > usable_at) {
        let mut lot = purse.pending.remove(at);
        lot.usable_at = usable_at;
        if rules.kept_by().is_none() {
            lot.expires = rules.expires(lot.earned_at, usable_at, &program.zone);
        }
        if usable_at > entry.at {
            purse.wait(lot);
        } else {
            usable.push(lot);
        }
    }
    for lot in usable {
        let points = lot.left;
        if let Some(purse) = state.purses.get_mut(currency) {
            purse.credit(lot)?;
        }
        spend::note(program, state, currency, (PointsMoved::Usable, points), entry, None, changes);
    }
    Ok(())
}
