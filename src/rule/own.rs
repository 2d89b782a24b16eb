//! Points that an order may use although it is the one that earns them.

use super::signal::is_held;
use super::spend::{note, owe};
use crate::ledger::{Entry, Posted, Raised};
use crate::program::Program;
use crate::state::{Change, Lot, PointsMoved, State};
use crate::unit::{Overflow, plus};

/// Whether orders may use what they themselves earn.
#[must_use]
pub fn is_own(program: &Program) -> bool {
    program.points.first().and_then(|rules| rules.spend.as_ref()).is_some_and(|spend| spend.own)
}

/// How many points of the first currency an order may use of those that rules gave it, when so many are owed: they fill what is
/// owed first. What a signal holds is not to be used.
#[must_use]
pub fn own_points(posted: &Posted, owed: i64) -> i64 {
    if is_held(&posted.signals) {
        return 0;
    }
    let mut given = 0_i64;
    for line in posted.points.iter().filter(|line| line.currency == 0 && !line.gift) {
        given = given.saturating_add(line.points);
    }
    given.saturating_sub(owed).max(0)
}

/// Spends points that the order itself earned, also while they wait unless a signal holds them; what is missing is owed or waived.
/// Those that come back can be used at once.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn spend_own(
    program: &Program,
    state: &mut State,
    (points, signals): (i64, &[Raised]),
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<Vec<Lot>, Overflow> {
    let Some(purse) = state.purses.first_mut() else { return Ok(Vec::new()) };
    let (mut taken, missing) =
        if is_held(signals) { purse.spend(points)? } else { purse.take_own(&entry.id, points)? };
    purse.totals.spent = plus(purse.totals.spent, points)?;
    for lot in &mut taken {
        lot.expires = purse.end_of(lot);
        if lot.usable_at > entry.at {
            (lot.usable_at, lot.amount) = (entry.at, lot.left);
        }
    }
    owe(program, state, 0, missing)?;
    note(program, state, 0, (PointsMoved::Spent, points.saturating_neg()), entry, None, changes);
    Ok(taken)
}
