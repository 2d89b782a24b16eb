//! A member: the events so far, folded; one more event is cheap, a late one costs its distance from the end.

mod admit;
mod checkpoint;
mod given;
mod places;
mod record;
mod redeem;
mod resolve;
mod snapshot;

use std::borrow::Cow;
use std::sync::Arc;

use crate::problem::{Code, Problem};
use crate::program::Program;
use crate::rule::{Step, advance, apply, begin, is_due};
use crate::state::{Change, Log, Logged, Person, State, Subject};
use crate::unit::{Instant, Overflow};

use checkpoint::Checkpoints;
use places::Places;

pub use record::{Recorded, sorted};

/// A member under a program.
#[derive(Clone, Debug)]
pub struct Member {
    program: Arc<Program>,
    person: Person,
    /// The profile's text, for snapshots.
    profile: String,
    base: Base,
    log: Log,
    /// Where in the log each history has lines.
    places: Places,
    checkpoints: Checkpoints,
    /// After every event of the log.
    state: State,
}

/// What there was before the log.
#[derive(Clone, Debug)]
struct Base {
    /// The state before the first event of the log.
    state: State,
    /// The latest lines of the history before the log.
    lines: Vec<Change>,
    /// Earlier events were left out: what names them needs the history.
    trimmed: bool,
}

/// A member as of an instant.
#[derive(Debug)]
pub struct Standing<'a> {
    /// The program.
    pub program: &'a Program,
    /// The member.
    pub person: &'a Person,
    /// The state at the instant.
    pub state: Cow<'a, State>,
    /// The lines of the history before the log.
    base: &'a [Change],
    /// The events up to the instant.
    logged: &'a [Logged],
    /// Where in the log each history has lines.
    places: &'a Places,
    /// The lines that time alone caused after the last event.
    passed: Vec<Change>,
}

impl<'a> Standing<'a> {
    /// The latest lines of a history, at most so many, the latest first.
    #[must_use]
    pub fn latest(&'a self, of: Subject, most: usize) -> Vec<&'a Change> {
        let mut lines = Vec::new();
        take(&self.passed, of, most, &mut lines);
        for place in self.places.before(of, self.logged.len()).iter().rev() {
            if lines.len() >= most {
                return lines;
            }
            if let Some(logged) = self.logged.get(*place) {
                take(&logged.outcome.changes, of, most, &mut lines);
            }
        }
        take(self.base, of, most, &mut lines);
        lines
    }
}

/// Takes the latest lines of a history until there are so many.
fn take<'a>(changes: &'a [Change], of: Subject, most: usize, lines: &mut Vec<&'a Change>) {
    for change in changes.iter().rev() {
        if lines.len() < most && change.subject() == of {
            lines.push(change);
        }
    }
}

impl Member {
    /// A member without events.
    #[must_use]
    pub fn new(program: Arc<Program>, person: Person, profile: String) -> Self {
        let mut lines = Vec::new();
        let state = begin(&program, &person, &mut lines);
        let base = Base { state: state.clone(), lines, trimmed: false };
        Self {
            program,
            person,
            profile,
            base,
            log: Log::default(),
            places: Places::default(),
            checkpoints: Checkpoints::default(),
            state,
        }
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The member as of an instant; events after it have not happened.
    ///
    /// # Errors
    /// When the instant is before what a snapshot kept, before the zone's rules are known, or a sum leaves 2^53 − 1.
    pub fn at(&self, now: Instant) -> Result<Standing<'_>, Problem> {
        self.since_known(now)?;
        if self.base.trimmed && now < self.base.state.at {
            return Err(Problem::new(Code::NeedsHistory, "now").text("value", now.text()));
        }
        let overflow = |_: Overflow| Problem::new(Code::Overflow, "");
        if now < self.base.state.at {
            return Ok(self.before_joining(now));
        }
        let count = self.log.until(now);
        let mut state = self.state_before(count).map_err(overflow)?;
        let mut passed = Vec::new();
        if is_due(&self.program, &self.person, &state, now) {
            advance(&self.program, &self.person, state.to_mut(), now, &mut passed).map_err(overflow)?;
        }
        Ok(Standing {
            program: &self.program,
            person: &self.person,
            state,
            base: &self.base.lines,
            logged: self.log.logged.get(..count).unwrap_or_default(),
            places: &self.places,
            passed,
        })
    }

    /// The member before joining: nothing yet.
    fn before_joining(&self, now: Instant) -> Standing<'_> {
        Standing {
            program: &self.program,
            person: &self.person,
            state: Cow::Owned(State::new(&self.program, &self.person, now)),
            base: &[],
            logged: &[],
            places: &self.places,
            passed: Vec::new(),
        }
    }

    /// Refuses an instant before the zone's rules are known.
    fn since_known(&self, now: Instant) -> Result<(), Problem> {
        let since = self.program.zone.since();
        if now < since {
            let problem = Problem::new(Code::DateTooEarly, "now").text("value", now.text());
            return Err(problem.text("since", since.text()));
        }
        Ok(())
    }

    /// The state before the event at a place of the log.
    fn state_before(&self, position: usize) -> Result<Cow<'_, State>, Overflow> {
        if position == self.log.logged.len() {
            return Ok(Cow::Borrowed(&self.state));
        }
        let (from, state) = self.checkpoints.latest(position).unwrap_or((0, &self.base.state));
        let mut state = state.clone();
        for (index, logged) in self.log.logged.iter().enumerate().take(position).skip(from) {
            let step = Step { program: &self.program, person: &self.person, log: &self.log, before: index };
            apply(&step, &mut state, &logged.entry)?;
        }
        Ok(Cow::Owned(state))
    }

    /// Runs the events from a place of the log on anew.
    fn rebuild(&mut self, position: usize) -> Result<(), Overflow> {
        self.checkpoints.forget_after(position);
        self.places.forget_from(position);
        let from = self.checkpoints.latest(position).map_or(0, |(at, _)| at);
        let mut state = self.state_before_checkpoint(from);
        for index in from..self.log.logged.len() {
            let Some(logged) = self.log.logged.get(index) else { break };
            let step = Step { program: &self.program, person: &self.person, log: &self.log, before: index };
            let outcome = apply(&step, &mut state, &logged.entry)?;
            if index >= position {
                self.places.note(index, &outcome.changes);
            }
            if let Some(logged) = self.log.logged.get_mut(index) {
                logged.outcome = outcome;
            }
            self.checkpoints.note(index.saturating_add(1), &state);
        }
        self.state = state;
        Ok(())
    }

    fn state_before_checkpoint(&self, position: usize) -> State {
        self.checkpoints.latest(position).map_or_else(|| self.base.state.clone(), |(_, state)| state.clone())
    }
}
