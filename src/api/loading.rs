//! A member whose facts come in pieces of their text, so that neither the text nor its tree is ever held as a whole.
//!
//! It takes facts as nearly all are: an object with the profile before the events, and those in the order of their instants. Where
//! they are otherwise, or no JSON, it cannot go on; then the text is read as a whole, which finds every problem.

use super::facts::{Facts, OnRejected};
use super::{Member, Program, Rejected, id, in_order, refuse};
use crate::json::{DEPTH, Maybe, Scan, parse, text};
use crate::ledger::Event;
use crate::member::{self, Recorded};
use crate::problem::Problems;
use crate::shape::{Place, Shape};

/// A member whose facts come in pieces.
#[derive(Debug)]
pub struct Loading {
    program: Program,
    /// What was not taken yet.
    text: String,
    /// How far it was looked at.
    at: usize,
    /// Where in it the event begins that is looked at.
    start: usize,
    scan: Scan,
    stage: Stage,
    /// What stands before the events.
    head: String,
    member: Option<Member>,
    /// Events of one instant, each with its place in the list, which wait for the others of that instant.
    group: Vec<Event>,
    places: Vec<usize>,
    /// How many events there were.
    count: usize,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The list of events.
    List,
    /// The first event, or the end of the list.
    First,
    /// Another event.
    Event,
    /// The end of an event.
    End,
    /// A comma, or the end of the list.
    Comma,
    /// Nothing more: the list is over.
    Over,
}

impl Program {
    /// A member whose facts will come in pieces.
    #[must_use]
    pub fn loading(&self) -> Loading {
        Loading {
            program: self.clone(),
            text: String::new(),
            at: 0,
            start: 0,
            scan: Scan::default(),
            stage: Stage::List,
            head: String::new(),
            member: None,
            group: Vec::new(),
            places: Vec::new(),
            count: 0,
        }
    }
}

impl Loading {
    /// Takes the next piece of the text; whether it can go on.
    pub fn add(&mut self, piece: &str) -> bool {
        self.text.push_str(piece);
        while self.stage != Stage::Over
            && let Some(byte) = self.text.as_bytes().get(self.at).copied()
        {
            if self.step(byte).is_none() {
                return false;
            }
        }
        let taken = match self.stage {
            Stage::List => 0,
            Stage::End => self.start,
            Stage::First | Stage::Event | Stage::Comma | Stage::Over => self.at,
        };
        self.text.drain(..taken);
        self.at = self.at.saturating_sub(taken);
        self.start = 0;
        true
    }

    /// The member, once the whole text was taken; `None` where it cannot be told from pieces.
    ///
    /// # Errors
    /// Every problem of the events, unless those that cannot be are collected.
    #[must_use]
    pub fn finish(mut self) -> Option<Result<Member, Problems>> {
        if self.stage != Stage::Over {
            return None;
        }
        self.record();
        self.head.push_str(&self.text);
        let (facts, _) = facts(&self.program, &self.head)?;
        let mut member = self.member?;
        let rejected = in_order(core::mem::take(&mut member.rejected));
        Some(if let Some(OnRejected::Collect) = facts.on_rejected {
            member.rejected = rejected;
            Ok(member)
        } else {
            refuse(rejected).map(|()| member)
        })
    }

    /// Looks at the next byte.
    fn step(&mut self, byte: u8) -> Option<()> {
        match (self.stage, byte) {
            (Stage::List, _) => {
                self.scan.step(byte);
                self.at = self.at.saturating_add(1);
                if byte == b'[' && self.scan.depth() == Some(2) && self.is_of_events() {
                    self.begin()?;
                }
            }
            (Stage::End, _) => {
                let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
                self.at = self.at.saturating_add(self.scan.skip(rest));
                if self.scan.depth() == Some(0) {
                    self.event()?;
                }
            }
            (Stage::First | Stage::Event, b'{') => {
                (self.start, self.scan, self.stage) = (self.at, Scan::default(), Stage::End);
            }
            (Stage::First | Stage::Comma, b']') => self.stage = Stage::Over,
            (Stage::Comma, b',') => (self.at, self.stage) = (self.at.saturating_add(1), Stage::Event),
            (_, b' ' | b'\t' | b'\n' | b'\r') => self.at = self.at.saturating_add(1),
            _ => return None,
        }
        Some(())
    }

    /// Whether the list that just began seems to be that of the events.
    fn is_of_events(&self) -> bool {
        let before = self.text.get(..self.at.saturating_sub(1)).unwrap_or_default();
        before.trim_end().strip_suffix(':').is_some_and(|key| key.trim_end().ends_with("\"events\""))
    }

    /// Begins the member, of whom everything but the events must be known by now.
    fn begin(&mut self) -> Option<()> {
        self.head.push_str(self.text.get(..self.at)?);
        let (facts, profile) = facts(&self.program, &(self.head.clone() + "]}"))?;
        let person = self.program.person(&facts.profile).ok()?;
        let member = member::Member::new(self.program.0.clone(), person, profile);
        self.member = Some(Member { member, rejected: Vec::new() });
        self.stage = Stage::First;
        Some(())
    }

    /// Takes the event that just ended.
    fn event(&mut self) -> Option<()> {
        self.stage = Stage::Comma;
        // It stands within the object and its list.
        let json = parse(self.text.get(self.start..self.at)?, DEPTH.saturating_sub(2)).ok()?;
        let index = self.count;
        self.count = index.saturating_add(1);
        let mut reader = self.program.0.reader();
        let event = Event::read(&mut reader, &json, &Place::ROOT.field("events").index(index));
        match reader.finish(event) {
            Ok(event) => {
                let (_, at, _) = event.head();
                let before = self.group.last().map_or(at, |known| known.head().1);
                if at < before {
                    return None;
                }
                if at > before {
                    self.record();
                }
                self.group.push(event);
                self.places.push(index);
            }
            Err(Problems { problems }) => {
                self.member.as_mut()?.rejected.push(Rejected { index, id: Maybe(id(&json)), problems });
            }
        }
        Some(())
    }

    /// Records the events that waited.
    fn record(&mut self) {
        let (group, places) = (core::mem::take(&mut self.group), core::mem::take(&mut self.places));
        if let Some(member) = &mut self.member {
            let mut rejected = core::mem::take(&mut member.rejected);
            let list = Place::ROOT;
            member.record_sorted(
                &group,
                &places,
                &list.field("events"),
                &mut Recorded::default(),
                &mut rejected,
            );
            member.rejected = rejected;
        }
    }
}

/// Facts without a problem, and the profile's text.
fn facts(program: &Program, of: &str) -> Option<(Facts, String)> {
    let json = parse(of, DEPTH).ok()?;
    let mut reader = program.0.reader();
    let facts = Facts::read(&mut reader, &json, &Place::ROOT);
    let facts = reader.finish(facts).ok()?;
    Some((facts, json.field("profile").map(|profile| text(profile)).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::super::{Program, Request};
    use crate::problem::Problems;

    const PROGRAM: &str = r#"{"format":1,"id":"p","version":"1","names":{"en":"P"},"currency":"CNY","timeZone":"Asia/Shanghai",
        "points":[{"id":"points","names":{"en":"Points"},"earn":[{"id":"base","on":"order","perAmount":{"points":1,"amount":1}}]
        }]}"#;

    fn order(id: &str, at: &str) -> String {
        format!(
            r#"{{"type":"order","id":"{id}","at":"2025-{at}+08:00","lines":[{{"id":"1","sku":"a]}}{{\"","quantity":1,"unitPrice":100}}]}}"#
        )
    }

    fn refund(id: &str, at: &str, order: &str) -> String {
        format!(r#"{{"type":"refund","id":"{id}","at":"2025-{at}+08:00","order":"{order}"}}"#)
    }

    fn facts(events: &[String], tail: &str) -> String {
        format!(
            r#" {{ "profile" : {{"id":"m","joinedAt":"2025-01-01","tags":["[","events"]}} , "events" : [ {} ] {tail} }} "#,
            events.join(" , ")
        )
    }

    /// What is said of facts: all of the member, or the problems.
    fn said(member: Result<crate::api::Member, Problems>) -> String {
        member.map_or_else(
            |problems| problems.to_json(),
            |member| member.view(&Request::at(1_767_225_600_000)).unwrap() + &member.rejected(),
        )
    }

    #[test]
    fn pieces_of_any_size_give_what_the_whole_gives() {
        let program = Program::load(PROGRAM).unwrap();
        let (one, two) = (order("一\\\"[", "02-01T10:00:00"), order("b", "02-02T10:00:00"));
        // At the instant of its order, and before it in the list.
        let back = [refund("a", "02-02T10:00:00", "b"), two.clone()];
        let collect = r#", "onRejected" : "collect""#;
        let wrong = [
            one.clone(),
            refund("x", "02-01T11:00:00", "none"),
            two.replace("sku", "skew"),
            refund("y", "02-03T11:00:00", "none"),
        ];
        for (facts, in_pieces) in [
            (facts(&[], ""), true),
            (facts(&[one.clone(), back[0].clone(), back[1].clone()], ""), true),
            (facts(&[one.clone(), one.clone(), two.clone()], ""), true),
            (facts(&wrong, ""), true),
            (facts(&wrong, collect), true),
            (facts(&[two.clone(), one.clone()], ""), false),
            (facts(&[one.clone(), "7".into()], ""), false),
            (facts(core::slice::from_ref(&one), r#","other":1"#), false),
            (facts(core::slice::from_ref(&one), r#","events":[]"#), false),
            (facts(core::slice::from_ref(&one), "").replace("profile", "prophile"), false),
            (facts(&[one.clone() + "}"], ""), false),
            (facts(&[one.clone(), two.clone()], "").replace(" , {\"type", " {\"type"), false),
            (facts(core::slice::from_ref(&one), "").trim_end().trim_end_matches('}').into(), false),
            (r#"{"events":[],"profile":{"id":"m","joinedAt":"2025-01-01"}}"#.into(), false),
            (r#"{"profile":{"id":"m","joinedAt":"2025-01-01"}}"#.into(), false),
        ] {
            let whole = said(program.whole(&facts));
            assert_eq!(said(program.member(&facts)), whole);
            for size in [1, 2, 3, 7, 100, 1000] {
                let mut loading = program.loading();
                let characters: Vec<char> = facts.chars().collect();
                let goes_on = characters.chunks(size).all(|piece| loading.add(&String::from_iter(piece)));
                let member = if goes_on { loading.finish() } else { None };
                assert_eq!(member.is_some(), in_pieces, "{facts}");
                if let Some(member) = member {
                    assert_eq!(said(member), whole);
                }
            }
        }
    }
}
