//! Recording events: each in its place, whatever the order in which they arrive.

use super::Member;
use crate::ledger::{Entry, Event, Posted, What};
use crate::problem::Code;
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
    /// The currency of points given away.
    pub currency: usize,
    /// The lots they came from.
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
            recorded.events.push(Accepted { id: id.clone(), posted: None, currency: 0, sent: Vec::new() });
            return true;
        }
        let Some(entry) = self.admit(event, reader, place) else { return false };
        let late = self.log.position(entry.key()) < self.log.len();
        let done = if late { self.insert(entry, recorded) } else { self.append(entry, recorded) };
        if done.is_err() {
            reader.note(place.problem(Code::Overflow));
        }
        done.is_ok()
    }

    fn append(&mut self, entry: Entry, recorded: &mut Recorded) -> Result<(), Overflow> {
        let outcome = match self.run(&entry) {
            Ok(outcome) => outcome,
            Err(overflow) => {
                self.state = self.fold(self.log.len())?;
                return Err(overflow);
            }
        };
        recorded.elapsed.extend(outcome.changes.iter().filter(|change| change.by_time).cloned());
        self.accept(Logged { entry, outcome }, recorded);
        Ok(())
    }

    /// Adds an event that was run.
    fn accept(&mut self, logged: Logged, recorded: &mut Recorded) {
        let Outcome { posted, sent, .. } = &logged.outcome;
        let (posted, sent) = (Some(posted.clone()), sent.to_vec());
        let currency = if let What::Give { currency, .. } = logged.entry.what { currency } else { 0 };
        recorded.events.push(Accepted { id: logged.entry.id.clone(), posted, currency, sent });
        self.log.push(logged);
    }

    /// Puts a late event into its place; later events that this version of the program granted for are worked out anew.
    fn insert(&mut self, entry: Entry, recorded: &mut Recorded) -> Result<(), Overflow> {
        let position = self.log.position(entry.key());
        self.log.make_room();
        let rest = self.cut(position)?;
        let (id, known) = (entry.id.clone(), recorded.events.len());
        let outcome = match self.run(&entry) {
            Ok(outcome) => outcome,
            Err(overflow) => {
                self.state = self.fold(position)?;
                self.run_anew(rest, &mut |_| true, &mut |_, _| {})?;
                return Err(overflow);
            }
        };
        self.accept(Logged { entry, outcome }, recorded);
        let (mut lifted, mut changed) = (Vec::new(), Vec::new());
        let version = self.program.version.clone();
        let mut lift = |entry: &mut Entry| {
            if let Some(posted) = entry.posted.take_if(|posted| posted.version == version) {
                lifted.push((entry.id.clone(), posted));
            }
            true
        };
        let told = self.run_anew(rest, &mut lift, &mut |logged, before| {
            let posted = &logged.outcome.posted;
            if *posted != before {
                changed.push((logged.entry.id.clone(), posted.clone()));
            }
        });
        if let Err(overflow) = told {
            recorded.events.truncate(known);
            self.take_out(position, &|known| *known == *id, &lifted)?;
            return Err(overflow);
        }
        for (id, posted) in changed {
            recorded.changed.retain(|(known, _)| *known != id);
            recorded.changed.push((id, posted));
        }
        recorded.lifted.append(&mut lifted);
        Ok(())
    }

    /// Takes events out again, the first of which has a place; the others get back what was given with them as posted.
    fn take_out(
        &mut self,
        place: usize,
        goes: &dyn Fn(&str) -> bool,
        lifted: &[(Id, Posted)],
    ) -> Result<(), Overflow> {
        let rest = self.cut(place)?;
        let mut stays = |entry: &mut Entry| {
            if let Some((_, posted)) = lifted.iter().find(|(id, _)| *id == entry.id) {
                entry.posted = Some(posted.clone());
            }
            !goes(&entry.id)
        };
        self.run_anew(rest, &mut stays, &mut |_, _| {})
    }

    /// Takes events out again that were just recorded.
    ///
    /// # Errors
    /// Never: the log without them was sound.
    pub fn withdraw(&mut self, recorded: &Recorded) -> Result<(), Overflow> {
        let fresh = |id: &str| recorded.events.iter().any(|event| event.posted.is_some() && *event.id == *id);
        let mut first = self.log.len();
        for event in recorded.events.iter().filter(|event| event.posted.is_some()) {
            first = first.min(self.log.stands(&event.id).map_or(first, |stands| stands.place));
        }
        self.take_out(first, &fresh, &recorded.lifted)
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
