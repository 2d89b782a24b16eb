//! Where in the log each history has lines, so that the latest of one are found without looking through those of all others.

use crate::state::{Change, Subject};

/// The places of events that changed something, ascending, for each history that has any.
#[derive(Clone, Debug, Default)]
pub struct Places {
    of: Vec<(Subject, Vec<usize>)>,
}

impl Places {
    /// Remembers what the event at a place changed; it is the last place.
    pub fn note(&mut self, place: usize, changes: &[Change]) {
        for change in changes {
            let subject = change.subject();
            // What was issued is told when it is, and no view shows its history.
            if subject == Subject::Coupons {
                continue;
            }
            let known = self.of.iter().position(|(known, _)| *known == subject);
            let index = known.unwrap_or_else(|| {
                self.of.push((subject, Vec::new()));
                self.of.len().saturating_sub(1)
            });
            if let Some((_, places)) = self.of.get_mut(index)
                && places.last() != Some(&place)
            {
                places.push(place);
            }
        }
    }

    /// Forgets the events from a place on.
    pub fn forget_from(&mut self, place: usize) {
        for (_, places) in &mut self.of {
            places.truncate(places.partition_point(|known| *known < place));
        }
    }

    /// The places before a place at which a history has lines, ascending.
    pub fn before(&self, subject: Subject, place: usize) -> &[usize] {
        for (known, places) in &self.of {
            if *known == subject {
                return places.get(..places.partition_point(|known| *known < place)).unwrap_or_default();
            }
        }
        &[]
    }

    /// The latest places before a place, at most so many of each history.
    pub fn latest(&self, place: usize, most: usize) -> impl Iterator<Item = &[usize]> {
        self.of.iter().map(move |(_, places)| {
            let end = places.partition_point(|known| *known < place);
            places.get(end.saturating_sub(most)..end).unwrap_or_default()
        })
    }
}
