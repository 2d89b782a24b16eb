//! A plan as it runs: terms, one after another.

use crate::unit::{Day, bytes};

/// A plan as it runs.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The first date without it; a date that is over where it does not run.
    pub until: Day,
    /// The first dates of the present term and of those that follow.
    begins: Vec<Day>,
}

impl Plan {
    /// A plan that never ran.
    pub const NONE: Self = Self { until: Day::FIRST, begins: Vec::new() };

    /// Begins a term on a date, which lasts until another. A term that renews one that still runs follows it, or shortens it.
    pub fn begin(&mut self, day: Day, until: Day, renews: bool) {
        let goes_on = renews && self.until > day;
        let term = if goes_on { self.until } else { day };
        let present = self.term_on(day);
        self.begins.retain(|begins| goes_on && Some(*begins) >= present && *begins < until);
        if term < until {
            self.begins.push(term);
        }
        self.until = until;
    }

    /// The first date of the term that runs on a date.
    #[must_use]
    pub fn term_on(&self, day: Day) -> Option<Day> {
        self.begins.iter().rfind(|begins| **begins <= day && day < self.until).copied()
    }

    /// The first date of the next term after a date that is known.
    #[must_use]
    pub fn next_term(&self, day: Day) -> Option<Day> {
        self.begins.iter().find(|begins| **begins > day).copied()
    }
}

bytes! {
    Plan { until, begins }
}
