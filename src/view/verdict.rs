//! Whether a condition holds, and what is missing.

use crate::json::{Maybe, Show, shown, tagged};
use crate::unit::{Day, Fixed, Instant};

/// A verdict on a condition, leaf by leaf.
#[derive(Debug)]
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
        cheapest: Maybe<usize>,
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
        gap: Maybe<Figure>,
        /// The value in per cent of the target, rounded down, at most 100; of a bound that more brings nearer.
        percent: Maybe<i64>,
        /// The smallest single order now, at the base rates, that closes the gap.
        money: Maybe<String>,
        /// Of a score, what each part gives.
        parts: Maybe<Vec<Gives<'a>>>,
        /// Of an average, the metric for each one of which it is.
        per: Maybe<&'a str>,
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
        from: Maybe<Day>,
    },
    /// The member's birthday.
    Birthday {
        /// Whether it is.
        met: bool,
        /// The next date on which it is.
        from: Maybe<Day>,
    },
    /// The member's tier.
    Tier {
        /// Whether it is one of them.
        met: bool,
        /// The tiers.
        tiers: Vec<&'a str>,
    },
    /// A word of the event at hand, or the member's tags.
    Words {
        /// Which word.
        is: &'static str,
        /// Whether it is one of them.
        met: bool,
        /// The words.
        words: Vec<&'a str>,
    },
    /// An attribute of the member against one demand: that it exists, that it is one of several, or a bound.
    Attribute {
        /// Whether it holds.
        met: bool,
        /// Its name.
        attribute: &'a str,
        /// Its value; null where there is none.
        value: Option<Shown>,
        /// Whether there must be one.
        exists: Maybe<bool>,
        /// What it must be one of.
        one_of: Maybe<Shown>,
        /// The bound.
        bound: Maybe<&'static str>,
        /// Where it lies.
        target: Maybe<Shown>,
        /// What is missing to a number.
        gap: Maybe<Shown>,
    },
    /// How long the member did nothing.
    InactiveFor {
        /// Whether it holds.
        met: bool,
        /// What was not done.
        acts: Shown,
        /// When it was last done; null where it never was.
        since: Option<Day>,
        /// The bound.
        bound: &'static str,
        /// Where it lies.
        target: &'a str,
        /// The date from which it holds.
        from: Maybe<Day>,
    },
    /// The time.
    Time {
        /// Whether it is the time.
        met: bool,
        /// The instant from which it is.
        at: Maybe<Instant>,
        /// The local date of that.
        from: Maybe<Day>,
        /// What the local clock reads then, where hours are asked for.
        hour: Maybe<String>,
    },
    /// A segment of the member, which is explained where the view shows it.
    Segment {
        /// Whether the member is in it.
        met: bool,
        /// The segment.
        segment: &'a str,
    },
    /// A plan that runs.
    Plan {
        /// Whether one does.
        met: bool,
        /// The plans.
        plans: Vec<&'a str>,
        /// Its last day; of several the latest.
        until: Maybe<Day>,
        /// On or before which date its present term must be paid.
        bought_until: Maybe<Day>,
        /// Since which date it must run.
        since: Maybe<Day>,
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
    /// A bound of what a cart holds.
    Cart {
        /// Whether it holds.
        met: bool,
        /// The scope of lines that count; absent where all do.
        scope: Maybe<&'a str>,
        /// The unit.
        unit: &'static str,
        /// What they come to: money as text, units as a number.
        value: Figure,
        /// The bound.
        bound: &'static str,
        /// Where it lies.
        target: Figure,
        /// What is missing, where more brings it.
        gap: Maybe<Figure>,
        /// The value in per cent of the target, rounded down, at most 100; of a bound that more brings nearer.
        percent: Maybe<i64>,
        /// Of what it is tested.
        of: &'static str,
    },
}

/// JSON that is written already: a value of whatever type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown(pub String);

impl Show for Shown {
    fn show(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

shown! {
    /// What a part gives to a score.
    pub struct Gives<'a> {
        /// The part.
        id: &'a str = "id",
        /// So much.
        value: i64 = "value",
    }
}

/// A number, or money as text; points are numbers or texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A number.
    Number(Fixed),
    /// Money.
    Money(String),
}

impl Show for Figure {
    fn show(&self, out: &mut String) {
        match self {
            Self::Number(number) => number.show(out),
            Self::Money(money) => money.show(out),
        }
    }
}

impl Show for Verdict<'_> {
    fn show(&self, out: &mut String) {
        let mut is = |word: &str, fields: &[(&str, &dyn Show)]| tagged(word, fields, out);
        match self {
            Self::All { met, of } => is("all", &[("met", met), ("of", of)]),
            Self::Any { met, of, cheapest } => is("any", &[("met", met), ("of", of), ("cheapest", cheapest)]),
            Self::Not { met, of } => is("not", &[("met", met), ("of", of)]),
            Self::Metric { met, metric, unit, value, bound, target, gap, percent, money, parts, per } => is(
                "metric",
                &[
                    ("met", met),
                    ("metric", metric),
                    ("unit", unit),
                    ("value", value),
                    ("bound", bound),
                    ("target", target),
                    ("gap", gap),
                    ("percent", percent),
                    ("money", money),
                    ("parts", parts),
                    ("per", per),
                ],
            ),
            Self::Tenure { met, bound, target, from } => {
                is("tenure", &[("met", met), ("bound", bound), ("target", target), ("from", from)]);
            }
            Self::Birthday { met, from } => is("birthday", &[("met", met), ("from", from)]),
            Self::Tier { met, tiers } => is("tier", &[("met", met), ("tiers", tiers)]),
            Self::Words { is: word, met, words } => is(word, &[("met", met), ("in", words)]),
            Self::Attribute { met, attribute, value, exists, one_of, bound, target, gap } => is(
                "attribute",
                &[
                    ("met", met),
                    ("attribute", attribute),
                    ("value", value),
                    ("exists", exists),
                    ("in", one_of),
                    ("bound", bound),
                    ("target", target),
                    ("gap", gap),
                ],
            ),
            Self::InactiveFor { met, acts, since, bound, target, from } => is(
                "inactiveFor",
                &[
                    ("met", met),
                    ("acts", acts),
                    ("since", since),
                    ("bound", bound),
                    ("target", target),
                    ("from", from),
                ],
            ),
            Self::Time { met, at, from, hour } => {
                is("time", &[("met", met), ("at", at), ("from", from), ("hour", hour)]);
            }
            Self::Segment { met, segment } => is("segment", &[("met", met), ("segment", segment)]),
            Self::Plan { met, plans, until, bought_until, since } => is(
                "plan",
                &[
                    ("met", met),
                    ("plans", plans),
                    ("until", until),
                    ("boughtUntil", bought_until),
                    ("since", since),
                ],
            ),
            Self::Event { met } => is("event", &[("met", met)]),
            Self::First { met } => is("first", &[("met", met)]),
            Self::Cart { .. } => self.show_cart(out),
        }
    }
}

impl Verdict<'_> {
    fn show_cart(&self, out: &mut String) {
        if let Self::Cart { met, scope, unit, value, bound, target, gap, percent, of } = self {
            tagged(
                "cart",
                &[
                    ("met", met),
                    ("scope", scope),
                    ("unit", unit),
                    ("value", value),
                    ("bound", bound),
                    ("target", target),
                    ("gap", gap),
                    ("percent", percent),
                    ("of", of),
                ],
                out,
            );
        }
    }
}
