//! Points in lots: spent by the one that lapses first.

use super::{Clock, Lots};
use crate::shape::Id;
use crate::unit::{Bytes, Day, Input, Instant, Output, Overflow, bytes, minus, plus};

/// Points that came together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// The event they came from.
    pub id: Id,
    /// How many came.
    pub amount: i64,
    /// How many are left.
    pub left: i64,
    /// When they were earned.
    pub earned_at: Instant,
    /// When they become usable.
    pub usable_at: Instant,
    /// When they lapse, with the last day where dates decide; a purse knows when they do whose lapse moves with its clock.
    pub expires: Option<(Instant, Option<Day>)>,
}

impl Lot {
    /// When they lapse by themselves; never is last.
    #[must_use]
    pub fn end(&self) -> Instant {
        self.expires.map_or(Instant::NEVER, |(at, _)| at)
    }

    /// Its place in the order of spending.
    pub(super) fn key(&self) -> (Instant, Instant, &str) {
        (self.end(), self.earned_at, &self.id)
    }
}

/// What all changes of a purse add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Given by earn rules.
    pub earned: i64,
    /// Brought from another system.
    pub opening: i64,
    /// Sent by other members.
    pub received: i64,
    /// Given less taken by the back office.
    pub adjusted: i64,
    /// Spent, less returned.
    pub spent: i64,
    /// Given to good causes and other members.
    pub given_away: i64,
    /// Lapsed.
    pub expired: i64,
    /// Taken back by refunds.
    pub clawed_back: i64,
    /// Owed and let go.
    pub waived: i64,
    /// Owed and charged in money.
    pub charged: i64,
}

/// A member's points of one currency.
#[derive(Clone, Debug, Default)]
pub struct Purse {
    /// Usable lots, in the order of spending; each has something left.
    pub usable: Lots,
    /// Lots that wait, by when they become usable.
    pub pending: Vec<Lot>,
    /// What usable lots have left.
    pub balance: i64,
    /// Points owed.
    pub debt: i64,
    /// What all changes add up to.
    pub totals: Totals,
    /// When all lapse unless something happens, where the currency says so.
    pub clock: Option<Clock>,
}

impl Purse {
    /// What waiting lots have left.
    #[must_use]
    pub fn waiting(&self) -> i64 {
        self.pending.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.left))
    }

    /// Whether every lot has something left and stands in its place.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        let (mut sound, mut last) = (true, (Instant::BEFORE, Instant::BEFORE));
        self.usable.visit(&mut |lot| {
            let place = (lot.end(), lot.earned_at);
            sound = sound && lot.left > 0 && last <= place;
            last = place;
            sound
        });
        sound
            && self.pending.iter().all(|lot| lot.left > 0)
            && self.pending.iter().is_sorted_by_key(|lot| lot.usable_at)
    }

    /// What is usable at a later instant at least: the balance without the lots that lapse until then.
    #[must_use]
    pub fn least_at(&self, at: Instant) -> i64 {
        let mut rest = self.balance;
        self.usable.visit_ends(&mut |expires, left| {
            let lapses = self.dated(expires).is_some_and(|(end, _)| end <= at);
            rest = rest.saturating_sub(if lapses { left } else { 0 });
            lapses
        });
        rest
    }

    /// Adds a lot that waits.
    pub fn wait(&mut self, lot: Lot) {
        let key = |lot: &Lot| (lot.usable_at, lot.earned_at, lot.id.clone());
        let at = self.pending.partition_point(|known| key(known) <= key(&lot));
        self.pending.insert(at, lot);
    }

    /// Makes a lot usable: first it fills what is owed.
    ///
    /// # Errors
    /// When the balance leaves 2^53 − 1.
    pub fn credit(&mut self, mut lot: Lot) -> Result<(), Overflow> {
        let filled = lot.left.min(self.debt);
        self.debt = minus(self.debt, filled)?;
        lot.left = minus(lot.left, filled)?;
        self.put(lot)
    }

    /// Puts a lot, or what comes back of one, into its place among the usable ones.
    ///
    /// # Errors
    /// When the balance leaves 2^53 − 1.
    pub fn put(&mut self, lot: Lot) -> Result<(), Overflow> {
        let grown = lot.left;
        self.balance = plus(self.balance, grown)?;
        if grown == 0 {
            return Ok(());
        }
        let room = |known: &Lot| {
            known.usable_at == lot.usable_at
                && known.amount == lot.amount
                && known.left.saturating_add(grown) <= known.amount
        };
        if let Some(known) = self.usable.kin_mut(&lot, room) {
            known.left = plus(known.left, grown)?;
        } else {
            self.usable.insert(lot);
        }
        Ok(())
    }

    /// Takes points in the order of spending; gives what was taken, by lot with the end that it has, and what is missing.
    ///
    /// # Errors
    /// Never in a sound purse.
    pub fn spend(&mut self, points: i64) -> Result<(Vec<Lot>, i64), Overflow> {
        let mut missing = points;
        let mut taken = Vec::new();
        while missing > 0
            && let Some(lot) = self.usable.front_mut()
        {
            let part = missing.min(lot.left);
            lot.left = minus(lot.left, part)?;
            missing = minus(missing, part)?;
            self.balance = minus(self.balance, part)?;
            let mut part = Lot { left: part, ..lot.clone() };
            if lot.left == 0 {
                self.usable.pop_front();
            }
            part.expires = self.end_of(&part);
            taken.push(part);
        }
        Ok((taken, missing))
    }

    /// Takes points from the lots of one event; gives what was taken, by lot, and what is missing.
    ///
    /// # Errors
    /// Never in a sound purse.
    pub fn take_own(&mut self, id: &str, points: i64) -> Result<(Vec<Lot>, i64), Overflow> {
        let mut missing = points;
        let mut taken = Vec::new();
        let mut take = |lot: &mut Lot| {
            let part = missing.min(lot.left);
            if part > 0 {
                lot.left = lot.left.saturating_sub(part);
                missing = missing.saturating_sub(part);
                taken.push(Lot { left: part, ..lot.clone() });
            }
            missing
        };
        let mut waits = points;
        self.usable.change(id, |lot| waits = take(lot));
        self.balance = minus(self.balance, minus(points, waits)?)?;
        for lot in self.pending.iter_mut().filter(|lot| *lot.id == *id) {
            take(lot);
        }
        self.pending.retain(|lot| lot.left > 0);
        // As in spending: what comes back later is dated as it stood.
        for lot in &mut taken {
            lot.expires = self.dated(lot.expires);
        }
        Ok((taken, missing))
    }

    /// Takes points from waiting lots, those that wait longest first; gives what is missing.
    ///
    /// # Errors
    /// Never in a sound purse.
    pub fn take_waiting(&mut self, points: i64) -> Result<i64, Overflow> {
        let mut missing = points;
        for lot in self.pending.iter_mut().rev() {
            let part = missing.min(lot.left);
            lot.left = minus(lot.left, part)?;
            missing = minus(missing, part)?;
        }
        self.pending.retain(|lot| lot.left > 0);
        Ok(missing)
    }
}

impl Bytes for Lot {
    /// What is gone of it, instead of what is left: as a rule nothing.
    fn write(&self, out: &mut Output) {
        self.id.write(out);
        self.amount.write(out);
        self.amount.wrapping_sub(self.left).write(out);
        self.earned_at.write(out);
        self.usable_at.write(out);
        self.expires.write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        let (id, amount) = Bytes::read(input);
        let left = i64::wrapping_sub(amount, i64::read(input));
        let (earned_at, usable_at, expires) = Bytes::read(input);
        Self { id, amount, left, earned_at, usable_at, expires }
    }
}

bytes! {
    Totals { earned, opening, received, adjusted, spent, given_away, expired, clawed_back, waived, charged }
    Purse { usable, pending, balance, debt, totals, clock }
}
