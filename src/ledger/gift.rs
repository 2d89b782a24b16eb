//! Points that members give away and receive, as they are given.

use super::Given;
use crate::shape::{Id, List, record};
use crate::unit::{Day, Instant, Points};

record! {
    /// Points given to a good cause.
    pub struct Donate {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// How many points.
        points: Points = "points",
        /// Their currency; the first unless said.
        currency: Option<Id> = "currency",
        /// The cause.
        to: Option<Id> = "to",
    }
}

record! {
    /// Points sent to another member.
    pub struct Transfer {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// How many points.
        points: Points = "points",
        /// Their currency; the first unless said.
        currency: Option<Id> = "currency",
        /// The other member.
        to: Id = "to",
    }
}

record! {
    /// Points that another member sent.
    pub struct Received {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// How many points.
        points: Points = "points",
        /// Their currency; the first unless said.
        currency: Option<Id> = "currency",
        /// The other member.
        from: Id = "from",
        /// The lots that were sent, as the transfer's record tells them: where a transfer keeps their expiry.
        lots: List<SentLot> = "lots",
    }
}

record! {
    /// Points of a transfer that lapse together.
    pub struct SentLot {
        /// How many.
        points: Points = "points",
        /// When they lapse; never unless said.
        expires_at: Option<Instant> = "expiresAt",
        /// Their last day.
        last_day: Option<Day> = "lastDay",
    }
}
