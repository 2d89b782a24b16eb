//! What a condition sees: the member on a date, and the event at hand.

use super::purchase::Purchase;
use super::segment::segments;
use super::value::{made_of, parts, value};
use crate::ledger::{Order, Source, Traits};
use crate::program::{Counted, Program};
use crate::shape::Id;
use crate::state::{Captured, Left, Person, Running, State};
use crate::unit::{Day, Instant, SAFE};

/// What a condition sees.
#[derive(Clone, Copy, Debug)]
pub struct Standpoint<'a> {
    /// The program.
    pub program: &'a Program,
    /// The member.
    pub person: &'a Person,
    /// The local date.
    pub today: Day,
    /// The instant; the end of the date unless said.
    clock: Option<Instant>,
    /// The segments, where they were judged before; else they are judged from here.
    segments: Option<&'a [bool]>,
    /// The event being processed.
    pub event: Option<Happening<'a>>,
    /// The cart at hand.
    pub purchase: Option<Purchase<'a>>,
    seen: Seen<'a>,
}

/// The event being processed.
#[derive(Clone, Copy, Debug)]
pub enum Happening<'a> {
    /// An order, as much of it as is left.
    Order(&'a Order, &'a [Left]),
    /// An activity.
    Activity {
        /// Its kind.
        kind: &'a Id,
        /// What it was about.
        subject: Option<&'a Id>,
        /// How much, if it said.
        value: Option<i64>,
    },
}

#[derive(Clone, Copy, Debug)]
enum Seen<'a> {
    State(&'a State),
    Captured(&'a Captured, &'a [i64]),
}

impl<'a> Standpoint<'a> {
    /// A member's state at the end of a date.
    #[must_use]
    pub fn of_state(program: &'a Program, person: &'a Person, state: &'a State, today: Day) -> Self {
        Self {
            program,
            person,
            today,
            clock: None,
            segments: None,
            event: None,
            purchase: None,
            seen: Seen::State(state),
        }
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
        Self {
            program,
            person,
            today: captured.day,
            clock: Some(captured.at),
            segments: Some(&captured.segments),
            event,
            purchase: None,
            seen: Seen::Captured(captured, counted),
        }
    }

    /// The same at an instant of the date.
    #[must_use]
    pub fn at(self, clock: Instant) -> Self {
        Self { clock: Some(clock), ..self }
    }

    /// The same, with segments that were judged before.
    #[must_use]
    pub fn knowing(self, segments: &'a [bool]) -> Self {
        Self { segments: Some(segments), ..self }
    }

    /// Whether the member is in a segment.
    #[must_use]
    pub fn is_in(&self, segment: usize) -> bool {
        let is_in = |held: &[bool]| held.get(segment) == Some(&true);
        self.segments.map_or_else(|| is_in(&segments(self)), is_in)
    }

    /// The instant.
    #[must_use]
    pub fn instant(&self) -> Instant {
        self.clock.unwrap_or_else(|| self.program.zone.start_of(self.today.plus_days(1)).later(-1))
    }

    /// The same with an event.
    #[must_use]
    pub fn with(self, event: Happening<'a>) -> Self {
        Self { event: Some(event), ..self }
    }

    /// The same with a cart.
    #[must_use]
    pub fn buying(self, purchase: Purchase<'a>) -> Self {
        Self { purchase: Some(purchase), ..self }
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
                let room = captured.room.get(index).copied().flatten().unwrap_or(SAFE);
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

    /// How a plan runs, if it does, by itself or by one that includes it.
    #[must_use]
    pub fn plan(&self, plan: usize) -> Option<Running> {
        match self.seen {
            Seen::State(state) => state.running(self.program, plan, self.today),
            Seen::Captured(captured, _) => captured.plans.get(plan).copied().flatten(),
        }
    }

    /// Which day of a streak an activity would be: 0 where the day has one already.
    #[must_use]
    pub fn streak(&self, streak: usize) -> i64 {
        let Seen::State(state) = self.seen else { return 0 };
        match state.streaks.get(streak).copied().flatten() {
            Some((last, _)) if last == self.today => 0,
            Some((last, days)) if last.plus_days(1) == self.today => days.saturating_add(1),
            Some(_) | None => 1,
        }
    }

    /// What is said of the member.
    #[must_use]
    pub fn traits(&self) -> &'a Traits {
        match self.seen {
            Seen::State(state) => &state.traits,
            Seen::Captured(captured, _) => &captured.traits,
        }
    }

    /// The date of the latest of such acts, without the event at hand.
    #[must_use]
    pub fn latest(&self, acts: usize) -> Option<Day> {
        let latest = match self.seen {
            Seen::State(state) => &state.latest,
            Seen::Captured(captured, _) => &captured.latest,
        };
        latest.get(acts).copied().flatten()
    }

    /// The date from which the member did none of such acts: that of the latest, or else of joining.
    #[must_use]
    pub fn inactive_since(&self, acts: usize) -> Day {
        self.latest(acts).unwrap_or(self.person.joined)
    }

    /// Whether the event at hand is the first of such acts.
    #[must_use]
    pub fn is_first(&self, acts: usize) -> bool {
        let is_one = match (self.program.acts.get(acts), self.event) {
            (Some(acts), Some(Happening::Order(..))) => acts.holds_orders(),
            (Some(acts), Some(Happening::Activity { kind, .. })) => acts.holds_kind(kind),
            (None, _) | (_, None) => false,
        };
        is_one && self.latest(acts).is_none()
    }
}

impl Happening<'_> {
    /// Whether it is one of the events that a rule listens to.
    #[must_use]
    pub fn comes_from(&self, source: &Source) -> bool {
        match (self, source) {
            (Self::Order(..), Source::Order) => true,
            (Self::Activity { kind, .. }, Source::Activity(of)) => *kind == of,
            (Self::Order(..), Source::Activity(_)) | (Self::Activity { .. }, Source::Order) => false,
        }
    }
}
