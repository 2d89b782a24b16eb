//! The best combination: every legal one is looked at, or shown to be no better than one that was, or left out because the work is used up,
//! which is told.

use core::cell::Cell;

use super::bound::Tops;
use crate::unit::Overflow;

/// What a search asks about the offers among which it chooses. Offers are known by their places; they apply in that order.
pub trait Shop {
    /// A cart after some offers.
    type Trial: Clone;

    /// What is to be paid, before anything that comes after all offers.
    fn payable(&self, trial: &Self::Trial) -> i64;

    /// What a combination is judged by; less is better.
    ///
    /// # Errors
    /// When a sum leaves its range.
    fn value(&self, trial: &Self::Trial) -> Result<i64, Overflow>;

    /// The least value of any combination with which so much is to be paid, or more.
    fn least(&self, payable: i64) -> i64;

    /// A cart after one more offer; `None` where it cannot be used there.
    ///
    /// # Errors
    /// When a sum leaves its range.
    fn apply(&self, offer: usize, trial: &Self::Trial) -> Result<Option<Self::Trial>, Overflow>;

    /// What an offer leaves to be paid of a cart, without applying it.
    fn leaves(&self, offer: usize, trial: &Self::Trial) -> Leaves;

    /// Whether an offer joins those that were chosen.
    fn joins(&self, offer: usize, chosen: &[usize]) -> bool;

    /// What is left of a scope of which several offers take a part.
    fn base(&self, scope: usize, trial: &Self::Trial) -> i64;

    /// What so many ten-thousandths of a per cent of an amount are.
    fn part(&self, amount: i64, part: i64) -> i64;
}

/// What an offer leaves to be paid, as far as that is known before it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// So much or more.
    Least(i64),
    /// It cannot be used.
    Not,
    /// Nothing is known.
    Unknown,
}

/// An offer among which a search chooses.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Its step.
    pub step: usize,
    /// Whether offers of the step apply in any order.
    pub any_order: bool,
    /// What it must be.
    pub must: Must,
    /// Its place among all by when they lapse and by id.
    pub rank: usize,
    /// The most that it takes off the cart, or off anything that others leave of it.
    pub most: i64,
    /// The offer before it that differs in its rank alone: it is not chosen without that one.
    pub alike: Option<usize>,
    /// Which offers may be chosen with it.
    pub with: With,
    /// The group of which only some are chosen, and how many; an offer of several groups is told of one.
    pub group: Option<(usize, usize)>,
    /// The scope of which it takes a part, and how many ten-thousandths of a per cent, where it does nothing else and knows no cap.
    pub part: Option<(usize, i64)>,
}

/// Whether an offer must be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// It is chosen wherever it can be used, and counts for nothing.
    Wherever,
    /// It is chosen.
    Be,
    /// It may be chosen.
    Can,
}

/// Which offers may be chosen with one, as far as that is known of it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// Any that lets it.
    Others,
    /// Those alone that may be chosen with all.
    Few,
    /// All.
    All,
}

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub struct Within {
    /// So many offers at most, without those that are chosen wherever they can be.
    pub offers: usize,
    /// How much it does: to look at an offer counts 1, to apply it `TRY`.
    pub work: usize,
}

/// What applying an offer counts.
const TRY: usize = 100;

/// A cart and the offers that were applied to it.
type Tried<S> = (<S as Shop>::Trial, Vec<usize>);

/// The best combination that was found.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// The cart after it.
    pub trial: T,
    /// What it is judged by.
    pub value: i64,
    /// The least value that a combination which was not looked at may have, where it is less; `None` proves this one the best.
    pub missed: Option<i64>,
}

/// The best combination on a cart; `None` where offers that must be chosen cannot be.
///
/// # Errors
/// When a sum leaves its range.
pub fn search<S: Shop>(
    shop: &S,
    choices: &[Choice],
    start: &S::Trial,
    within: Within,
) -> Result<Option<Found<S::Trial>>, Overflow> {
    let tops = Tops::of(choices);
    let work = Cell::new(within.work);
    let mut search = Search { shop, choices, tops, within, work, best: None, missed: None };
    if let Some(trial) = search.greedy(start)? {
        search.consider(&trial.0, &trial.1)?;
    }
    search.descend(0, start, &mut Vec::new())?;
    let missed = search.missed;
    Ok(search.best.map(|(value, _, trial)| {
        let missed = missed.filter(|missed| *missed < value);
        Found { trial, value, missed }
    }))
}

/// A search under way.
pub(super) struct Search<'s, S: Shop> {
    pub(super) shop: &'s S,
    pub(super) choices: &'s [Choice],
    pub(super) tops: Tops,
    pub(super) within: Within,
    /// What may still be done.
    pub(super) work: Cell<usize>,
    /// The value, the offers and the cart of the best combination so far.
    pub(super) best: Option<(i64, Vec<usize>, S::Trial)>,
    missed: Option<i64>,
}

impl<S: Shop> Search<'_, S> {
    /// A first combination: those that take off the most join, one after the other, as long as they can.
    fn greedy(&mut self, start: &S::Trial) -> Result<Option<Tried<S>>, Overflow> {
        let mut wanted: Vec<usize> = Vec::new();
        for must in [Must::Be, Must::Can] {
            for offer in &self.tops.order {
                let Some(choice) = self.choices.get(*offer).filter(|choice| choice.must == must) else {
                    continue;
                };
                let first = choice.alike.is_none_or(|alike| wanted.contains(&alike));
                let counts = wanted.len() < self.within.offers && (choice.most > 0 || must == Must::Be);
                if counts && first && self.shop.joins(*offer, &wanted) {
                    wanted.push(*offer);
                }
            }
        }
        let (mut trial, mut chosen) = (start.clone(), Vec::new());
        for (offer, choice) in self.choices.iter().enumerate() {
            if choice.must != Must::Wherever && !wanted.contains(&offer) {
                continue;
            }
            match self.shop.apply(offer, &trial)? {
                Some(next) => {
                    trial = next;
                    chosen.push(offer);
                }
                None if choice.must == Must::Be => return Ok(None),
                None => {}
            }
        }
        Ok(Some((trial, chosen)))
    }

    /// Looks at every combination that goes on from a cart with offers from a place on.
    fn descend(&mut self, from: usize, trial: &S::Trial, chosen: &mut Vec<usize>) -> Result<(), Overflow> {
        let before = chosen.len();
        let done = self.go_on(from, trial, chosen);
        chosen.truncate(before);
        done
    }

    fn go_on(&mut self, mut from: usize, trial: &S::Trial, chosen: &mut Vec<usize>) -> Result<(), Overflow> {
        let mut own: Option<S::Trial> = None;
        while let Some(choice) = self.choices.get(from) {
            let trial = own.as_ref().unwrap_or(trial);
            if self.work.get() == 0 {
                self.miss(from, trial, chosen);
                return Ok(());
            }
            if choice.any_order {
                return self.permute(from, trial, chosen);
            }
            let next = from.saturating_add(1);
            if choice.must == Must::Wherever {
                if let Some(left) = self.shop.apply(from, trial)? {
                    own = Some(left);
                    chosen.push(from);
                }
            } else if self.may_join(from, chosen)
                && self.improves(next, trial, chosen, Some(from))
                && let Some(left) = self.tried((from, next), trial, chosen)?
            {
                chosen.push(from);
                if self.improves(next, &left, chosen, None) {
                    self.descend(next, &left, chosen)?;
                }
                chosen.pop();
            }
            if choice.must == Must::Be {
                return Ok(());
            }
            from = next;
        }
        self.consider(own.as_ref().unwrap_or(trial), chosen)
    }

    /// Goes on with any offer of a step whose offers apply in any order, or with what comes after the step.
    fn permute(&mut self, from: usize, trial: &S::Trial, chosen: &mut Vec<usize>) -> Result<(), Overflow> {
        let Some(step) = self.choices.get(from).map(|choice| choice.step) else { return Ok(()) };
        let mut after = from;
        let mut done = true;
        while let Some(choice) = self.choices.get(after).filter(|choice| choice.step == step) {
            if self.work.get() == 0 {
                self.miss(from, trial, chosen);
                return Ok(());
            }
            let offer = after;
            after = after.saturating_add(1);
            if chosen.contains(&offer) || !self.may_join(offer, chosen) {
                done &= choice.must != Must::Be || chosen.contains(&offer);
                continue;
            }
            // What applies wherever it can must be known to apply.
            if choice.must == Must::Can && !self.improves(from, trial, chosen, Some(offer)) {
                continue;
            }
            if let Some(next) = self.tried((offer, from), trial, chosen)? {
                // What must be chosen, or is wherever it can be, is not left out.
                done &= choice.must == Must::Can;
                chosen.push(offer);
                if self.improves(from, &next, chosen, None) {
                    self.permute(from, &next, chosen)?;
                }
                chosen.pop();
            } else {
                done &= choice.must != Must::Be;
            }
        }
        if done && self.improves(after, trial, chosen, None) {
            self.descend(after, trial, chosen)?;
        }
        Ok(())
    }

    /// Whether an offer may join what was chosen.
    fn may_join(&self, offer: usize, chosen: &[usize]) -> bool {
        let Some(choice) = self.choices.get(offer) else { return false };
        if choice.must == Must::Wherever {
            return true;
        }
        self.count(chosen) < self.within.offers
            && choice.alike.is_none_or(|alike| chosen.contains(&alike))
            && self.shop.joins(offer, chosen)
    }

    /// The cart after an offer, which counts as work; `None` where it cannot be used, or is the last and what it takes off does not suffice.
    fn tried(
        &mut self,
        (offer, next): (usize, usize),
        trial: &S::Trial,
        chosen: &[usize],
    ) -> Result<Option<S::Trial>, Overflow> {
        self.spend(TRY);
        // Of what applies wherever it can, it must be known whether it does.
        let counts = self.count(&[offer]) > 0;
        let is_last = counts && self.count(chosen).saturating_add(1) >= self.within.offers;
        let best = self.best.as_ref().filter(|_| is_last);
        if let Some((value, ..)) = best {
            let enough = match self.shop.leaves(offer, trial) {
                Leaves::Not => false,
                Leaves::Unknown => true,
                Leaves::Least(left) => self.shop.least(self.less_always(next, left, chosen)) <= *value,
            };
            if !enough {
                return Ok(None);
            }
        }
        self.shop.apply(offer, trial)
    }

    /// How many offers there are of those that count.
    pub(super) fn count(&self, offers: &[usize]) -> usize {
        let counts = |offer: &&usize| self.choices.get(**offer).is_some_and(|of| of.must != Must::Wherever);
        offers.iter().filter(counts).count()
    }

    /// Counts work.
    pub(super) fn spend(&self, work: usize) {
        self.work.set(self.work.get().saturating_sub(work));
    }

    /// Notes what combinations may come to that will not be looked at: those that go on from a cart with offers from a place on.
    fn miss(&mut self, from: usize, trial: &S::Trial, chosen: &[usize]) {
        let room = self.within.offers.saturating_sub(self.count(chosen));
        let least = self.shop.least(self.bound(from, trial, (chosen, None), room));
        self.missed = Some(self.missed.map_or(least, |missed| missed.min(least)));
    }

    /// Keeps a combination if it is the best so far.
    fn consider(&mut self, trial: &S::Trial, chosen: &[usize]) -> Result<(), Overflow> {
        for (offer, choice) in self.choices.iter().enumerate() {
            if choice.must == Must::Be && !chosen.contains(&offer) {
                return Ok(());
            }
        }
        if self.best.as_ref().is_some_and(|(value, ..)| self.shop.least(self.shop.payable(trial)) > *value) {
            return Ok(());
        }
        let value = self.shop.value(trial)?;
        let better = match &self.best {
            None => true,
            Some((known, best, _)) => {
                let (has, best) = (self.ranks(chosen), self.ranks(best));
                value.cmp(known).then(has.len().cmp(&best.len())).then(has.cmp(&best)).is_lt()
            }
        };
        if better {
            self.best = Some((value, chosen.to_vec(), trial.clone()));
        }
        Ok(())
    }
}
