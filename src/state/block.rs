//! Events that lie further back, as bytes.

use std::sync::Arc;

use super::known::tag;
use super::outcome::Logged;
use super::{Moved, PointsMoved};
use crate::ledger::{Entry, Traits, What};
use crate::shape::Id;
use crate::unit::{Bytes, Input, Instant, Output};

/// Events side by side, as bytes.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The key of the first.
    first: (Instant, u32, Id),
    /// How many events lie in the blocks up to this one, and in it.
    end: usize,
    entries: Box<[u8]>,
    outcomes: Box<[u8]>,
    /// What was said of the member, from which of the events on.
    traits: Box<[(usize, Arc<Traits>)]>,
    /// Hashes of the events that come back, are revoked or lapse here, and of what was redeemed by itself.
    touched: Box<[u16]>,
}

impl Block {
    /// Packs events, the first of which has a place in the log.
    pub(super) fn pack(start: usize, events: &[Logged]) -> Option<Self> {
        let first = &events.first()?.entry;
        let (mut entries, mut outcomes) = (Output::default(), Output::default());
        let mut traits: Vec<(usize, Arc<Traits>)> = Vec::new();
        let mut touched = Vec::new();
        for (place, Logged { entry, outcome }) in events.iter().enumerate() {
            entry.write(&mut entries);
            outcome.write(&mut outcomes);
            if let What::Refund { order: id, .. } | What::Revoke { event: id } = &entry.what {
                touched.push(tag(id));
            }
            for id in outcome.claims.iter().filter_map(|claim| claim.redeemed.id.as_ref()) {
                touched.push(tag(id));
            }
            for change in &outcome.changes {
                if let (Some(id), Moved::Points { kind: PointsMoved::Expired, .. }) =
                    (&change.event, &change.moved)
                {
                    touched.push(tag(id));
                }
            }
            if let Some(captured) = outcome.trace.as_ref().and_then(|trace| trace.captured.as_ref())
                && traits.last().is_none_or(|(_, known)| !Arc::ptr_eq(known, &captured.traits))
            {
                traits.push((place, Arc::clone(&captured.traits)));
            }
        }
        Some(Self {
            first: (first.at, first.depth, first.id.clone()),
            end: start.saturating_add(events.len()),
            entries: entries.into_bytes().into(),
            outcomes: outcomes.into_bytes().into(),
            traits: traits.into(),
            touched: touched.into(),
        })
    }

    /// The key of its first event.
    pub(super) fn first(&self) -> (Instant, u32, &str) {
        (self.first.0, self.first.1, &self.first.2)
    }

    /// How many events lie in the blocks up to this one, and in it.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Whether something of an event may come back, be revoked or lapse here.
    pub(super) fn may_touch(&self, id: &str) -> bool {
        self.touched.contains(&tag(id))
    }

    /// Its events, without what they brought about.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut input = Input::new(&self.entries);
        while !input.is_read() {
            entries.push(Entry::read(&mut input));
        }
        entries
    }

    /// Its events.
    pub(super) fn events(&self) -> Vec<Logged> {
        let mut events = Vec::new();
        let mut input = Input::new(&self.outcomes);
        for (place, entry) in self.entries().into_iter().enumerate() {
            let mut logged = Logged { entry, outcome: Bytes::read(&mut input) };
            if let Some(captured) = logged.outcome.trace.as_mut().and_then(|trace| trace.captured.as_mut()) {
                let known = self.traits.partition_point(|(from, _)| *from <= place);
                if let Some((_, traits)) = known.checked_sub(1).and_then(|known| self.traits.get(known)) {
                    captured.traits = Arc::clone(traits);
                }
            }
            events.push(logged);
        }
        events
    }
}
