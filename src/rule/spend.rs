//! Points that go: spent, or taken by the back office; and points that come otherwise than by rules.

use super::{clock, line};
use crate::config::Negative;
use crate::ledger::{Entry, OpenLot};
use crate::program::Program;
use crate::state::{Change, Lot, Moved, PointsMoved, State};
use crate::unit::{Overflow, minus, plus};

/// Spends points; what is missing is owed or waived. Gives what was taken, by lot.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn spend(
    program: &Program,
    state: &mut State,
    currency: usize,
    points: i64,
    entry: &Entry,
    reason: Option<String>,
    changes: &mut Vec<Change>,
) -> Result<Vec<Lot>, Overflow> {
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(Vec::new()) };
    let (taken, missing) = purse.spend(points)?;
    purse.totals.spent = plus(purse.totals.spent, points)?;
    owe(program, state, currency, missing)?;
    note(program, state, currency, (PointsMoved::Spent, points.saturating_neg()), entry, reason, changes);
    Ok(taken)
}

/// Gives points away; gives what was taken, by lot.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn give_away(
    program: &Program,
    state: &mut State,
    (currency, points): (usize, i64),
    entry: &Entry,
    (to, donated): (Option<&str>, bool),
    changes: &mut Vec<Change>,
) -> Result<Vec<Lot>, Overflow> {
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(Vec::new()) };
    let (taken, missing) = purse.spend(points)?;
    purse.totals.given_away = plus(purse.totals.given_away, points)?;
    owe(program, state, currency, missing)?;
    let kind = if donated { PointsMoved::Donated } else { PointsMoved::Transferred };
    let moved = (kind, points.saturating_neg());
    note(program, state, currency, moved, entry, to.map(Into::into), changes);
    Ok(taken)
}

/// Gives points back to the lots they came from; those whose time is over have the currency's grace, or lapse at once.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn give_back(
    program: &Program,
    state: &mut State,
    currency: usize,
    taken: Vec<Lot>,
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let points = taken.iter().try_fold(0, |sum, lot| plus(sum, lot.left))?;
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    let grace = program.points.get(currency).and_then(|rules| rules.grace_of(entry.at, &program.zone));
    purse.totals.spent = minus(purse.totals.spent, points)?;
    let mut over = Vec::new();
    for mut lot in taken {
        let is_over = purse.was_over(&lot, entry.at);
        if is_over && grace.is_none() {
            // What has lapsed pays no debt.
            purse.balance = plus(purse.balance, lot.left)?;
            over.push(lot);
            continue;
        }
        let own = if is_over { grace } else { lot.expires };
        lot.expires = purse.end_for(entry.at, own, || None);
        purse.credit(lot)?;
    }
    note(program, state, currency, (PointsMoved::Returned, points), entry, None, changes);
    super::time::gone(program, state, currency, (entry.at, over), changes)
}

/// Gives or takes points for the back office.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn adjust(
    program: &Program,
    state: &mut State,
    (currency, points): (usize, i64),
    entry: &Entry,
    reason: Option<String>,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let own = program.points.get(currency).and_then(|rules| rules.expires(entry.at, entry.at, &program.zone));
    let expires = clock::end_for(program, state, currency, (entry.at, own));
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    purse.totals.adjusted = plus(purse.totals.adjusted, points)?;
    if points > 0 {
        purse.credit(Lot {
            id: entry.id.clone(),
            amount: points,
            left: points,
            earned_at: entry.at,
            usable_at: entry.at,
            expires,
        })?;
    } else {
        let (_, missing) = purse.spend(points.saturating_neg())?;
        owe(program, state, currency, missing)?;
    }
    note(program, state, currency, (PointsMoved::Adjusted, points), entry, reason, changes);
    Ok(())
}

/// Puts the points that another member sent into the purse.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn receive(
    program: &Program,
    state: &mut State,
    (lots, from): (&[OpenLot], &str),
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    for lot in lots {
        open(program, state, lot, entry, Some(from), changes)?;
    }
    Ok(())
}

/// Puts points that a member brings, or that another member sent, into the purse.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn open(
    program: &Program,
    state: &mut State,
    open: &OpenLot,
    entry: &Entry,
    from: Option<&str>,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let expires = clock::end_for(program, state, open.currency, (entry.at, open.expires));
    let Some(purse) = state.purses.get_mut(open.currency) else { return Ok(()) };
    let (total, kind) = match from {
        Some(_) => (&mut purse.totals.received, PointsMoved::Received),
        None => (&mut purse.totals.opening, PointsMoved::Opening),
    };
    *total = plus(*total, open.points)?;
    let lot = Lot {
        id: entry.id.clone(),
        amount: open.points,
        left: open.points,
        earned_at: open.earned_at,
        usable_at: open.usable_at,
        expires,
    };
    if lot.usable_at > entry.at {
        purse.wait(lot);
    } else {
        purse.credit(lot)?;
    }
    note(program, state, open.currency, (kind, open.points), entry, from.map(Into::into), changes);
    Ok(())
}

/// What is missing is owed or waived, as the currency says.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn owe(program: &Program, state: &mut State, currency: usize, missing: i64) -> Result<(), Overflow> {
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    match program.points.get(currency).map(|rules| rules.negative) {
        Some(Negative::Zero) => purse.totals.waived = plus(purse.totals.waived, missing)?,
        Some(Negative::Money) => purse.totals.charged = plus(purse.totals.charged, missing)?,
        Some(Negative::Debt) | None => purse.debt = plus(purse.debt, missing)?,
    }
    Ok(())
}

/// A line of the history about an event.
pub fn note(
    program: &Program,
    state: &State,
    currency: usize,
    (kind, points): (PointsMoved, i64),
    entry: &Entry,
    reason: Option<String>,
    changes: &mut Vec<Change>,
) {
    let balance = state.purses.get(currency).map_or(0, |purse| purse.balance);
    let moved = Moved::Points { currency, kind, points, balance, parts: Vec::new(), reason };
    line(program, (entry.at, Some(&entry.id)), false, moved, changes);
}
