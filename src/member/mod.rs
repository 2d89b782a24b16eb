//! A member: the events so far, folded; one more event is cheap, a late one costs its distance from the end.

mod admit;
mod checkpoint;
mod coupon;
mod given;
mod names;
mod places;
mod plan;
mod posted;
mod record;
mod redeem;
mod resolve;
mod signal;
mod snapshot;

use std::borrow::Cow;
use std::sync::Arc;

use crate::ledger::{Entry, Posted};
use crate::problem::{Code, Problem};
use crate::program::Program;
use crate::rule::{Step, advance, apply, begin, is_due};
use crate::state::{Change, Log, Logged, Outcome, Person, Rest, State, Subject};
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
    /// The log, and how many of its events happened up to the instant.
    log: &'a Log,
    count: usize,
    /// Those that lie further back and are shown, with the place of the first of each run.
    runs: Vec<(usize, Arc<Vec<Logged>>)>,
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
        for place in self.places.before(of, self.count).iter().rev() {
            if lines.len() >= most {
                return lines;
            }
            if let Some(logged) = self.event(*place) {
                take(&logged.outcome.changes, of, most, &mut lines);
            }
        }
        take(self.base, of, most, &mut lines);
        lines
    }

    /// An event that is at hand.
    fn event(&'a self, place: usize) -> Option<&'a Logged> {
        self.log.open(place).or_else(|| {
            let nth = self
                .runs
                .iter()
                .find(|(start, run)| (*start..start.saturating_add(run.len())).contains(&place));
            nth.and_then(|(start, run)| run.get(place.saturating_sub(*start)))
        })
    }

    /// Has the events at hand that the latest lines of each history are of.
    fn fetch(&mut self, most: usize) {
        for places in self.places.latest(self.count, most) {
            for place in places {
                if self.event(*place).is_none()
                    && let Some(block) = self.log.block(*place)
                {
                    self.runs.push(block);
                }
            }
        }
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
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Which events were recorded, as one number, in whatever order they came.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.log.version()
    }

    /// The member as of an instant, with at most so many lines of each history; events after it have not happened.
    ///
    /// # Errors
    /// When the instant is before what a snapshot kept, before the zone's rules are known, later than time can pass to, or a sum
    /// leaves 2^53 − 1.
    pub fn at(&self, now: Instant, lines: usize) -> Result<Standing<'_>, Problem> {
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
        let until = self.program.reach(state.at);
        if now > until {
            let problem = Problem::new(Code::DateTooLate, "now").text("value", now.text());
            return Err(problem.text("until", until.text()));
        }
        let mut passed = Vec::new();
        if is_due(&self.program, &self.person, &state, now) {
            advance(&self.program, &self.person, state.to_mut(), now, &mut passed).map_err(overflow)?;
        }
        let mut standing = self.standing(state, count, lines);
        standing.passed = passed;
        Ok(standing)
    }

    /// The member with a state, after so many events.
    fn standing<'a>(&'a self, state: Cow<'a, State>, count: usize, lines: usize) -> Standing<'a> {
        let mut standing = Standing {
            program: &self.program,
            person: &self.person,
            state,
            base: &self.base.lines,
            log: &self.log,
            count,
            runs: Vec::new(),
            places: &self.places,
            passed: Vec::new(),
        };
        standing.fetch(lines);
        standing
    }

    /// The instant, if the member had joined by then: before it there can be no order.
    ///
    /// # Errors
    /// When it is before the day of joining.
    pub fn joined_by(&self, now: Instant) -> Result<Instant, Problem> {
        self.since_known(now)?;
        if self.program.zone.day(now) < self.person.joined {
            let problem = Problem::new(Code::BeforeJoining, "now").text("value", now.text());
            return Err(problem.text("joined", self.person.joined.text()));
        }
        Ok(now)
    }

    /// The member before joining: nothing yet.
    fn before_joining(&self, now: Instant) -> Standing<'_> {
        let state = Cow::Owned(State::new(&self.program, &self.person, now));
        Standing { base: &[], ..self.standing(state, 0, 0) }
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
        if position == self.log.len() {
            return Ok(Cow::Borrowed(&self.state));
        }
        self.fold(position).map(Cow::Owned)
    }

    /// The state before the event at a place of the log, from the nearest checkpoint on.
    fn fold(&self, position: usize) -> Result<State, Overflow> {
        let (from, state) = self.checkpoints.latest(position).unwrap_or((0, &self.base.state));
        let mut state = state.clone();
        state.ready();
        self.log.visit((from, position), &mut |index, logged| {
            let step = Step { program: &self.program, person: &self.person, log: &self.log, before: index };
            apply(&step, &mut state, &logged.entry).map(|_| ())
        })?;
        Ok(state)
    }

    /// Takes the events from a place of the log on out; the state is then what it was before them.
    fn cut(&mut self, position: usize) -> Result<Rest, Overflow> {
        self.state = self.fold(position)?;
        self.checkpoints.forget_after(position);
        self.places.forget_from(position);
        Ok(self.log.split_off(position))
    }

    /// Runs an event after all others. Where a sum leaves its range, the state is of no use.
    fn run(&mut self, entry: &Entry) -> Result<Outcome, Overflow> {
        let before = self.log.len();
        let step = Step { program: &self.program, person: &self.person, log: &self.log, before };
        let outcome = apply(&step, &mut self.state, entry)?;
        self.places.note(before, &outcome.changes);
        self.checkpoints.note(before.saturating_add(1), &mut self.state);
        Ok(outcome)
    }

    /// Runs events anew that were taken out. Each may be altered before, or left out; of each it is told what it granted then.
    /// Where a sum leaves its range, all of them are in the log, and the state is of no use.
    fn run_anew(
        &mut self,
        rest: Rest,
        stays: &mut dyn FnMut(&mut Entry) -> bool,
        told: &mut dyn FnMut(&Logged, Posted),
    ) -> Result<(), Overflow> {
        let mut done = Ok(());
        for mut logged in rest {
            if !stays(&mut logged.entry) {
                self.log.forget(&logged.entry.id, logged.entry.at);
                continue;
            }
            match done.and_then(|()| self.run(&logged.entry)) {
                Ok(outcome) => {
                    let before = core::mem::replace(&mut logged.outcome, outcome);
                    told(&logged, before.posted);
                }
                Err(overflow) => done = Err(overflow),
            }
            self.log.push_known(logged);
        }
        done
    }
}
