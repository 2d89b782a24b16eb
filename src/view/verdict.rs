//! Whether a condition holds, and what is missing.

use serde::Serialize;

/// A verdict on a condition, leaf by leaf.
#[derive(Debug, Serialize)]
#[serde(tag = "is", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Verdict<'a> {
    /// All of several.
    All {
        /// Whether it holds.
        met: bool,
        /// The verdict on each.
        of: Vec<Self>,
    },
    /// At least one of several.
    Any {
        /// Whether it holds.
        met: bool,
        /// The verdict on each.
        of: Vec<Self>,
        /// Which is nearest, when none holds.
        #[serde(skip_serializing_if = "super::none")]
        cheapest: Option<usize>,
    },
    /// The opposite.
    Not {
        /// Whether it holds.
        met: bool,
        /// The verdict on what must not hold.
        of: Box<Self>,
    },
    /// A metric's bound.
    Metric {
        /// Whether it holds.
        met: bool,
        /// The metric.
        metric: &'a str,
        /// Its unit.
        unit: &'static str,
        /// Its value: money as text, else a number; null where there is none.
        value: Option<Figure>,
        /// The bound.
        bound: &'static str,
        /// Where it lies.
        target: Figure,
        /// What is missing, where more brings it.
        #[serde(skip_serializing_if = "super::none")]
        gap: Option<Figure>,
        /// The value in per cent of the target, rounded down, at most 100; of a bound that more brings nearer.
        #[serde(skip_serializing_if = "super::none")]
        percent: Option<i64>,
        /// The smallest single order now, at the base rates, that closes the gap.
        #[serde(skip_serializing_if = "super::none")]
        money: Option<String>,
    },
    /// How long the member has been one.
    Tenure {
        /// Whether it holds.
        met: bool,
        /// The bound.
        bound: &'static str,
        /// Where it lies.
        target: &'a str,
        /// The date from which it holds.
        #[serde(skip_serializing_if = "super::none")]
        from: Option<String>,
    },
    /// The member's birthday.
    Birthday {
        /// Whether it is.
        met: bool,
        /// The next date on which it is.
        #[serde(skip_serializing_if = "super::none")]
        from: Option<String>,
    },
    /// The member's tier.
    Tier {
        /// Whether it is one of them.
        met: bool,
        /// The tiers.
        tiers: Vec<&'a str>,
    },
    /// The event at hand.
    Event {
        /// Whether it matches.
        met: bool,
    },
    /// No earlier event of a type.
    First {
        /// Whether there was none.
        met: bool,
    },
}

/// A number, or money as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Figure {
    /// A number.
    Number(i64),
    /// Money.
    Money(String),
}
