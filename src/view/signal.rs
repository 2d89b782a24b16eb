//! Signals: those that hold for the member, and those that events raised.

use super::{Entries, Figure, Verdict};
use crate::json::{Maybe, shown};
use crate::unit::{Day, Instant};

shown! {
    /// What marks the member and events for review.
    pub struct SignalsView<'a> {
        /// The signals about the member that hold now, in the order of the program.
        member: Vec<SignalView<'a>> = "member",
        /// The latest that events raised.
        events: Entries<RaisedView<'a>> = "events",
    }
}

shown! {
    /// A signal that holds for the member, and why.
    pub struct SignalView<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// What it does.
        action: &'static str = "action",
        /// What makes it hold.
        verdict: Verdict<'a> = "verdict",
    }
}

shown! {
    /// A signal that an event raised.
    pub struct RaisedView<'a> {
        /// When.
        at: Instant = "at",
        /// The local date.
        day: Day = "day",
        /// The event.
        event: Maybe<&'a str> = "event",
        /// The signal.
        id: &'a str = "id",
        /// Its name in the locale.
        name: &'a str = "name",
        /// What it did.
        action: &'static str = "action",
        /// Whether points of the event wait because of it still.
        held: Maybe<bool> = "held",
        /// Of a rate, the instant of the first of the events.
        since: Maybe<Instant> = "since",
        /// The metrics that met its condition, with their values.
        because: Maybe<Vec<ValueView<'a>>> = "because",
    }
}

shown! {
    /// A metric's value.
    pub struct ValueView<'a> {
        /// The metric.
        metric: &'a str = "metric",
        /// The value.
        value: Figure = "value",
    }
}
