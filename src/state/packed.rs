//! Lots that are far from being spent, as bytes.

use super::Lot;
use super::known::tag;
use crate::shape::Id;
use crate::unit::{Bytes, Day, Input, Instant, Output};

/// When lots lapse, with the last day where dates decide.
pub type Expiry = Option<(Instant, Option<Day>)>;

/// Lots as bytes.
#[derive(Debug)]
pub(super) struct Packed {
    /// The key of the first.
    first: (Instant, Instant, Id),
    /// What lapses when, in their order.
    ends: Box<[(Expiry, i64)]>,
    /// Hashes of the events they came from.
    tags: Box<[u16]>,
    bytes: Box<[u8]>,
}

impl Packed {
    /// Packs lots, of which there is one at least.
    pub(super) fn new(lots: &[Lot]) -> Option<Self> {
        let first = lots.first()?;
        let mut ends: Vec<(Expiry, i64)> = Vec::new();
        let mut tags = Vec::with_capacity(lots.len());
        let mut bytes = Output::default();
        for lot in lots {
            match ends.last_mut() {
                Some((expires, left)) if *expires == lot.expires => *left = left.saturating_add(lot.left),
                _ => ends.push((lot.expires, lot.left)),
            }
            tags.push(tag(&lot.id));
            lot.write(&mut bytes);
        }
        let first = (first.end(), first.earned_at, first.id.clone());
        Some(Self { first, ends: ends.into(), tags: tags.into(), bytes: bytes.into_bytes().into() })
    }

    /// The key of the first.
    pub(super) fn first(&self) -> (Instant, Instant, &str) {
        (self.first.0, self.first.1, &self.first.2)
    }

    /// What lapses when, in the order of spending.
    pub(super) fn ends(&self) -> &[(Expiry, i64)] {
        &self.ends
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.tags.len()
    }

    /// Whether one of them may have come from an event.
    pub(super) fn may_be_of(&self, id: &str) -> bool {
        self.tags.contains(&tag(id))
    }

    /// The lots.
    pub(super) fn lots(&self) -> Vec<Lot> {
        let mut lots = Vec::with_capacity(self.tags.len());
        let mut input = Input::new(&self.bytes);
        for _ in &self.tags {
            lots.push(Lot::read(&mut input));
        }
        lots
    }
}
