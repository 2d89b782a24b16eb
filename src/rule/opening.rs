//! What a member brings from another system.

use super::Step;
use super::{ledger, spend, tier};
use crate::ledger::{Entry, What};
use crate::state::{Change, State, TierMoved};
use crate::unit::Overflow;

/// Takes over what an opening brings: points, metrics and a tier.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn open(
    (now, step): (&tier::Occasion<'_>, &Step<'_>),
    state: &mut State,
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let What::Opening { lots, metrics, tier: brought } = &entry.what else { return Ok(()) };
    state.opened = true;
    for lot in lots {
        spend::open(step.program, state, lot, entry, None, changes)?;
    }
    for (metric, amount, day) in metrics {
        ledger::book(step.program, step.person, state, *metric, *amount, (*day, *day))?;
    }
    if let Some(open) = brought {
        tier::set(now, state, open, (TierMoved::Opening, None), changes);
    }
    Ok(())
}
