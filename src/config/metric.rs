//! Metrics as people write them.

use super::Condition;
use crate::json::Json;
use crate::ledger::Source;
use crate::shape::{Blank, Id, Place, Reader, Shape, record, tagged, words};
use crate::unit::{Day, Period};

tagged! {
    /// A named number over events, by its kind.
    pub enum Metric by "kind" {
        /// What events add up to.
        Sum(Sum) = "sum",
        /// How many events there were.
        Count(Count) = "count",
        /// Whole local days since the last event.
        Since(Since) = "since",
        /// Whole local days since joining.
        Tenure(Tenure) = "tenure",
    }
    later ["distinct", "streak", "accrual", "ledger", "score", "ratio", "balance", "model"]
}

record! {
    /// What events add up to in a window.
    pub struct Sum {
        /// The metric's id.
        id: Id = "id",
        /// What is added up.
        of: SumOf = "of",
        /// The point currency, for points; the first unless said.
        currency: Option<Id> = "currency",
        /// The activity, for values; every activity unless said.
        on: Option<Source> = "on",
        /// Only events for which this holds.
        when: Option<Condition> = "when",
        /// Only products of this scope.
        scope: Option<Id> = "scope",
        /// The days that count; all unless said.
        window: Option<Window> = "window",
        /// The ladder of a `tierPeriod` window; the first unless said.
        ladder: Option<Id> = "ladder",
    }
    later ["countsAt", "complete", "refresh"]
}

impl Blank for SumOf {
    fn blank() -> Self {
        Self::Paid
    }
}

words! {
    /// What a metric adds up.
    pub enum SumOf {
        /// What was paid for goods.
        Paid = "paid",
        /// Points given by earn rules.
        Points = "points",
        /// Units bought.
        Quantity = "quantity",
        /// The values of activities.
        Value = "value",
    }
}

record! {
    /// How many events there were in a window; orders that came back whole do not count.
    pub struct Count {
        /// The metric's id.
        id: Id = "id",
        /// The events.
        on: Source = "on",
        /// Only events for which this holds.
        when: Option<Condition> = "when",
        /// The days that count; all unless said.
        window: Option<Window> = "window",
        /// The ladder of a `tierPeriod` window; the first unless said.
        ladder: Option<Id> = "ladder",
    }
    later ["countsAt", "complete", "refresh"]
}

record! {
    /// Whole local days since the last event; absent when there was none.
    pub struct Since {
        /// The metric's id.
        id: Id = "id",
        /// The events.
        on: Source = "on",
        /// Only events for which this holds.
        when: Option<Condition> = "when",
    }
}

record! {
    /// Whole local days since joining.
    pub struct Tenure {
        /// The metric's id.
        id: Id = "id",
    }
}

/// The days that count.
#[derive(Clone, Debug)]
pub enum Window {
    /// A window known by a word.
    Word(WindowWord),
    /// A rolling window: on date `T` it holds the dates `d` with `d <= T < d + P`.
    Last(Last),
    /// Fixed dates.
    Between(Between),
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

impl Shape for Window {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return match reader.key(json, place, &["last", "between"], &["complete"])? {
                0 => Last::read(reader, json, place).map(Self::Last),
                _ => Between::read(reader, json, place).map(Self::Between),
            };
        }
        WindowWord::read(reader, json, place).map(Self::Word)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [WindowWord::schema(schema), Last::schema(schema), Between::schema(schema)] })
    }
}
