//! Orders that are final: their points wait no longer than the currency says.

use super::spend;
use crate::ledger::Entry;
use crate::program::Program;
use crate::shape::Id;
use crate::state::{Change, PointsMoved, State};
use crate::unit::Overflow;

/// Brings the points of an order nearer that wait for its confirmation; those that would be usable before stay as they are.
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
    for (currency, rules) in program.points.iter().enumerate().filter(|(_, rules)| rules.until_confirmed) {
        let usable_at = rules.usable_at(entry.at, Some(entry.at), &program.zone);
        let Some(purse) = state.purses.get_mut(currency) else { continue };
        let mut usable = Vec::new();
        while let Some(at) =
            purse.pending.iter().position(|lot| lot.id == *order && lot.usable_at > usable_at)
        {
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
    }
    Ok(())
}
