//! Point currencies and how they are earned, as people write them.

use super::{Condition, Unit, Window};
use crate::ledger::Source;
use crate::shape::{Blank, Factor, Id, List, Names, Some1, record, words};
use crate::unit::{Amount, Period, Points};

record! {
    /// A point currency.
    pub struct PointsRules {
        /// The currency's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// What points are worth in money.
        worth: Option<Worth> = "worth",
        /// How they are earned, in this order.
        earn: List<EarnRule> = "earn",
        /// How long points wait before they can be used.
        pending: Option<Period> = "pending",
        /// When points lapse; never unless said.
        expiry: Option<Expiry> = "expiry",
        /// What happens to points owed; a debt unless said.
        negative: Option<Negative> = "negative",
    }
    later ["spend", "reversal", "decimals", "transfer", "limits", "auto"]
}

record! {
    /// What points are worth.
    pub struct Worth {
        /// So many points
        points: Points = "points",
        /// are worth this amount.
        amount: Amount = "amount",
    }
}

record! {
    /// How points are earned: exactly one of `perAmount`, `fixed` and `multiply`.
    pub struct EarnRule {
        /// The rule's id.
        id: Id = "id",
        /// The events that earn.
        on: Source = "on",
        /// Only when this holds.
        when: Option<Condition> = "when",
        /// Only for products of this scope.
        scope: Option<Id> = "scope",
        /// Points for what was paid for goods.
        per_amount: Option<PerAmount> = "perAmount",
        /// So many points for the event.
        fixed: Option<Points> = "fixed",
        /// More of what other rules gave.
        multiply: Option<Multiply> = "multiply",
        /// How often or how much it gives at most; every limit holds.
        limits: List<Limit> = "limits",
    }
    later ["each", "after", "percentValue", "bands", "steps", "streak", "schedule", "caps", "stop", "choose", "includeFree", "over", "beyond"]
}

record! {
    /// Points for money.
    pub struct PerAmount {
        /// So many points
        points: Points = "points",
        /// for each such amount, in proportion.
        amount: Amount = "amount",
    }
    later ["base", "step"]
}

record! {
    /// More of what other rules gave, before rounding.
    pub struct Multiply {
        /// The factor: 2 doubles. 1 to 1000, at most four decimals.
        by: Factor = "by",
        /// The rules it acts on; every `perAmount` rule unless said.
        of: Option<Some1<Id>> = "of",
        /// The group of which only the highest counts; a group of its own unless said.
        group: Option<Id> = "group",
    }
    later ["combine"]
}

record! {
    /// How often, or how much, a rule gives at most: exactly one of `times` and `points`.
    pub struct Limit {
        /// So many times.
        times: Option<Points> = "times",
        /// So many points; what is more is cut.
        points: Option<Points> = "points",
        /// In this window; `event` is one event, `day` a local date.
        per: LimitWindow = "per",
    }
    later ["over", "subject"]
}

/// The window of a limit.
#[derive(Clone, Debug)]
pub enum LimitWindow {
    /// One event.
    Event,
    /// A local date.
    Day,
    /// Any other window.
    Window(Window),
}

impl Blank for LimitWindow {
    fn blank() -> Self {
        Self::Event
    }
}

impl crate::shape::Shape for LimitWindow {
    fn read(
        reader: &mut crate::shape::Reader,
        json: &crate::json::Json<'_>,
        place: &crate::shape::Place<'_>,
    ) -> Option<Self> {
        if let crate::json::Json::Object(_) = json {
            return Window::read(reader, json, place).map(Self::Window);
        }
        LimitWord::read(reader, json, place).map(|word| match word {
            LimitWord::Event => Self::Event,
            LimitWord::Day => Self::Day,
            LimitWord::CalendarMonth => Self::Window(Window::Word(super::WindowWord::CalendarMonth)),
            LimitWord::CalendarQuarter => Self::Window(Window::Word(super::WindowWord::CalendarQuarter)),
            LimitWord::CalendarYear => Self::Window(Window::Word(super::WindowWord::CalendarYear)),
            LimitWord::MembershipYear => Self::Window(Window::Word(super::WindowWord::MembershipYear)),
            LimitWord::Lifetime => Self::Window(Window::Word(super::WindowWord::Lifetime)),
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [LimitWord::schema(schema), super::Last::schema(schema), super::Between::schema(schema), super::Complete::schema(schema)] })
    }
}

words! {
    /// The window of a limit, by a word.
    pub enum LimitWord {
        /// One event.
        Event = "event",
        /// A local date.
        Day = "day",
        /// The calendar month.
        CalendarMonth = "calendarMonth",
        /// The calendar quarter.
        CalendarQuarter = "calendarQuarter",
        /// The calendar year.
        CalendarYear = "calendarYear",
        /// The year of membership.
        MembershipYear = "membershipYear",
        /// All days.
        Lifetime = "lifetime",
    }
}

record! {
    /// When points lapse.
    pub struct Expiry {
        /// After this period, which starts on a local date (or at the instant, when it is counted in hours).
        after: Period = "after",
        /// From the day they become usable, or the day they were earned; usable unless said.
        from: Option<ExpiryFrom> = "from",
        /// Their last day moves to the end of this unit.
        end_of: Option<Unit> = "endOf",
        /// Whether the day after the period is the last day.
        through: Option<bool> = "through",
    }
    later ["activity", "yearly"]
}

words! {
    /// From when an expiry counts.
    pub enum ExpiryFrom {
        /// From the day points become usable.
        Usable = "usable",
        /// From the day points were earned.
        Earned = "earned",
    }
}

words! {
    /// What happens to points owed.
    pub enum Negative {
        /// They are owed: later points fill the gap first.
        Debt = "debt",
        /// They are waived.
        Zero = "zero",
    }
}
