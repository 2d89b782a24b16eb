//! A member: the events so far, folded; one more event is cheap, a late one costs its distance from the end.

mod admit;
mod checkpoint;
mod known;
mod record;
mod resolve;
mod snapshot;

use std::sync::Arc;

use crate::problem::{Code, Problem};
use crate::program::{Program, fingerprint};
use crate::rule::{Step, advance, apply, begin};
use crate::state::{Change, Log, Person, State};
use crate::unit::{Instant, Overflow};

use checkpoint::Checkpoints;
use known::Known;

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
    /// Where each event of the log stands, by a hash of its id.
    known: Known,
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
    /// How many lines of each currency came before those.
    dropped_points: Vec<usize>,
    /// How many lines of each ladder came before those.
    dropped_tiers: Vec<usize>,
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
    pub state: State,
    /// The lines of the history that are kept, the oldest first.
    pub lines: Vec<&'a Change>,
    /// The lines that time alone caused after the last event.
    pub passed: Vec<Change>,
    /// How many earlier lines of each currency are not kept.
    pub dropped_points: &'a [usize],
    /// How many earlier lines of each ladder are not kept.
    pub dropped_tiers: &'a [usize],
}

impl<'a> Standing<'a> {
    /// The lines of the history, the latest first.
    #[must_use]
    pub fn backwards(&'a self) -> Vec<&'a Change> {
        let mut lines = self.lines.clone();
        for line in &self.passed {
            lines.push(line);
        }
        lines.reverse();
        lines
    }
}

impl Member {
    /// A member without events.
    #[must_use]
    pub fn new(program: Arc<Program>, person: Person, profile: String) -> Self {
        let mut lines = Vec::new();
        let state = begin(&program, &person, &mut lines);
        let base = Base {
            state: state.clone(),
            lines,
            dropped_points: vec![0; program.points.len()],
            dropped_tiers: vec![0; program.ladders.len()],
            trimmed: false,
        };
        Self {
            program,
            person,
            profile,
            base,
            log: Log::default(),
            known: Known::default(),
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
        advance(&self.program, &self.person, &mut state, now, &mut passed).map_err(overflow)?;
        let logged = self.log.logged.iter().take(count).flat_map(|logged| &logged.outcome.changes);
        Ok(Standing {
            program: &self.program,
            person: &self.person,
            state,
            lines: self.base.lines.iter().chain(logged).collect(),
            passed,
            dropped_points: &self.base.dropped_points,
            dropped_tiers: &self.base.dropped_tiers,
        })
    }

    /// The member before joining: nothing yet.
    fn before_joining(&self, now: Instant) -> Standing<'_> {
        Standing {
            program: &self.program,
            person: &self.person,
            state: State::new(&self.program, now),
            lines: Vec::new(),
            passed: Vec::new(),
            dropped_points: &[],
            dropped_tiers: &[],
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
    fn state_before(&self, position: usize) -> Result<State, Overflow> {
        if position == self.log.logged.len() {
            return Ok(self.state.clone());
        }
        let (from, mut state) = self
            .checkpoints
            .latest(position)
            .map_or((0, self.base.state.clone()), |(at, state)| (at, state.clone()));
        for (index, logged) in self.log.logged.iter().enumerate().take(position).skip(from) {
            let step = Step { program: &self.program, person: &self.person, log: &self.log, before: index };
            apply(&step, &mut state, &logged.entry)?;
        }
        Ok(state)
    }

    /// Runs the events from a place of the log on anew.
    fn rebuild(&mut self, position: usize) -> Result<(), Overflow> {
        self.checkpoints.forget_after(position);
        let from = self.checkpoints.latest(position).map_or(0, |(at, _)| at);
        let mut state = self.state_before_checkpoint(from);
        for index in from..self.log.logged.len() {
            let Some(logged) = self.log.logged.get(index) else { break };
            let step = Step { program: &self.program, person: &self.person, log: &self.log, before: index };
            let outcome = apply(&step, &mut state, &logged.entry)?;
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

    /// Where an event of the log stands.
    fn stands(&self, id: &str) -> Option<(Instant, u32)> {
        self.known.get(fingerprint(id))
    }
}
