//! Segments, and the order in which they can be judged.

use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::order::segments_in;
use crate::shape::{Id, Names, Place};

/// A named condition that labels a member.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// What makes a member one of it.
    pub when: Condition,
}

impl Compiler<'_> {
    /// The segments of the program.
    pub(super) fn segments(&mut self, place: &Place<'_>) -> Option<Vec<Segment>> {
        let config = self.config;
        let (mut seen, mut segments) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (index, segment) in config.segments.placed() {
            let at = place.index(index);
            self.unique(&mut seen, &segment.id, "segment", &at);
            let when = self.condition(&segment.when, &at.field("when"), Spot::Member);
            let (id, names) = (segment.id.clone(), segment.names.clone());
            sound &= keep(&mut segments, when.map(|when| Segment { id, names, when }));
        }
        sound.then_some(segments)
    }
}

/// The places of segments that do not depend on themselves, each after those that it names.
pub(super) fn in_order(segments: &[Segment]) -> Vec<usize> {
    let mut named = Vec::new();
    for segment in segments {
        let mut within = Vec::new();
        segments_in(&segment.when, &mut within);
        named.push(within);
    }
    let (mut order, mut done) = (Vec::new(), vec![false; segments.len()]);
    for first in 0..segments.len() {
        let mut way = vec![first];
        while let Some(last) = way.last().copied() {
            let open = named.get_mut(last).and_then(Vec::pop);
            match open {
                Some(next) if done.get(next) == Some(&false) => way.push(next),
                Some(_) => {}
                None => {
                    way.pop();
                    if let Some(done) = done.get_mut(last).filter(|done| !**done) {
                        *done = true;
                        order.push(last);
                    }
                }
            }
        }
    }
    order
}
