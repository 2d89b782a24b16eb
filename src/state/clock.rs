//! The clock of a purse whose points all lapse when nothing happened for long.

use super::{Lot, Purse};
use crate::program::{PointsRules, Program};
use crate::unit::{Day, Instant, bytes};

/// When the points of a purse lapse unless something happens.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Since when it never ran out.
    since: Instant,
    /// When it runs out, with the last day.
    until: (Instant, Option<Day>),
}

/// The end of a lot that lapses when the clock runs out: in the order of spending before those that last longer.
const WITH_CLOCK: Option<(Instant, Option<Day>)> = Some((Instant::BEFORE, None));

impl Purse {
    /// An empty purse of a member who joined on a date.
    #[must_use]
    pub fn new(program: &Program, rules: &PointsRules, joined: Day) -> Self {
        let zone = &program.zone;
        let clock = rules
            .kept_by()
            .map(|activity| Clock { since: zone.start_of(joined), until: activity.end(joined, zone) });
        Self { clock, ..Self::default() }
    }

    /// When a lot of it lapses, with the last day where dates decide.
    #[must_use]
    pub fn end_of(&self, lot: &Lot) -> Option<(Instant, Option<Day>)> {
        self.dated(lot.expires)
    }

    /// When a lot of such an end lapses, as far as it is known.
    #[must_use]
    pub fn dated(&self, end: Option<(Instant, Option<Day>)>) -> Option<(Instant, Option<Day>)> {
        self.clock.filter(|_| end == WITH_CLOCK).map_or(end, |clock| Some(clock.until))
    }

    /// Whether the time of a lot is over at an instant.
    #[must_use]
    pub fn is_over(&self, lot: &Lot, at: Instant) -> bool {
        self.end_of(lot).is_some_and(|(end, _)| end <= at)
    }

    /// Whether the time of a lot is over that was taken out, dated as it stood then. What the clock kept since lasts.
    #[must_use]
    pub fn was_over(&self, lot: &Lot, at: Instant) -> bool {
        let kept = self.clock.is_some_and(|clock| clock.since < lot.end() && clock.until.0 > at);
        lot.end() <= at && !kept
    }

    /// Starts the clock anew at an instant: all that would lapse before it runs out lapses with it.
    pub fn wind(&mut self, at: Instant, until: (Instant, Option<Day>)) {
        let Some(clock) = &mut self.clock else { return };
        if clock.until.0 <= at {
            clock.since = at;
        }
        clock.until = until;
        for lot in self.usable.take_until(until.0) {
            self.usable.insert(Lot { expires: WITH_CLOCK, ..lot });
        }
        for lot in self.pending.iter_mut().filter(|lot| lot.end() <= until.0) {
            lot.expires = WITH_CLOCK;
        }
    }

    /// The end of a lot that comes at an instant with a date of its own, or without. Where a clock runs, it decides unless the
    /// date is later; where it has run out, `fresh` is the date of what has none.
    #[must_use]
    pub fn end_for(
        &self,
        at: Instant,
        own: Option<(Instant, Option<Day>)>,
        fresh: impl FnOnce() -> Option<(Instant, Option<Day>)>,
    ) -> Option<(Instant, Option<Day>)> {
        match self.clock {
            None => own,
            Some(Clock { until, .. }) if until.0 > at => {
                if own.is_none_or(|own| own.0 <= until.0) {
                    WITH_CLOCK
                } else {
                    own
                }
            }
            Some(_) => own.or_else(fresh),
        }
    }
}

bytes! {
    Clock { since, until }
}
