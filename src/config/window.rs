//! The days that count, as people write them.

use crate::json::Json;
use crate::shape::{Place, Reader, Shape, record, words};
use crate::unit::{Day, Period};

/// The days that count.
#[derive(Clone, Debug)]
pub enum Window {
    /// A window known by a word.
    Word(WindowWord),
    /// A rolling window: on date `T` it holds the dates `d` with `d <= T < d + P`.
    Last(Last),
    /// Fixed dates.
    Between(Between),
    /// Months that are over.
    Complete(Complete),
}

words! {
    /// A window known by a word.
    pub enum WindowWord {
        /// All days.
        Lifetime = "lifetime",
        /// The calendar month.
        CalendarMonth = "calendarMonth",
        /// The calendar quarter.
        CalendarQuarter = "calendarQuarter",
        /// The calendar year.
        CalendarYear = "calendarYear",
        /// The year of membership, counted from the joining date.
        MembershipYear = "membershipYear",
        /// Since the present tier period began.
        TierPeriod = "tierPeriod",
    }
}

record! {
    /// A rolling window.
    pub struct Last {
        /// Its length, in months and days.
        last: Period = "last",
    }
}

record! {
    /// Fixed dates.
    pub struct Between {
        /// The first date, and the date after the last.
        between: Vec<Day> = "between",
    }
}

record! {
    /// Months that are over.
    pub struct Complete {
        /// How many.
        complete: CompleteMonths = "complete",
    }
}

record! {
    /// The last calendar months that are over.
    pub struct CompleteMonths {
        /// How many, 1 to 1200.
        months: i64 = "months",
    }
}

impl Shape for Window {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return match reader.key(json, place, &["last", "between", "complete"], &[])? {
                0 => Last::read(reader, json, place).map(Self::Last),
                1 => Between::read(reader, json, place).map(Self::Between),
                _ => Complete::read(reader, json, place).map(Self::Complete),
            };
        }
        WindowWord::read(reader, json, place).map(Self::Word)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [WindowWord::schema(schema), Last::schema(schema), Between::schema(schema), Complete::schema(schema)] })
    }
}
