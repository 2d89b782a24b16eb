//! The member's events in order, each with what it brought about.

use std::sync::Arc;

use super::known::Known;
use super::{Change, Lot, Moved, PointsMoved};
use crate::ledger::{Entry, Order, Posted, Traits, What};
use crate::program::{Program, fingerprint};
use crate::shape::Id;
use crate::unit::{Day, Instant};

/// An event with what it brought about.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The event.
    pub entry: Entry,
    /// What it brought about.
    pub outcome: Outcome,
}

/// What an event brought about, and what time alone caused before it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The lines of the history, in order.
    pub changes: Vec<Change>,
    /// What it granted.
    pub posted: Posted,
    /// Of an order or a refund, what the next refund of the order needs; of what can be revoked, what that needs.
    pub trace: Option<Box<Trace>>,
    /// Of points given away, the lots they came from.
    pub sent: Vec<Lot>,
}

impl Outcome {
    /// Nothing yet, under a version of the program.
    #[must_use]
    pub fn nothing(version: &Id) -> Self {
        Self {
            changes: Vec::new(),
            posted: Posted { version: version.clone(), points: Vec::new(), tiers: Vec::new() },
            trace: None,
            sent: Vec::new(),
        }
    }
}

/// What the next refund of an order needs.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What rules saw when the order came; with the order itself.
    pub captured: Option<Captured>,
    /// What is left of the order.
    pub remains: Remains,
    /// Whether the program's rules gave what was posted.
    pub by_rule: bool,
}

impl Trace {
    /// Of an activity or a redemption.
    #[must_use]
    pub fn of(program: &Program, captured: Option<Captured>, remains: Remains) -> Self {
        let lapsed = program.points.iter().map(|_| 0).collect();
        Self { captured, remains: Remains { lapsed, ..remains }, by_rule: true }
    }
}

/// What rules saw of the member when an order came, before it changed anything.
#[derive(Clone, Debug)]
pub struct Captured {
    /// The instant.
    pub at: Instant,
    /// The local date.
    pub day: Day,
    /// Each metric's value.
    pub metrics: Vec<Option<i64>>,
    /// By how much the order can raise each metric at most.
    pub room: Vec<i64>,
    /// The things of the order that metrics had not counted before.
    pub fresh: Vec<(usize, Id)>,
    /// The tier on each ladder.
    pub tiers: Vec<Option<usize>>,
    /// The latest date of each of the acts that conditions ask for.
    pub latest: Vec<Option<Day>>,
    /// What is said of the member.
    pub traits: Arc<Traits>,
    /// Whether the member was in each segment; empty where no condition asks.
    pub segments: Vec<bool>,
    /// How much of each limit was used.
    pub used: Vec<i64>,
    /// How often each metric had started anew.
    pub resets: Vec<u32>,
}

/// What is left of an order, an activity or a redemption.
#[derive(Clone, Debug, Default)]
pub struct Remains {
    /// Of each line.
    pub lines: Vec<Left>,
    /// What it counts in each metric.
    pub counted: Vec<i64>,
    /// Points that it keeps: currency, rule, how many.
    pub grants: Vec<(usize, Id, i64)>,
    /// Points spent on it, by lot, that were not returned.
    pub spent: Vec<Lot>,
    /// For each currency, how many lapsed points of it were let go.
    pub lapsed: Vec<i64>,
}

/// What is left of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its units.
    pub quantity: i64,
    /// What was paid for it.
    pub paid: i64,
}

/// Whether an order came back whole: of each line no unit is left, or none of the money that was paid.
#[must_use]
pub fn came_back_whole(order: &Order, left: &[Left]) -> bool {
    left.iter().zip(&order.lines).all(|(left, line)| left.quantity == 0 || (line.paid > 0 && left.paid == 0))
}

/// The member's events in order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The events.
    pub logged: Vec<Logged>,
    /// Where each event stands, by a hash of its id.
    known: Known,
}

impl Log {
    /// Events in their order, which have brought about nothing yet.
    #[must_use]
    pub fn new(logged: Vec<Logged>) -> Self {
        let mut log = Self { logged, known: Known::default() };
        log.index();
        log
    }

    /// Adds an event that comes after all others.
    pub fn push(&mut self, logged: Logged) {
        self.known.insert(fingerprint(&logged.entry.id), (logged.entry.at, logged.entry.depth));
        self.logged.push(logged);
    }

    /// Puts an event into its place.
    pub fn insert(&mut self, position: usize, logged: Logged) {
        self.known.insert(fingerprint(&logged.entry.id), (logged.entry.at, logged.entry.depth));
        self.logged.insert(position, logged);
    }

    /// Takes out the events that are not to be kept.
    pub fn retain(&mut self, keeps: impl Fn(&Entry) -> bool) {
        self.logged.retain(|logged| keeps(&logged.entry));
        self.index();
    }

    fn index(&mut self) {
        self.known = Known::default();
        for Logged { entry, .. } in &self.logged {
            self.known.insert(fingerprint(&entry.id), (entry.at, entry.depth));
        }
    }

    /// The instant of an event, and how many of that instant come before it, each for the next.
    #[must_use]
    pub fn stands(&self, id: &str) -> Option<(Instant, u32)> {
        self.known.get(fingerprint(id))
    }

    /// Where an event stands, or would stand.
    #[must_use]
    pub fn position(&self, key: (Instant, u32, &str)) -> usize {
        self.logged.partition_point(|logged| logged.entry.key() < key)
    }

    /// How many events happened up to an instant, included.
    #[must_use]
    pub fn until(&self, at: Instant) -> usize {
        self.logged.partition_point(|logged| logged.entry.at <= at)
    }

    /// An order among the first `before` events, its place, and its latest trace; it costs the distance between the two.
    #[must_use]
    pub fn order(&self, id: &str, before: usize) -> Option<(usize, &Order, &Trace)> {
        let (at, depth) = self.stands(id)?;
        let place = self.position((at, depth, id));
        let since = self.logged.get(place..before)?;
        let Logged { entry: Entry { what: What::Order(order), .. }, outcome } = since.first()? else {
            return None;
        };
        let mut refunds = since
            .iter()
            .rev()
            .filter(|logged| matches!(&logged.entry.what, What::Refund { order, .. } if **order == *id));
        let latest = refunds.find_map(|logged| logged.outcome.trace.as_deref());
        Some((place, order, latest.or(outcome.trace.as_deref())?))
    }

    /// An activity or a redemption among the first `before` events that was not revoked by one of them, and its place; it costs
    /// the distance between the two.
    #[must_use]
    pub fn revocable(&self, id: &str, before: usize) -> Option<(usize, &Logged)> {
        let (at, depth) = self.stands(id)?;
        let place = self.position((at, depth, id));
        let since = self.logged.get(place..before)?;
        let logged = since.first()?;
        let fits = matches!(logged.entry.what, What::Activity { .. } | What::Redeem { .. });
        let revokes =
            |logged: &Logged| matches!(&logged.entry.what, What::Revoke { event } if **event == *id);
        (fits && !since.iter().any(revokes)).then_some((place, logged))
    }

    /// How many points of an event's lots lapsed between the event and the first `before` events.
    #[must_use]
    pub fn lapsed(&self, id: &str, currency: usize, from: usize, before: usize) -> i64 {
        let between = self.logged.iter().take(before).skip(from);
        lapsed(between.flat_map(|logged| &logged.outcome.changes), id, currency)
    }
}

/// How many points of an event's lots lapsed, by lines of the history.
pub fn lapsed<'a>(changes: impl Iterator<Item = &'a Change>, id: &str, currency: usize) -> i64 {
    changes
        .filter(|change| change.event.as_deref() == Some(id))
        .map(|change| match &change.moved {
            Moved::Points { currency: of, kind: PointsMoved::Expired, points, .. } if *of == currency => {
                points.saturating_neg()
            }
            Moved::Points { .. } | Moved::Tier { .. } => 0,
        })
        .fold(0, i64::saturating_add)
}
