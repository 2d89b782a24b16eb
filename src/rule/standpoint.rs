//! What a condition sees: the member on a date, and the event at hand.

use super::value::{made_of, parts, value};
use crate::ledger::{Order, Source};
use crate::program::{Counted, Program};
use crate::state::{Captured, Left, Person, State};
use crate::unit::Day;

/// What a condition sees.
#[derive(Clone, Copy, Debug)]
pub struct Standpoint<'a> {
    /// The program.
    pub program: &'a Program,
    /// The member.
    pub person: &'a Person,
    /// The local date.
    pub today: Day,
    /// The event being processed.
    pub event: Option<Happening<'a>>,
    seen: Seen<'a>,
}

/// The event being processed.
#[derive(Clone, Copy, Debug)]
pub enum Happening<'a> {
    /// An order, as much of it as is left.
    Order(&'a Order, &'a [Left]),
    /// An activity: its kind and value.
    Activity(&'a str, Option<i64>),
}

#[derive(Clone, Copy, Debug)]
enum Seen<'a> {
    State(&'a State),
    Captured(&'a Captured, &'a [i64]),
}

impl<'a> Standpoint<'a> {
    /// A member's state on a date.
    #[must_use]
    pub fn of_state(program: &'a Program, person: &'a Person, state: &'a State, today: Day) -> Self {
        Self { program, person, today, event: None, seen: Seen::State(state) }
    }

    /// What an order saw when it came, and what it counts in each metric.
    #[must_use]
    pub fn of_order(
        program: &'a Program,
        person: &'a Person,
        captured: &'a Captured,
        counted: &'a [i64],
        order: (&'a Order, &'a [Left]),
    ) -> Self {
        let event = Some(Happening::Order(order.0, order.1));
        Self { program, person, today: captured.day, event, seen: Seen::Captured(captured, counted) }
    }

    /// The same with an event.
    #[must_use]
    pub fn with(self, event: Happening<'a>) -> Self {
        Self { event: Some(event), ..self }
    }

    /// A metric's value; absent where there is nothing to count from.
    #[must_use]
    pub fn metric(&self, index: usize) -> Option<i64> {
        match self.seen {
            Seen::State(state) => value(self.program, index, self.person, state, self.today),
            Seen::Captured(captured, counted) => {
                let metric = self.program.metrics.get(index)?;
                if metric.refresh.is_none() && metric.is_made_of_others() {
                    return made_of(self.program, &metric.counted, &|of| self.metric(of));
                }
                let own = counted.get(index).copied().unwrap_or(0);
                if own > 0 && matches!(metric.counted, Counted::Since(_)) {
                    return Some(0);
                }
                let room = captured.room.get(index).copied().unwrap_or(0);
                let before = captured.metrics.get(index).copied().flatten();
                before.map(|before| before.saturating_add(own.min(room)))
            }
        }
    }

    /// What each part gives to a score; of another metric nothing.
    #[must_use]
    pub fn parts(&self, index: usize) -> Vec<i64> {
        let Some(metric) = self.program.metrics.get(index) else { return Vec::new() };
        match (&metric.counted, self.seen) {
            (Counted::Score(..), Seen::State(state)) if metric.refresh.is_some() => {
                state.metrics.get(index).map_or_else(Vec::new, |counter| counter.frozen.1.clone())
            }
            (Counted::Score(list, _), _) => parts(self.program, list, &|of| self.metric(of)),
            _ => Vec::new(),
        }
    }

    /// The tier on a ladder.
    #[must_use]
    pub fn tier(&self, ladder: usize) -> Option<usize> {
        match self.seen {
            Seen::State(state) => state.ladders.get(ladder).and_then(|standing| standing.tier),
            Seen::Captured(captured, _) => captured.tiers.get(ladder).copied().flatten(),
        }
    }

    /// Whether there was no event for a `first` condition before.
    #[must_use]
    pub fn is_first(&self, first: usize) -> bool {
        let seen = match self.seen {
            Seen::State(state) => state.seen.get(first),
            Seen::Captured(captured, _) => captured.seen.get(first),
        };
        let matches = match (self.program.firsts.get(first), self.event) {
            (Some(source), Some(event)) => event.comes_from(source),
            _ => false,
        };
        matches && seen == Some(&false)
    }
}

impl Happening<'_> {
    /// Whether it is one of the events that a rule listens to.
    #[must_use]
    pub fn comes_from(&self, source: &Source) -> bool {
        match (self, source) {
            (Self::Order(..), Source::Order) => true,
            (Self::Activity(kind, _), Source::Activity(of)) => **kind == **of,
            (Self::Order(..), Source::Activity(_)) | (Self::Activity(..), Source::Order) => false,
        }
    }
}
