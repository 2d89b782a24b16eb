//! Metrics as people write them.

use super::{Accrual, Average, Balance, Condition, Ledger, Ratio, Score, Shortage, Window};
use crate::ledger::Source;
use crate::shape::{Blank, Id, List, Number, record, tagged, words};

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
        /// How many different days, months, categories or subjects there were.
        Distinct(Distinct) = "distinct",
        /// How many days or months in a row.
        Streak(StreakMetric) = "streak",
        /// The share of one metric in another.
        Ratio(Ratio) = "ratio",
        /// One metric for each one of another.
        Average(Average) = "average",
        /// Points that can be spent.
        Balance(Balance) = "balance",
        /// A sum of parts, each made of another metric.
        Score(Score) = "score",
        /// What events are credited with.
        Ledger(Ledger) = "ledger",
        /// What rises from day to day while a plan runs, and falls after it.
        Accrual(Accrual) = "accrual",
    }
    later ["model"]
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
        /// At most so much of an event, a day or a month.
        caps: List<Cap> = "caps",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
        /// What happens to what corrections and refunds take beyond zero; it is carried unless said.
        shortage: Option<Shortage> = "shortage",
        /// From when on a refund counts; from the refund on unless said. It matters to a value that stands until it is set anew.
        counts_at: Option<CountsAt> = "countsAt",
    }
}

record! {
    /// How much counts at most.
    pub struct Cap {
        /// So much: an amount for a metric of money, else a whole number.
        most: Number = "most",
        /// Of what.
        per: CapOf = "per",
    }
}

impl Blank for CapOf {
    fn blank() -> Self {
        Self::Event
    }
}

words! {
    /// Of what so much counts at most.
    pub enum CapOf {
        /// Of one event.
        Event = "event",
        /// Of a local date.
        Day = "day",
        /// Of a calendar month.
        CalendarMonth = "calendarMonth",
    }
}

record! {
    /// When a value is set anew; until then it stays as it is, wherever it is read.
    pub struct Refresh {
        /// At the beginning of this day of each month, to what it is at the end of the day before; in a month without such a day, of
        /// its last day.
        day_of_month: i64 = "dayOfMonth",
    }
}

words! {
    /// From when on a refund counts.
    pub enum CountsAt {
        /// From the refund on: a value that was set before stays until it is set anew.
        Refund = "refund",
        /// As if the order had been smaller: a value that was set since is corrected at once.
        Order = "order",
    }
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
    /// How many events there were in a window; orders that came back whole do not count unless `of` says so.
    pub struct Count {
        /// The metric's id.
        id: Id = "id",
        /// Of orders, which count; those that did not come back whole unless said.
        of: Option<CountOf> = "of",
        /// The events.
        on: Source = "on",
        /// Only events for which this holds.
        when: Option<Condition> = "when",
        /// The days that count; all unless said.
        window: Option<Window> = "window",
        /// The ladder of a `tierPeriod` window; the first unless said.
        ladder: Option<Id> = "ladder",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
        /// What happens to what corrections and refunds take beyond zero; it is carried unless said.
        shortage: Option<Shortage> = "shortage",
        /// From when on a refund counts; from the refund on unless said. It matters to a value that stands until it is set anew.
        counts_at: Option<CountsAt> = "countsAt",
    }
}

words! {
    /// Which orders count.
    pub enum CountOf {
        /// Those that did not come back whole.
        Kept = "kept",
        /// Those of which something came back.
        Returned = "returned",
        /// All that were placed.
        All = "all",
    }
}

record! {
    /// How many different days, months, categories or subjects there were in a window; orders that came back whole do not count.
    pub struct Distinct {
        /// The metric's id.
        id: Id = "id",
        /// What must be different.
        of: DistinctOf = "of",
        /// The events: orders unless said; of subjects, every activity unless said.
        on: Option<Source> = "on",
        /// Only events for which this holds.
        when: Option<Condition> = "when",
        /// Of categories, only those of products of this scope.
        scope: Option<Id> = "scope",
        /// The days that count; all unless said.
        window: Option<Window> = "window",
        /// The ladder of a `tierPeriod` window; the first unless said.
        ladder: Option<Id> = "ladder",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
        /// From when on a refund counts; from the refund on unless said. It matters to a value that stands until it is set anew.
        counts_at: Option<CountsAt> = "countsAt",
    }
}

impl Blank for DistinctOf {
    fn blank() -> Self {
        Self::Orders
    }
}

words! {
    /// What must be different.
    pub enum DistinctOf {
        /// Orders: as many as there are.
        Orders = "orders",
        /// Local dates.
        Days = "days",
        /// Calendar months.
        Months = "months",
        /// Categories of products bought.
        Categories = "categories",
        /// What activities were about.
        Subjects = "subjects",
    }
}

record! {
    /// How many days or months in a row had an event, up to this one or the one before.
    pub struct StreakMetric {
        /// The metric's id.
        id: Id = "id",
        /// The events.
        on: Source = "on",
        /// Only events for which this holds.
        when: Option<Condition> = "when",
        /// Days or months in a row; days unless said.
        of: Option<StreakOf> = "of",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
    }
}

words! {
    /// What stands in a row.
    pub enum StreakOf {
        /// Local dates.
        Days = "days",
        /// Calendar months.
        Months = "months",
    }
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
