//! Working days.

use super::compile::Compiler;
use super::timing::number_of;
use crate::config::Weekday;
use crate::unit::Day;

/// The days on which nobody works.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Days of the week, Monday first.
    weekend: [bool; 7],
    /// Dates, ascending.
    holidays: Vec<Day>,
    /// Dates on which people work all the same, ascending.
    workdays: Vec<Day>,
}

/// After so many days without one, no working day is looked for any more.
const MOST: usize = 1000;

impl Calendar {
    /// Whether people work on a date.
    fn works(&self, day: Day) -> bool {
        let rests = usize::try_from(day.weekday()).ok().and_then(|day| self.weekend.get(day)) == Some(&true);
        self.workdays.binary_search(&day).is_ok() || !(rests || self.holidays.binary_search(&day).is_ok())
    }

    /// The so-manieth working day after a date; the date itself for none.
    #[must_use]
    pub fn after(&self, day: Day, count: i64) -> Option<Day> {
        let (mut at, mut left, mut idle) = (day, count, 0);
        while left > 0 && idle < MOST {
            at = at.plus_days(1);
            if self.works(at) {
                (left, idle) = (left.saturating_sub(1), 0);
            } else {
                idle = idle.saturating_add(1);
            }
        }
        (left == 0).then_some(at)
    }
}

impl Compiler<'_> {
    /// The program's calendar.
    pub(super) fn calendar(&self) -> Calendar {
        let mut calendar = Calendar::default();
        let config = self.config.calendar.as_ref();
        let weekend = config.and_then(|config| config.weekend.as_deref());
        for day in weekend.unwrap_or(&[Weekday::Sat, Weekday::Sun]) {
            if let Some(rests) =
                usize::try_from(number_of(*day)).ok().and_then(|day| calendar.weekend.get_mut(day))
            {
                *rests = true;
            }
        }
        if let Some(config) = config {
            calendar.holidays.clone_from(&config.holidays);
            calendar.workdays.clone_from(&config.workdays);
            calendar.holidays.sort_unstable();
            calendar.workdays.sort_unstable();
        }
        calendar
    }
}
