//! What changed: the lines of a member's history.

use crate::ledger::{Issued, Raised};
use crate::shape::Id;
use crate::unit::{Day, Instant, bytes, variant_bytes};

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub at: Instant,
    /// The local date.
    pub day: Day,
    /// The event it belongs to; of a lapse, the event that the points came from.
    pub event: Option<Id>,
    /// Whether time alone caused it.
    pub by_time: bool,
    /// What changed.
    pub moved: Moved,
}

/// What a line of the history is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The point currency at a place.
    Points(usize),
    /// The ladder at a place.
    Tier(usize),
    /// Signals.
    Signals,
    /// The coupons.
    Coupons,
}

impl Change {
    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match self.moved {
            Moved::Points { currency, .. } => Subject::Points(currency),
            Moved::Tier { ladder, .. } => Subject::Tier(ladder),
            Moved::Raised(_) => Subject::Signals,
            Moved::Coupon(_) => Subject::Coupons,
        }
    }
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Points of a currency.
    Points {
        /// The currency.
        currency: usize,
        /// How.
        kind: PointsMoved,
        /// How many; negative when they went.
        points: i64,
        /// The balance after.
        balance: i64,
        /// The rules they came from.
        parts: Vec<(Id, i64)>,
        /// Why, as the back office said, or what was bought.
        reason: Option<String>,
    },
    /// A step on a ladder.
    Tier {
        /// The ladder.
        ladder: usize,
        /// How.
        kind: TierMoved,
        /// The tier before.
        from: Option<usize>,
        /// The tier after.
        to: Option<usize>,
        /// The last day of the new period.
        last_day: Option<Day>,
        /// The day on which the tier after begins, when that is later.
        starts_on: Option<Day>,
        /// Why, as the back office said.
        reason: Option<String>,
        /// What met the conditions of the tier after: bounds of metrics, by their place in `enter`, with the values that met them.
        because: Vec<(usize, i64)>,
    },
    /// A signal that the event raised.
    Raised(Raised),
    /// A coupon was issued.
    Coupon(Box<Issued>),
}

/// How points changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointsMoved {
    /// Given by earn rules.
    Earned,
    /// Waited long enough.
    Usable,
    /// Spent.
    Spent,
    /// Returned by a refund of what they were spent on.
    Returned,
    /// Lapsed.
    Expired,
    /// Taken back by a refund.
    Reversed,
    /// Corrected by the back office.
    Adjusted,
    /// Brought from another system.
    Opening,
    /// Given to a good cause.
    Donated,
    /// Sent to another member.
    Transferred,
    /// Sent by another member.
    Received,
}

impl PointsMoved {
    /// The word for it in a view.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Earned => "earned",
            Self::Usable => "usable",
            Self::Spent => "spent",
            Self::Returned => "returned",
            Self::Expired => "expired",
            Self::Reversed => "reversed",
            Self::Adjusted => "adjusted",
            Self::Opening => "opening",
            Self::Donated => "donated",
            Self::Transferred => "transferred",
            Self::Received => "received",
        }
    }
}

/// How a tier changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierMoved {
    /// On joining.
    Joined,
    /// Reached.
    Entered,
    /// Kept for another period.
    Renewed,
    /// Not kept.
    Dropped,
    /// Brought from another system.
    Opening,
    /// Given.
    Set,
    /// Reached, to begin with the next period.
    Promised,
    /// Never reached, after a refund.
    Reversed,
}

impl TierMoved {
    /// The word for it in a view.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Joined => "joined",
            Self::Entered => "entered",
            Self::Renewed => "renewed",
            Self::Dropped => "dropped",
            Self::Opening => "opening",
            Self::Set => "set",
            Self::Promised => "promised",
            Self::Reversed => "reversed",
        }
    }
}

bytes! {
    Change { at, day, event, by_time, moved }
}

variant_bytes! {
    Moved {
        0 => Points { currency, kind, points, balance, parts, reason },
        1 => Tier { ladder, kind, from, to, last_day, starts_on, reason, because },
        2 => Raised(raised),
        3 => Coupon(issued),
    }
    PointsMoved {
        0 => Earned,
        1 => Usable,
        2 => Spent,
        3 => Returned,
        4 => Expired,
        5 => Reversed,
        6 => Adjusted,
        7 => Opening,
        8 => Donated,
        9 => Transferred,
        10 => Received,
    }
    TierMoved {
        0 => Joined,
        1 => Entered,
        2 => Renewed,
        3 => Dropped,
        4 => Opening,
        5 => Set,
        6 => Promised,
        7 => Reversed,
    }
}
