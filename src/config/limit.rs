//! How often, or how much, is given at most, as people write it.

use super::Window;
use crate::json::Json;
use crate::shape::{Blank, Id, Percent, Place, Reader, Shape, record, words};
use crate::unit::{Points, Quantity};

record! {
    /// How often, or how much, is given at most: exactly one of `times` and `points`.
    pub struct Limit {
        /// So many times.
        times: Option<Quantity> = "times",
        /// So many points; what is more is cut.
        points: Option<Points> = "points",
        /// In this window; `event` is one event, `day` a local date, `balance` what the member has. In the term of a plan there is no room while
        /// none runs.
        per: LimitWindow = "per",
        /// Whether it counts for each subject of an activity by itself.
        subject: Option<bool> = "subject",
        /// What happens to what is more; it is cut unless said.
        over: Option<Over> = "over",
        /// So many per cent of what is more are given all the same.
        beyond: Option<Percent> = "beyond",
    }
}

/// The window of a limit.
#[derive(Clone, Debug)]
pub enum LimitWindow {
    /// One event.
    Event,
    /// A local date.
    Day,
    /// What the member has, usable and waiting.
    Balance,
    /// The present term of a plan.
    Term(PlanTerm),
    /// Any other window.
    Window(Window),
}

record! {
    /// The present term of a plan: from when it began, or was renewed, through its last day.
    pub struct PlanTerm {
        /// The plan.
        plan: Id = "planTerm",
    }
}

impl Blank for LimitWindow {
    fn blank() -> Self {
        Self::Event
    }
}

impl Shape for LimitWindow {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return match reader.key(json, place, &["last", "between", "complete", "planTerm"], &[])? {
                3 => PlanTerm::read(reader, json, place).map(Self::Term),
                _ => Window::read(reader, json, place).map(Self::Window),
            };
        }
        LimitWord::read(reader, json, place).map(|word| match word {
            LimitWord::Event => Self::Event,
            LimitWord::Day => Self::Day,
            LimitWord::Balance => Self::Balance,
            LimitWord::CalendarMonth => Self::Window(Window::Word(super::WindowWord::CalendarMonth)),
            LimitWord::CalendarQuarter => Self::Window(Window::Word(super::WindowWord::CalendarQuarter)),
            LimitWord::CalendarYear => Self::Window(Window::Word(super::WindowWord::CalendarYear)),
            LimitWord::MembershipYear => Self::Window(Window::Word(super::WindowWord::MembershipYear)),
            LimitWord::Lifetime => Self::Window(Window::Word(super::WindowWord::Lifetime)),
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [LimitWord::schema(schema), super::Last::schema(schema), super::Between::schema(schema), super::Complete::schema(schema), PlanTerm::schema(schema)] })
    }
}

words! {
    /// The window of a limit, by a word.
    pub enum LimitWord {
        /// One event.
        Event = "event",
        /// A local date.
        Day = "day",
        /// What the member has, usable and waiting.
        Balance = "balance",
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

words! {
    /// What happens to points that are more than a limit.
    pub enum Over {
        /// What fits is given, the rest is cut.
        Cut = "cut",
        /// Nothing is given.
        Refuse = "refuse",
    }
}
