//! Conditions on the time, as people write them.

use crate::shape::{Blank, Some1, record, words};
use crate::unit::{Day, Hour};

record! {
    /// The time: that of the event at hand, or the moment that is looked at.
    pub struct TimeIs {
        /// When; everything given must hold.
        time: Timing = "time",
    }
}

record! {
    /// Dates, days and hours in the program's time zone; everything given must hold.
    pub struct Timing {
        /// The first date.
        from: Option<Day> = "from",
        /// The last date.
        to: Option<Day> = "to",
        /// Days of the week.
        weekdays: Option<Some1<Weekday>> = "weekdays",
        /// Days of the month; a month that has no such day has none.
        days_of_month: Option<Some1<i64>> = "daysOfMonth",
        /// From the first time of day until the second, over midnight when the second is earlier; what is after midnight
        /// belongs to the date on which it began.
        between: Option<Vec<Hour>> = "between",
    }
}

words! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

impl Blank for Weekday {
    fn blank() -> Self {
        Self::Mon
    }
}
