//! Recording events: each in its place, whatever the order in which they arrive.

use super::Member;
use crate::ledger::{Entry, Event, Posted};
use crate::problem::Code;
use crate::rule::{Step, apply};
use crate::shape::{Id, Place, Reader};
use crate::state::{Change, Logged, Lot, Outcome};
use crate::unit::{Overflow, sorted_places};

/// What recording brought about.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// The events recorded, in the order of the log.
    pub events: Vec<Accepted>,
    /// What time alone caused before them.
    pub elapsed: Vec<Change>,
    /// Later events whose grants a late event altered, with what they grant.
    pub changed: Vec<(Id, Posted)>,
    /// What was given with events as posted, and gave way to a late event.
    pub(super) lifted: Vec<(Id, Posted)>,
}

/// An event that was recorded.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Its id.
    pub id: Id,
    /// What it granted; `None` for an event that was known.
    pub posted: Option<Posted>,
    /// Of points given away, the lots they came from.
    pub sent: Vec<Lot>,
}

impl Member {
    /// Records an event. One that is known changes nothing; one that cannot be is refused with its problems noted, and changes
    /// nothing either.
    pub fn record(
        &mut self,
        event: &Event,
        recorded: &mut Recorded,
        reader: &mut Reader,
        place: &Place<'_>,
    ) -> bool {
        let (id, _, _) = event.head();
        if self.log.stands(id).is_some() {
            recorded.events.push(Accepted { id: id.clone(), posted: None, sent: Vec::new() });
            return true;
        }
        let Some(entry) = self.admit(event, reader, place) else { return false };
        let late = self.log.position(entry.key()) < self.log.logged.len();
        let done = if late { self.insert(entry, recorded) } else { self.append(entry, recorded) };
        if done.is_err() {
            reader.note(place.problem(Code::Overflow));
        }
        done.is_ok()
    }

    fn append(&mut self, entry: Entry, recorded: &mut Recorded) -> Result<(), Overflow> {
        let position = self.log.logged.len();
        let step = Step { program: &self.program, person: &self.person, log: &self.log, before: position };
        let outcome = match apply(&step, &mut self.state, &entry) {
            Ok(outcome) => outcome,
            Err(overflow) => {
                self.rebuild(position)?;
                return Err(overflow);
            }
        };
        recorded.elapsed.extend(outcome.changes.iter().filter(|change| change.by_time).cloned());
        let (posted, sent) = (Some(outcome.posted.clone()), outcome.sent.to_vec());
        recorded.events.push(Accepted { id: entry.id.clone(), posted, sent });
        self.places.note(position, &outcome.changes);
        self.log.push(Logged { entry, outcome });
        self.checkpoints.note(position.saturating_add(1), &self.state);
        Ok(())
    }

    /// Puts a late event into its place; later events that this version of the program granted for are worked out anew.
    fn insert(&mut self, entry: Entry, recorded: &mut Recorded) -> Result<(), Overflow> {
        let position = self.log.position(entry.key());
        let id = entry.id.clone();
        let (mut later, mut lifted) = (Vec::new(), Vec::new());
        for logged in self.log.logged.iter_mut().skip(position) {
            later.push(logged.outcome.posted.clone());
            let own = |posted: &mut Posted| posted.version == self.program.version;
            if let Some(posted) = logged.entry.posted.take_if(own) {
                lifted.push((logged.entry.id.clone(), posted));
            }
        }
        self.log.insert(position, Logged { entry, outcome: Outcome::nothing(&self.program.version) });
        if let Err(overflow) = self.rebuild(position) {
            self.log.retain(|entry| entry.id != id);
            self.put_back(&lifted);
            self.rebuild(position)?;
            return Err(overflow);
        }
        let outcome = self.log.logged.get(position).map(|logged| &logged.outcome);
        let posted = outcome.map(|outcome| outcome.posted.clone());
        let sent = outcome.map(|outcome| outcome.sent.to_vec()).unwrap_or_default();
        recorded.events.push(Accepted { id, posted, sent });
        let now = self.log.logged.iter().skip(position.saturating_add(1));
        for (now, before) in now.zip(later) {
            if now.outcome.posted != before {
                recorded.changed.retain(|(id, _)| *id != now.entry.id);
                recorded.changed.push((now.entry.id.clone(), now.outcome.posted.clone()));
            }
        }
        recorded.lifted.append(&mut lifted);
        Ok(())
    }

    /// Gives events back what was given with them as posted.
    fn put_back(&mut self, lifted: &[(Id, Posted)]) {
        for (id, posted) in lifted {
            let Some((at, depth)) = self.log.stands(id) else { continue };
            let place = self.log.position((at, depth, id));
            if let Some(logged) = self.log.logged.get_mut(place) {
                logged.entry.posted = Some(posted.clone());
            }
        }
    }

    /// Takes events out again that were just recorded.
    ///
    /// # Errors
    /// Never: the log without them was sound.
    pub fn withdraw(&mut self, recorded: &Recorded) -> Result<(), Overflow> {
        let fresh = |id: &str| recorded.events.iter().any(|event| event.posted.is_some() && *event.id == *id);
        let first = self
            .log
            .logged
            .iter()
            .position(|logged| fresh(&logged.entry.id))
            .unwrap_or(self.log.logged.len());
        self.log.retain(|entry| !fresh(&entry.id));
        self.put_back(&recorded.lifted);
        self.rebuild(first.min(self.log.logged.len()))
    }
}

/// The places of events in the order of the log: by instant, then after those they name, then by id.
#[must_use]
pub fn sorted(events: &[Event]) -> Vec<usize> {
    let head = |place: usize| events.get(place).map(|event| (event.head().1, event.head().0));
    let by_id =
        sorted_places(events.len(), &|a, b| head(a).map(|head| head.1).cmp(&head(b).map(|head| head.1)));
    let named = |id: &Id| {
        let at = by_id.partition_point(|place| head(*place).is_some_and(|(_, known)| known < id));
        by_id.get(at).and_then(|place| events.get(*place)).filter(|event| event.head().0 == id)
    };
    let depth = |event: &Event| {
        let mut depth = 0_u32;
        let mut last = event;
        while let Some(next) = last.names().and_then(|(id, _)| named(id))
            && next.head().1 == event.head().1
            && depth < 8
        {
            depth = depth.saturating_add(1);
            last = next;
        }
        depth
    };
    let depths: Vec<u32> = events.iter().map(depth).collect();
    let key = |place: usize| head(place).map(|(at, id)| (at, depths.get(place).copied(), id));
    sorted_places(events.len(), &|a, b| key(a).cmp(&key(b)))
}
