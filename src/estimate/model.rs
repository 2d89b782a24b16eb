//! A model, read where it lies.

use std::sync::Arc;

use super::fact::{FACT, Fact};
use super::factor::Factors;
use super::file::{Span, damaged, sections};
use super::near::Near;
use super::number::{place, u32_at};
use super::tree::Trees;
use crate::problem::Problem;

/// A model. Its bytes stay as they are; nothing of them is copied.
#[derive(Clone, Debug)]
pub struct Model {
    bytes: Arc<[u8]>,
    about: Span,
    items: Span,
    facts: Span,
    near: Span,
    factors: Span,
    trees: Span,
    /// How many items it knows.
    pub count: usize,
}

impl Model {
    /// From the bytes of a file.
    ///
    /// # Errors
    /// When it is no model, cut short, damaged, or of a later version.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Problem> {
        let [about, items, facts, near, factors, trees] = sections(&bytes)?;
        let count = bytes.get(items.0..items.1).and_then(|section| u32_at(section, 0)).map_or(0, place);
        let model = Self { bytes: bytes.into(), about, items, facts, near, factors, trees, count };
        let sound = model.is_sound().unwrap_or(false)
            && Near::of(model.section(near), count).is_some()
            && Factors::of(model.section(factors), count).is_some()
            && Trees::of(model.section(trees)).is_some();
        if sound { Ok(model) } else { Err(damaged()) }
    }

    /// Whether names and facts are those of so many items.
    fn is_sound(&self) -> Option<bool> {
        let (items, facts) = (self.section(self.items), self.section(self.facts));
        let texts = self.count.checked_add(2)?.checked_mul(4)?;
        let mut before = 0;
        for item in 0..=self.count {
            let start = u32_at(items, item.checked_add(1)?.checked_mul(4)?)?;
            if start < before {
                return Some(false);
            }
            before = start;
        }
        let ascending = (1..self.count).all(|item| {
            let name = |item: usize| u32::try_from(item).ok().and_then(|item| self.name(item));
            matches!((name(item.saturating_sub(1)), name(item)), (Some(a), Some(b)) if a < b)
        });
        let fits = items.len() == texts.checked_add(place(before))?
            && facts.len() == self.count.checked_mul(FACT)?;
        Some(fits && ascending)
    }

    fn section(&self, (from, to): Span) -> &[u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// What it says of itself, as JSON text.
    #[must_use]
    pub fn about(&self) -> &str {
        core::str::from_utf8(self.section(self.about)).unwrap_or_default()
    }

    /// An item's id.
    #[must_use]
    pub fn name(&self, item: u32) -> Option<&str> {
        let items = self.section(self.items);
        let texts = items.get(self.count.checked_add(2)?.checked_mul(4)?..)?;
        let at = place(item).checked_add(1)?.checked_mul(4)?;
        let (from, to) = (u32_at(items, at)?, u32_at(items, at.checked_add(4)?)?);
        core::str::from_utf8(texts.get(place(from)..place(to))?).ok()
    }

    /// The item with an id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<u32> {
        let (mut low, mut high) = (0, u32::try_from(self.count).unwrap_or(u32::MAX));
        while low < high {
            let middle = low.midpoint(high);
            match self.name(middle)?.cmp(id) {
                core::cmp::Ordering::Equal => return Some(middle),
                core::cmp::Ordering::Less => low = middle.saturating_add(1),
                core::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// What is known of an item.
    #[must_use]
    pub fn fact(&self, item: u32) -> Fact {
        let at = place(item).saturating_mul(FACT);
        self.section(self.facts).get(at..).and_then(Fact::of).unwrap_or_default()
    }

    /// What follows from items.
    #[must_use]
    pub fn near(&self) -> Option<Near<'_>> {
        Near::of(self.section(self.near), self.count)
    }

    /// The factors of items.
    #[must_use]
    pub fn factors(&self) -> Option<Factors<'_>> {
        Factors::of(self.section(self.factors), self.count)
    }

    /// The trees.
    #[must_use]
    pub fn trees(&self) -> Option<Trees<'_>> {
        Trees::of(self.section(self.trees))
    }

    /// A section of ids in the order of their bytes.
    #[must_use]
    pub fn items(ids: &[&str]) -> Vec<u8> {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        let mut bytes = number(ids.len()).to_vec();
        let mut start = 0_usize;
        for id in ids {
            bytes.extend_from_slice(&number(start));
            start = start.saturating_add(id.len());
        }
        bytes.extend_from_slice(&number(start));
        for id in ids {
            bytes.extend_from_slice(id.as_bytes());
        }
        bytes
    }
}
