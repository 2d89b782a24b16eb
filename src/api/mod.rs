//! Text in, text out: the boundary without JavaScript. What a native test says of it is then true in every host.

mod ask;
mod digest;
mod facts;
mod loading;
mod quote;
mod request;

use std::sync::Arc;

use crate::evaluate;
use crate::json::{DEPTH, Json, Maybe, Show, object, shown, text};
use crate::ledger::{Event, Profile};
use crate::member::{self, Recorded};
use crate::problem::{Code, Problem, Problems};
use crate::program;
use crate::shape::{Moment, Names, Place, Shape, tree};
use crate::state::Person;
use crate::unit::{Instant, Overflow, sorted_places};

use facts::{Facts, OnRejected};

pub use crate::program::HostLimits;
pub use loading::Loading;
#[cfg(not(target_arch = "wasm32"))]
pub use quote::cart_schema;
pub use quote::{Cart, QuoteRequest};
pub use request::{Request, instant};

/// A compiled program.
#[derive(Clone, Debug)]
pub struct Program(Arc<program::Program>);

/// A member under a program.
#[derive(Clone, Debug)]
pub struct Member {
    member: member::Member,
    rejected: Vec<Rejected>,
}

/// An event of a batch that was refused.
#[derive(Clone, Debug, Default)]
struct Rejected {
    index: usize,
    id: Maybe<String>,
    problems: Vec<Problem>,
}

impl Show for Rejected {
    fn show(&self, out: &mut String) {
        object(&[("index", &self.index), ("id", &self.id), ("problems", &self.problems)], out);
    }
}

/// The JSON Schema of a program.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn program_schema() -> serde_json::Value {
    crate::shape::Schema::document::<crate::config::Program>(
        "Program",
        "A loyalty program: the merchant's rules.",
    )
}

/// The JSON Schema of a member's facts.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn facts_schema() -> serde_json::Value {
    crate::shape::Schema::document::<Facts>("Facts", "What a member did: the profile and the events.")
}

shown! {
    /// A program's header.
    struct Header<'a> {
        /// The id.
        id: &'a str = "id",
        /// The version of the rules.
        version: &'a str = "version",
        /// The names.
        names: &'a Names = "names",
        /// The currency.
        currency: &'a str = "currency",
        /// The decimals of its minor unit.
        decimals: i64 = "decimals",
        /// The time zone.
        time_zone: &'a str = "timeZone",
        /// What tells it apart from every other program.
        fingerprint: String = "fingerprint",
    }
}

impl Program {
    /// Compiles a program from its JSON text.
    ///
    /// # Errors
    /// Every problem of it.
    pub fn load(text: &str) -> Result<Self, Problems> {
        Self::load_within(text, &HostLimits::default())
    }

    /// Compiles a program from its JSON text, within limits.
    ///
    /// # Errors
    /// Every problem of it.
    pub fn load_within(text: &str, limits: &HostLimits) -> Result<Self, Problems> {
        program::compile(text, limits).map(|program| Self(Arc::new(program)))
    }

    /// Its header, as JSON text.
    #[must_use]
    pub fn header(&self) -> String {
        let program = &self.0;
        text(&Header {
            id: &program.id,
            version: &program.version,
            names: &program.names,
            currency: program.currency.code(),
            decimals: i64::from(program.currency.decimals()),
            time_zone: program.zone.name(),
            fingerprint: program.mark(),
        })
    }

    /// A member from `{"profile", "events", "onRejected"}`.
    ///
    /// # Errors
    /// Every problem of the profile and, unless rejected events are collected, of the events.
    pub fn member(&self, facts: &str) -> Result<Member, Problems> {
        let mut loading = self.loading();
        let loaded = if loading.add(facts) { loading.finish() } else { None };
        loaded.unwrap_or_else(|| self.whole(facts))
    }

    /// A member from facts that are read as a whole.
    fn whole(&self, facts: &str) -> Result<Member, Problems> {
        let root = Place::ROOT;
        let json = tree(facts, &root, DEPTH)?;
        let mut reader = self.0.reader();
        let given = Facts::read(&mut reader, &json, &root);
        let events_place = root.field("events");
        let events = json.field("events").map(Json::items).unwrap_or_default();
        let collect =
            given.as_ref().is_some_and(|facts| matches!(facts.on_rejected, Some(OnRejected::Collect)));
        let given = match reader.finish(given) {
            Ok(given) => given,
            Err(mut problems) => {
                if !collect {
                    let mut reader = self.0.reader();
                    for (index, event) in events.iter().enumerate() {
                        let _ = Event::read(&mut reader, event, &events_place.index(index));
                    }
                    problems.problems.extend(reader.into_problems());
                }
                return Err(problems);
            }
        };
        let person = self.person(&given.profile)?;
        let profile = json.field("profile").map(|profile| text(profile)).unwrap_or_default();
        let mut member = Member {
            member: member::Member::new(Arc::clone(&self.0), person, profile),
            rejected: Vec::new(),
        };
        let (_, rejected) =
            if given.events.is_some() { member.batch(events, &events_place) } else { Default::default() };
        if collect {
            member.rejected = rejected;
            return Ok(member);
        }
        refuse(rejected)?;
        Ok(member)
    }

    /// A member from a snapshot.
    ///
    /// # Errors
    /// When the bytes are no snapshot, of another version, damaged, or made under another program.
    pub fn restore(&self, bytes: &[u8]) -> Result<Member, Problems> {
        let person = |profile: &str| {
            let json = tree(profile, &Place::ROOT, DEPTH).ok()?;
            let profile = Profile::read(&mut self.0.reader(), &json, &Place::ROOT)?;
            self.person(&profile).ok()
        };
        let member = member::Member::restore(Arc::clone(&self.0), bytes, person)?;
        Ok(Member { member, rejected: Vec::new() })
    }

    /// Who a profile says the member is.
    fn person(&self, profile: &Profile) -> Result<Person, Problem> {
        let zone = &self.0.zone;
        let joined = match profile.joined_at {
            Moment::At(at) => zone.day(at),
            Moment::On(day) => day,
        };
        let (first, last) = (zone.day(zone.since()), zone.day(Instant::HORIZON));
        for (is_wrong, code, name, bound) in [
            (joined < first, Code::DateTooEarly, "since", first),
            (joined > last, Code::DateTooLate, "until", last),
        ] {
            if is_wrong {
                let root = Place::ROOT;
                let place = root.field("profile");
                let problem = place.field("joinedAt").problem(code).text("value", joined.text());
                return Err(problem.text(name, bound.text()));
            }
        }
        let traits = Arc::new(profile.traits());
        Ok(Person { id: profile.id.clone(), joined, birthday: profile.birthday, traits })
    }
}

impl Member {
    /// Records an event, or several; gives what they brought about as JSON text.
    ///
    /// # Errors
    /// Every problem of the events; then none of them was recorded.
    pub fn record(&mut self, events: &str) -> Result<String, Problems> {
        let root = Place::ROOT;
        let json = tree(events, &root, DEPTH)?;
        let list_place = root.field("events");
        let (recorded, rejected) = match &json {
            Json::List(events) => self.batch(events, &list_place),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Object(_) => self.one(&json),
        };
        if !rejected.is_empty() {
            checked(self.member.withdraw(&recorded))?;
        }
        refuse(rejected)?;
        Ok(text(&evaluate::recorded(self.member.program(), &recorded)))
    }

    /// The events of the first batch that were refused, as JSON text.
    #[must_use]
    pub fn rejected(&self) -> String {
        text(&self.rejected)
    }

    /// The member's snapshot.
    ///
    /// # Errors
    /// Never for a sound member.
    pub fn snapshot(&self) -> Result<Vec<u8>, Problems> {
        Ok(checked(self.member.snapshot())?)
    }

    /// Records one event.
    fn one(&mut self, event: &Json<'_>) -> (Recorded, Vec<Rejected>) {
        let root = Place::ROOT;
        let mut recorded = Recorded::default();
        let mut reader = self.member.program().reader();
        let read = Event::read(&mut reader, event, &root).filter(|_| reader.count() == 0);
        if let Some(event) = &read {
            self.member.record(event, &mut recorded, &mut reader, &root);
        }
        let problems = reader.into_problems();
        let rejected = if problems.is_empty() {
            Vec::new()
        } else {
            vec![Rejected { index: 0, id: Maybe(id(event)), problems }]
        };
        (recorded, rejected)
    }

    /// Records events in the order of the log; gives those that were refused in the order of the batch.
    fn batch(&mut self, events: &[Json<'_>], list: &Place<'_>) -> (Recorded, Vec<Rejected>) {
        let mut recorded = Recorded::default();
        let mut rejected = Vec::new();
        let (mut read, mut indices) = (Vec::with_capacity(events.len()), Vec::with_capacity(events.len()));
        for (index, json) in events.iter().enumerate() {
            let mut reader = self.member.program().reader();
            let event = Event::read(&mut reader, json, &list.index(index));
            match reader.finish(event) {
                Ok(event) => {
                    read.push(event);
                    indices.push(index);
                }
                Err(Problems { problems }) => {
                    rejected.push(Rejected { index, id: Maybe(id(json)), problems });
                }
            }
        }
        self.record_sorted(&read, &indices, list, &mut recorded, &mut rejected);
        (recorded, in_order(rejected))
    }

    /// Records events in the order of the log, each with its place in the list.
    fn record_sorted(
        &mut self,
        events: &[Event],
        indices: &[usize],
        list: &Place<'_>,
        recorded: &mut Recorded,
        rejected: &mut Vec<Rejected>,
    ) {
        for place in member::sorted(events) {
            let (Some(event), Some(index)) = (events.get(place), indices.get(place)) else { continue };
            let mut reader = self.member.program().reader();
            if !self.member.record(event, recorded, &mut reader, &list.index(*index)) {
                let id = Maybe(Some(event.head().0.as_ref().into()));
                rejected.push(Rejected { index: *index, id, problems: reader.into_problems() });
            }
        }
    }
}

/// Refused events in the order of their batch.
fn in_order(mut rejected: Vec<Rejected>) -> Vec<Rejected> {
    let index = |place: usize| rejected.get(place).map_or(0, |rejected| rejected.index);
    let places = sorted_places(rejected.len(), &|a, b| index(a).cmp(&index(b)));
    let take = |place: usize| rejected.get_mut(place).map(core::mem::take);
    places.into_iter().filter_map(take).collect()
}

/// A value whose sums kept within their range.
fn checked<T>(value: Result<T, Overflow>) -> Result<T, Problem> {
    value.map_err(|Overflow| Place::ROOT.problem(Code::Overflow))
}

/// Refuses a batch with rejected events.
fn refuse(rejected: Vec<Rejected>) -> Result<(), Problems> {
    if rejected.is_empty() {
        return Ok(());
    }
    let mut problems = Vec::new();
    for rejected in rejected {
        problems.extend(rejected.problems);
    }
    Err(Problems { problems })
}

/// An event's id, as far as it can be read.
fn id(event: &Json<'_>) -> Option<String> {
    event.field("id").and_then(Json::text).map(crate::json::shortened)
}
