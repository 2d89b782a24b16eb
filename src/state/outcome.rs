//! What an event brought about, as far as later ones may need it.

use std::sync::Arc;

use super::{Change, Claim, Lot, Moved, PointsMoved, Running};
use crate::ledger::{Entry, Order, Posted, Traits};
use crate::program::Program;
use crate::shape::Id;
use crate::unit::{Bytes, Day, Few, Input, Instant, Output, bytes};

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
    pub sent: Few<Lot>,
    /// What was redeemed by itself since the event before.
    pub claims: Few<Claim>,
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
    /// By how much the order can raise each metric at most, where something limits it; empty where nothing does.
    pub room: Vec<Option<i64>>,
    /// The things of the order that metrics had not counted before.
    pub fresh: Vec<(usize, Id)>,
    /// The tier on each ladder.
    pub tiers: Vec<Option<usize>>,
    /// The latest date of each of the acts that conditions ask for.
    pub latest: Vec<Option<Day>>,
    /// What is said of the member.
    pub traits: Arc<Traits>,
    /// How each plan ran; empty where no condition asks.
    pub plans: Vec<Option<Running>>,
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

/// How many points of an event's lots lapsed, by lines of the history.
pub fn lapsed<'a>(changes: impl Iterator<Item = &'a Change>, id: &str, currency: usize) -> i64 {
    changes
        .filter(|change| change.event.as_deref() == Some(id))
        .map(|change| match &change.moved {
            Moved::Points { currency: of, kind: PointsMoved::Expired, points, .. } if *of == currency => {
                points.saturating_neg()
            }
            Moved::Points { .. } | Moved::Tier { .. } | Moved::Raised(_) | Moved::Coupon(_) => 0,
        })
        .fold(0, i64::saturating_add)
}

impl Bytes for Captured {
    /// All but what is said of the member, which many share.
    fn write(&self, out: &mut Output) {
        self.at.write(out);
        self.day.write(out);
        self.metrics.write(out);
        self.room.write(out);
        self.fresh.write(out);
        self.tiers.write(out);
        self.latest.write(out);
        self.plans.write(out);
        self.segments.write(out);
        self.used.write(out);
        self.resets.write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        Self {
            at: Bytes::read(input),
            day: Bytes::read(input),
            metrics: Bytes::read(input),
            room: Bytes::read(input),
            fresh: Bytes::read(input),
            tiers: Bytes::read(input),
            latest: Bytes::read(input),
            traits: Arc::default(),
            plans: Bytes::read(input),
            segments: Bytes::read(input),
            used: Bytes::read(input),
            resets: Bytes::read(input),
        }
    }
}

bytes! {
    Outcome { changes, posted, trace; rare sent, claims }
    Trace { captured, remains, by_rule }
    Remains { counted, lapsed; rare lines, grants, spent }
    Left { quantity, paid }
}
