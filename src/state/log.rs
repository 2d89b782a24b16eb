//! The member's events in order, each with what it brought about: the latest as they are, those further back as bytes.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use super::Claim;
use super::block::Block;
use super::known::{Known, hash};
use super::outcome::{Captured, Logged, Trace, lapsed};
use crate::ledger::{Entry, Order, What};
use crate::shape::Id;
use crate::unit::Instant;

/// How many events a block holds; few where tests run, so that all of them go through blocks.
const BLOCK: usize = if cfg!(debug_assertions) { 5 } else { 64 };
/// How many blocks that were read are remembered.
const READ: usize = 4;
/// So many of the latest events at least stay as they are.
const OPEN: usize = if cfg!(debug_assertions) { 3 } else { 128 };

/// The member's events in order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Those that lie further back.
    blocks: Vec<Block>,
    /// The latest.
    open: Vec<Logged>,
    known: Known,
    /// The blocks that were read last, by their places: what asks once for an event asks again.
    read: RefCell<Vec<(usize, Arc<Vec<Logged>>)>>,
}

/// Where an event stands.
#[derive(Clone, Copy, Debug)]
pub struct Stands {
    /// Its place in the log.
    pub place: usize,
    /// Its instant.
    pub at: Instant,
    /// How many events of that instant come before it, each for the next.
    pub depth: u32,
}

/// An order of the past, and what is left of it.
#[derive(Clone, Debug)]
pub struct Ordered {
    /// Its id.
    pub id: Id,
    /// Its place in the log.
    pub place: usize,
    /// The order.
    pub order: Order,
    /// Its latest trace.
    pub trace: Trace,
    /// What rules saw when it came.
    pub captured: Captured,
}

impl Log {
    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed().saturating_add(self.open.len())
    }

    /// How many of them lie in blocks.
    fn packed(&self) -> usize {
        self.blocks.last().map_or(0, Block::end)
    }

    /// The instant of the last event.
    #[must_use]
    pub fn last_at(&self) -> Option<Instant> {
        let (_, run) = self.run(self.len().checked_sub(1)?)?;
        run.last().map(|logged| logged.entry.at)
    }

    /// Adds an event that comes after all others.
    pub fn push(&mut self, logged: Logged) {
        self.make_room();
        self.known.insert(hash(&logged.entry.id), logged.entry.at);
        self.push_known(logged);
    }

    /// Adds an event that comes after all others, whose id is known.
    pub fn push_known(&mut self, logged: Logged) {
        self.open.push(logged);
        if self.open.len() >= OPEN.saturating_add(BLOCK) {
            let rest = self.open.split_off(BLOCK);
            self.blocks.extend(Block::pack(self.packed(), &self.open));
            self.open = rest;
        }
    }

    /// Makes room for one more event at least. No event may be taken out at the time.
    pub fn make_room(&mut self) {
        if !self.known.is_full() {
            return;
        }
        let mut known = Known::with_room(self.len());
        for block in &self.blocks {
            for entry in block.entries() {
                known.insert(hash(&entry.id), entry.at);
            }
        }
        for Logged { entry, .. } in &self.open {
            known.insert(hash(&entry.id), entry.at);
        }
        self.known = known;
    }

    /// Which events it knows, as one number, in whatever order they came.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.known.sum()
    }

    /// Forgets the id of an event that was taken out.
    pub fn forget(&mut self, id: &str, at: Instant) {
        self.known.remove(hash(id), at);
    }

    /// Takes the events from a place on out, whose ids stay known.
    pub fn split_off(&mut self, place: usize) -> Rest {
        let open = place.saturating_sub(self.packed());
        if place >= self.packed() {
            let rest = self.open.split_off(open.min(self.open.len()));
            return Rest { first: rest.into_iter(), blocks: Vec::new().into_iter(), last: Vec::new() };
        }
        self.read.get_mut().clear();
        let last = core::mem::take(&mut self.open);
        let nth = self.blocks.partition_point(|block| block.end() <= place);
        let mut blocks = self.blocks.split_off(nth).into_iter();
        let mut before = blocks.next().map(|block| block.events()).unwrap_or_default();
        let first = before.split_off(place.saturating_sub(self.packed()).min(before.len()));
        self.open = before;
        Rest { first: first.into_iter(), blocks, last }
    }

    /// The events side by side among which a place lies, and the place of the first.
    #[must_use]
    pub fn run(&self, place: usize) -> Option<(usize, Cow<'_, [Logged]>)> {
        if place >= self.packed() {
            return (place < self.len()).then(|| (self.packed(), Cow::Borrowed(&*self.open)));
        }
        let nth = self.blocks.partition_point(|block| block.end() <= place);
        Some((self.start(nth), Cow::Owned(self.blocks.get(nth)?.events())))
    }

    /// The events of the block in which a place lies, and the place of the first; they are remembered.
    #[must_use]
    pub fn block(&self, place: usize) -> Option<(usize, Arc<Vec<Logged>>)> {
        let nth = self.blocks.partition_point(|block| block.end() <= place);
        Some((self.start(nth), self.read(nth)?))
    }

    /// The events of a block, which are remembered.
    fn read(&self, nth: usize) -> Option<Arc<Vec<Logged>>> {
        let block = self.blocks.get(nth)?;
        // Nobody else reads or writes it meanwhile; if somebody did, the block would be read again.
        let Ok(mut read) = self.read.try_borrow_mut() else { return Some(Arc::new(block.events())) };
        let known = read.iter().position(|(known, _)| *known == nth);
        let (_, events) = match known {
            Some(place) => read.remove(place),
            None => (nth, Arc::new(block.events())),
        };
        read.truncate(READ.saturating_sub(1));
        read.insert(0, (nth, Arc::clone(&events)));
        Some(events)
    }

    /// Shows events in order, from a place until before another.
    ///
    /// # Errors
    /// Those of `show`.
    pub fn visit<E>(
        &self,
        (from, to): (usize, usize),
        show: &mut dyn FnMut(usize, &Logged) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut next = from;
        while next < to
            && let Some((start, run)) = self.run(next)
        {
            for (nth, logged) in run.iter().enumerate().skip(next.saturating_sub(start)) {
                let place = start.saturating_add(nth);
                if place < to {
                    show(place, logged)?;
                }
            }
            next = start.saturating_add(run.len());
        }
        Ok(())
    }

    /// Shows the events from a place until before another that may touch an event: not all of them do.
    fn visit_touching(&self, id: &str, (from, to): (usize, usize), show: &mut dyn FnMut(usize, &Logged)) {
        let mut start = 0;
        for (nth, block) in self.blocks.iter().enumerate() {
            if block.end() > from && start < to && block.may_touch(id) {
                let (skipped, most) = (from.saturating_sub(start), to.saturating_sub(start));
                let events = self.read(nth);
                let events = events.iter().flat_map(|events| events.iter()).enumerate();
                for (nth, logged) in events.take(most).skip(skipped) {
                    show(start.saturating_add(nth), logged);
                }
            }
            start = block.end();
        }
        let (skipped, most) = (from.saturating_sub(start), to.saturating_sub(start));
        for (nth, logged) in self.open.iter().enumerate().take(most).skip(skipped) {
            show(start.saturating_add(nth), logged);
        }
    }

    /// Where an event stands.
    #[must_use]
    pub fn stands(&self, id: &str) -> Option<Stands> {
        let mut found = None;
        self.known.find(hash(id), &mut |at| {
            found = self.find(id, at);
            found.is_some()
        });
        found
    }

    /// Where an event stands whose instant is known.
    fn find(&self, id: &str, at: Instant) -> Option<Stands> {
        let is_it = |entry: &Entry| entry.at == at && *entry.id == *id;
        let open = self.open.partition_point(|logged| logged.entry.at < at);
        let later = self.open.iter().skip(open).take_while(|logged| logged.entry.at == at);
        for (nth, Logged { entry, .. }) in later.enumerate() {
            if is_it(entry) {
                let place = self.packed().saturating_add(open).saturating_add(nth);
                return Some(Stands { place, at, depth: entry.depth });
            }
        }
        if open > 0 {
            return None;
        }
        let from = self.blocks.partition_point(|block| block.first().0 < at).saturating_sub(1);
        let mut start = self.start(from);
        for (nth, block) in self.blocks.iter().enumerate().skip(from) {
            if block.first().0 > at {
                break;
            }
            let events = self.read(nth)?;
            if let Some(nth) = events.iter().position(|logged| is_it(&logged.entry)) {
                let depth = events.get(nth)?.entry.depth;
                return Some(Stands { place: start.saturating_add(nth), at, depth });
            }
            start = block.end();
        }
        None
    }

    /// The place of the first event of a block.
    fn start(&self, block: usize) -> usize {
        block.checked_sub(1).and_then(|before| self.blocks.get(before)).map_or(0, Block::end)
    }

    /// Where an event stands, or would stand.
    #[must_use]
    pub fn position(&self, key: (Instant, u32, &str)) -> usize {
        let open = self.open.partition_point(|logged| logged.entry.key() < key);
        let nth = self.blocks.partition_point(|block| block.first() < key).checked_sub(1);
        match nth {
            Some(nth) if open == 0 => {
                let before =
                    |events: Arc<Vec<Logged>>| events.partition_point(|logged| logged.entry.key() < key);
                self.start(nth).saturating_add(self.read(nth).map_or(0, before))
            }
            None if open == 0 => 0,
            Some(_) | None => self.packed().saturating_add(open),
        }
    }

    /// How many events happened up to an instant, included.
    #[must_use]
    pub fn until(&self, at: Instant) -> usize {
        // No event is of the millisecond after it and of a negative depth.
        self.position((at.later(1), 0, ""))
    }

    /// An event among the latest.
    #[must_use]
    pub fn open(&self, place: usize) -> Option<&Logged> {
        self.open.get(place.checked_sub(self.packed())?)
    }

    /// An event.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<Logged> {
        self.open(place).cloned().or_else(|| {
            let (start, events) = self.block(place)?;
            events.get(place.saturating_sub(start)).cloned()
        })
    }

    /// An order among the first `before` events, and what is left of it; it costs the distance between the two.
    #[must_use]
    pub fn order(&self, id: &str, before: usize) -> Option<Ordered> {
        let Stands { place, .. } = self.stands(id).filter(|stands| stands.place < before)?;
        let Logged { entry: Entry { id: of, what: What::Order(order), .. }, outcome } = self.get(place)?
        else {
            return None;
        };
        let mut trace = *outcome.trace?;
        let captured = trace.captured.clone()?;
        self.visit_touching(id, (place.saturating_add(1), before), &mut |_, logged| {
            if let (What::Refund { order, .. }, Some(latest)) = (&logged.entry.what, &logged.outcome.trace)
                && **order == *id
            {
                trace = (**latest).clone();
            }
        });
        Some(Ordered { id: of, place, order, trace, captured })
    }

    /// An activity, a redemption or what was issued among the first `before` events that was not revoked by one of them, and its
    /// place; it costs the distance between the two.
    #[must_use]
    pub fn revocable(&self, id: &str, before: usize) -> Option<(usize, Logged)> {
        let Stands { place, .. } = self.stands(id).filter(|stands| stands.place < before)?;
        let logged = self.get(place)?;
        let mut stays = matches!(
            logged.entry.what,
            What::Activity { .. } | What::Redeem { .. } | What::Reward { .. } | What::Issue(_)
        ) || matches!(logged.entry.what, What::Plan { step, .. } if step.begins());
        self.visit_touching(id, (place, before), &mut |_, logged| {
            stays &= !matches!(&logged.entry.what, What::Revoke { event } if **event == *id);
        });
        stays.then_some((place, logged))
    }

    /// What was redeemed by itself under an id before the first `before` events were over, and was not revoked by one of them, with
    /// the place of the event that took it into the log.
    #[must_use]
    pub fn claim(&self, id: &str, before: usize) -> Option<(usize, Claim)> {
        let mut found = None;
        self.visit_touching(id, (0, before), &mut |place, logged| {
            let mut claims = logged.outcome.claims.iter();
            if let Some(claim) = claims.find(|claim| claim.redeemed.id.as_deref() == Some(id)) {
                found = Some((place, claim.clone()));
            }
            if matches!(&logged.entry.what, What::Revoke { event } if **event == *id) {
                found = None;
            }
        });
        found
    }

    /// How many points of an event's lots lapsed between the event and the first `before` events.
    #[must_use]
    pub fn lapsed(&self, id: &str, currency: usize, from: usize, before: usize) -> i64 {
        let mut sum = 0_i64;
        self.visit_touching(id, (from, before), &mut |_, logged| {
            sum = sum.saturating_add(lapsed(logged.outcome.changes.iter(), id, currency));
        });
        sum
    }
}

/// Events that were taken out of the log, in their order.
#[derive(Debug)]
pub struct Rest {
    first: std::vec::IntoIter<Logged>,
    blocks: std::vec::IntoIter<Block>,
    last: Vec<Logged>,
}

impl Iterator for Rest {
    type Item = Logged;

    fn next(&mut self) -> Option<Logged> {
        loop {
            if let Some(logged) = self.first.next() {
                return Some(logged);
            }
            let run = match self.blocks.next() {
                Some(block) => block.events(),
                None => core::mem::take(&mut self.last),
            };
            if run.is_empty() {
                return None;
            }
            self.first = run.into_iter();
        }
    }
}
