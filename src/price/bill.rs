//! What is left to pay, as runs of units that are alike: many units cost what one costs.

use super::{Items, Kind};
use crate::program::WHOLE;
use crate::unit::{Rounding, divide, sorted_places};

/// What is left to pay of each unit.
///
/// Units of an item are told apart by what is left of them and by their marks alone; the dearest stand first, then those without
/// marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    runs: Vec<Run>,
}

/// Units that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The item, by its place.
    pub item: usize,
    /// How many.
    pub units: i64,
    /// What is left to pay of each.
    pub left: i64,
    /// What they served for.
    pub marks: Marks,
}

/// What units served for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks {
    /// A `buyGet` of the quote.
    pub bought: bool,
    /// An offer of the step.
    pub served: bool,
    /// The coupon at hand took something off.
    pub touched: bool,
}

/// What lines come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// What is to be paid for them.
    pub amount: i64,
    /// How many units they are.
    pub quantity: i64,
}

impl Run {
    /// What is left of all of them.
    #[must_use]
    pub fn amount(&self) -> i64 {
        self.units.saturating_mul(self.left)
    }
}

impl Bill {
    /// What is to be paid before anything is taken off.
    #[must_use]
    pub fn of(items: &Items) -> Self {
        let mut runs = Vec::with_capacity(items.list.len());
        for (item, of) in items.list.iter().enumerate().filter(|(_, of)| of.units > 0) {
            runs.push(Run { item, units: of.units, left: of.price, marks: Marks::default() });
        }
        Self { runs }
    }

    /// The runs: by item, the dearest first, then those without marks.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// What is left of an item, and its units.
    #[must_use]
    pub fn left(&self, item: usize) -> Sum {
        let mut sum = Sum::default();
        for run in self.runs.iter().filter(|run| run.item == item) {
            sum.add(run);
        }
        sum
    }

    /// What is left of each of so many items, and its units.
    #[must_use]
    pub fn lefts(&self, items: usize) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); items];
        for run in &self.runs {
            if let Some(sum) = sums.get_mut(run.item) {
                sum.add(run);
            }
        }
        sums
    }

    /// All that is left.
    #[must_use]
    pub fn total(&self) -> i64 {
        let mut total = 0_i64;
        for run in &self.runs {
            total = total.saturating_add(run.amount());
        }
        total
    }

    /// What the lines of a scope come to, or all of them.
    #[must_use]
    pub fn sum(&self, items: &Items, scope: Option<usize>) -> Sum {
        let mut sum = Sum::default();
        for run in &self.runs {
            if items.get(run.item).is_some_and(|item| item.is_in(scope)) {
                sum.add(run);
            }
        }
        sum
    }

    /// What lines come to: all of them, then those of each of so many scopes.
    pub(super) fn sums_of(&self, items: &Items, scopes: usize) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); scopes.saturating_add(1)];
        for run in &self.runs {
            let Some(item) = items.get(run.item).filter(|item| item.kind == Kind::Line) else { continue };
            let Some((all, each)) = sums.split_first_mut() else { continue };
            all.add(run);
            for (sum, _) in each.iter_mut().zip(&item.scopes).filter(|(_, holds)| **holds) {
                sum.add(run);
            }
        }
        sums
    }

    /// Takes so much off an item, in proportion to what is left of its units.
    pub fn pay(&mut self, item: usize, amount: i64) {
        let (mut slots, mut pieces) = (Vec::new(), Vec::new());
        for (place, run) in self.runs.iter().enumerate().filter(|(_, run)| run.item == item) {
            slots.push(super::Slot::new(place, run.units, run.left, run.left));
        }
        super::spread(amount, &mut slots, crate::config::SplitRounding::LargestRemainder);
        for slot in slots {
            pieces.push(Piece { run: slot.of, units: slot.count, off: slot.got, marks: None });
        }
        self.commit(&pieces);
        self.forget(|marks| marks.touched = false);
    }

    /// Adds units to an item; gives the place of their run. It is looked for from the end, where most of them come.
    pub(super) fn bring(&mut self, run: Run) -> usize {
        let key = |run: &Run| (run.item, core::cmp::Reverse(run.left), run.marks);
        let before = self.runs.iter().rposition(|known| key(known) <= key(&run));
        match before.and_then(|place| self.runs.get_mut(place)) {
            Some(known) if key(known) == key(&run) => {
                known.units = known.units.saturating_add(run.units);
                before.unwrap_or(0)
            }
            _ => {
                let place = before.map_or(0, |place| place.saturating_add(1));
                self.runs.insert(place, run);
                place
            }
        }
    }

    /// Takes off what pieces say. The units of all pieces of a run are different ones.
    pub(super) fn commit(&mut self, pieces: &[Piece]) {
        if pieces.is_empty() {
            return;
        }
        let run = |place: usize| pieces.get(place).map(|piece| piece.run);
        let mut turns = sorted_places(pieces.len(), &|a, b| run(a).cmp(&run(b))).into_iter().peekable();
        let runs = core::mem::take(&mut self.runs);
        self.runs.reserve(runs.len().saturating_add(pieces.len()));
        for (place, known) in runs.into_iter().enumerate() {
            let mut rest = known.units;
            while let Some(piece) = turns.next_if(|turn| run(*turn) == Some(place)) {
                let Some(piece) = pieces.get(piece).filter(|piece| piece.units > 0) else { continue };
                rest = rest.saturating_sub(piece.units);
                let mut marks = known.marks;
                marks.touched |= piece.off > 0;
                if let Some(bought) = piece.marks {
                    marks.served = true;
                    marks.bought |= bought;
                }
                let left = known.left.saturating_sub(piece.off);
                self.bring(Run { item: known.item, units: piece.units, left, marks });
            }
            if rest > 0 {
                self.bring(Run { units: rest, ..known });
            }
        }
    }

    /// Takes units away.
    pub(super) fn remove(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            if let Some(run) = self.runs.get_mut(piece.run) {
                run.units = run.units.saturating_sub(piece.units);
            }
        }
        self.runs.retain(|run| run.units > 0);
    }

    /// Forgets what offers of a step counted, at its end.
    pub fn end_step(&mut self) {
        self.forget(|marks| marks.served = false);
    }

    /// Takes marks away; runs that are alike then become one.
    pub(super) fn forget(&mut self, forget: fn(&mut Marks)) {
        let forgets = |run: &Run| {
            let mut marks = run.marks;
            forget(&mut marks);
            marks
        };
        if self.runs.iter().all(|run| forgets(run) == run.marks) {
            return;
        }
        let runs = core::mem::take(&mut self.runs);
        self.runs.reserve(runs.len());
        for run in runs {
            self.bring(Run { marks: forgets(&run), ..run });
        }
    }
}

impl Sum {
    fn add(&mut self, run: &Run) {
        self.amount = self.amount.saturating_add(run.amount());
        self.quantity = self.quantity.saturating_add(run.units);
    }
}

/// Units of a run of which so much is taken off each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// The run, by its place.
    pub(super) run: usize,
    /// How many of its units.
    pub(super) units: i64,
    /// What is taken off each.
    pub(super) off: i64,
    /// Whether they serve an offer, and if so whether a `buyGet`.
    pub(super) marks: Option<bool>,
}

/// An amount with a tax in place of the same without it, or the other way round.
pub(super) fn taxed(amount: i64, tax: i64, adds: bool, rounding: Rounding) -> i64 {
    let with = i128::from(WHOLE.saturating_add(tax));
    let (above, below) = if adds { (with, i128::from(WHOLE)) } else { (i128::from(WHOLE), with) };
    i64::try_from(divide(i128::from(amount).saturating_mul(above), below, rounding)).unwrap_or(i64::MAX)
}
