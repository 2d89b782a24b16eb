//! What signals need of the past.

use crate::shape::Id;
use crate::unit::{Instant, bytes};

/// What signals need of the past.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    /// For each signal with a rate, the latest instants of the events that it counts, one fewer than it asks for.
    pub recent: Vec<Vec<Instant>>,
    /// Points that wait because of a signal.
    pub held: Vec<Held>,
    /// How many signals events raised.
    pub raised: usize,
}

/// Points of an event that wait because of a signal.
#[derive(Clone, Debug)]
pub struct Held {
    /// Their currency.
    pub currency: usize,
    /// The event.
    pub event: Id,
    /// When they would be usable without that.
    pub usable_at: Instant,
    /// Until when they are held.
    pub until: Instant,
}

bytes! {
    Watch { recent, held, raised }
    Held { currency, event, usable_at, until }
}
