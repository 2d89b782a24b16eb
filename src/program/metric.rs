//! Metrics: what they count, and the days of their windows.

use super::Condition;
use super::compile::Compiler;
use super::condition::Spot;
use crate::config;
use crate::ledger::Source;
use crate::problem::Code;
use crate::shape::{Id, Place};
use crate::unit::{Day, Period, Unit};

/// A named number over events.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Its id.
    pub id: Id,
    /// What it counts.
    pub counted: Counted,
    /// Only events for which this holds.
    pub when: Option<Condition>,
    /// The days that count.
    pub window: Window,
}

/// What a metric counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// What was paid for goods, in a scope.
    Paid(Option<usize>),
    /// Units bought, in a scope.
    Quantity(Option<usize>),
    /// Points of a currency given by earn rules.
    Points(usize),
    /// Values of activities, of a kind or all.
    Value(Option<Id>),
    /// Events.
    Events(Source),
    /// Days since the last event.
    Since(Source),
    /// Days since joining.
    Tenure,
}

/// The unit of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Money, in minor units.
    Money,
    /// Points.
    Points,
    /// Units of goods.
    Quantity,
    /// Values of activities.
    Value,
    /// Events.
    Count,
    /// Days.
    Days,
    /// A number of whatever kind, in millionths.
    Decimal,
}

impl Measure {
    /// The word for it in a view.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Points => "points",
            Self::Quantity => "quantity",
            Self::Value => "value",
            Self::Count => "count",
            Self::Days => "days",
            Self::Decimal => "number",
        }
    }
}

impl Metric {
    /// Its unit.
    #[must_use]
    pub fn measure(&self) -> Measure {
        measure(&self.counted)
    }
}

fn measure(counted: &Counted) -> Measure {
    match counted {
        Counted::Paid(_) => Measure::Money,
        Counted::Quantity(_) => Measure::Quantity,
        Counted::Points(_) => Measure::Points,
        Counted::Value(_) => Measure::Value,
        Counted::Events(_) => Measure::Count,
        Counted::Since(_) | Counted::Tenure => Measure::Days,
    }
}

/// Which days count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    /// All.
    Lifetime,
    /// The date itself.
    Day,
    /// The calendar unit.
    Calendar(Unit),
    /// The year of membership.
    MembershipYear,
    /// Since the present tier period of a ladder began.
    TierPeriod(usize),
    /// A rolling window.
    Last(Period),
    /// From the first date, before the second.
    Between(Day, Day),
}

impl Window {
    /// Whether it never holds a date, whenever it is looked at.
    #[must_use]
    pub fn leaves_out(&self, day: Day) -> bool {
        matches!(self, Self::Between(from, to) if day < *from || *to <= day)
    }
}

impl Compiler<'_> {
    /// The metric at a place.
    pub(super) fn metric(&mut self, metric: &config::Metric, place: &Place<'_>) -> Option<Metric> {
        match metric {
            config::Metric::Sum(sum) => self.sum(sum, place),
            config::Metric::Count(count) => {
                let window = self.window(count.window.as_ref(), count.ladder.as_deref(), place);
                let when = self.optional(count.when.as_ref(), &place.field("when"), Spot::Event);
                let (Some(when), Some(window)) = (when, window) else { return None };
                let counted = Counted::Events(count.on.clone());
                Some(Metric { id: count.id.clone(), counted, when, window })
            }
            config::Metric::Since(since) => {
                let when = self.optional(since.when.as_ref(), &place.field("when"), Spot::Event)?;
                Some(Metric {
                    id: since.id.clone(),
                    counted: Counted::Since(since.on.clone()),
                    when,
                    window: Window::Lifetime,
                })
            }
            config::Metric::Tenure(tenure) => Some(Metric {
                id: tenure.id.clone(),
                counted: Counted::Tenure,
                when: None,
                window: Window::Lifetime,
            }),
        }
    }

    fn sum(&mut self, sum: &config::Sum, place: &Place<'_>) -> Option<Metric> {
        let orders = matches!(sum.of, config::SumOf::Paid | config::SumOf::Quantity);
        for (given, field, allowed) in [
            (sum.currency.is_some(), "currency", sum.of == config::SumOf::Points),
            (sum.on.is_some(), "on", sum.of == config::SumOf::Value),
            (sum.scope.is_some(), "scope", orders),
            (sum.when.is_some(), "when", sum.of != config::SumOf::Points),
        ] {
            if given && !allowed {
                self.reader.not_allowed(&place.field(field), field);
            }
        }
        let counted = match sum.of {
            config::SumOf::Paid => {
                self.maybe_scope(sum.scope.as_deref(), &place.field("scope")).map(Counted::Paid)
            }
            config::SumOf::Quantity => {
                self.maybe_scope(sum.scope.as_deref(), &place.field("scope")).map(Counted::Quantity)
            }
            config::SumOf::Points => {
                self.currency(sum.currency.as_deref(), &place.field("currency")).map(Counted::Points)
            }
            config::SumOf::Value => self.activity(sum.on.as_ref(), &place.field("on")).map(Counted::Value),
        };
        let when = self.optional(sum.when.as_ref(), &place.field("when"), Spot::Event);
        let window = self.window(sum.window.as_ref(), sum.ladder.as_deref(), place);
        let (Some(counted), Some(when), Some(window)) = (counted, when, window) else { return None };
        Some(Metric { id: sum.id.clone(), counted, when, window })
    }

    /// The kind of an activity, when it is said.
    #[expect(
        clippy::option_option,
        reason = "the outer is whether it could be read, the inner whether it was written"
    )]
    fn activity(&mut self, on: Option<&Source>, place: &Place<'_>) -> Option<Option<Id>> {
        match on {
            None => Some(None),
            Some(Source::Activity(kind)) => Some(Some(kind.clone())),
            Some(Source::Order) => {
                self.reader.not_allowed(place, "order");
                None
            }
        }
    }

    /// The window of a metric or a limit, written in the object at a place.
    pub(super) fn window(
        &mut self,
        window: Option<&config::Window>,
        ladder: Option<&str>,
        place: &Place<'_>,
    ) -> Option<Window> {
        let at = place.field("window");
        let tier_period = matches!(window, Some(config::Window::Word(config::WindowWord::TierPeriod)));
        if ladder.is_some() && !tier_period {
            self.reader.not_allowed(&place.field("ladder"), "ladder");
        }
        let Some(window) = window else { return Some(Window::Lifetime) };
        match window {
            config::Window::Word(config::WindowWord::TierPeriod) => {
                let at = if ladder.is_some() { place.field("ladder") } else { at };
                self.ladder(ladder, &at).map(Window::TierPeriod)
            }
            config::Window::Word(_) | config::Window::Last(_) | config::Window::Between(_) => {
                self.days(window, &at)
            }
        }
    }

    /// A window that needs no ladder.
    pub(super) fn days(&mut self, window: &config::Window, place: &Place<'_>) -> Option<Window> {
        match window {
            config::Window::Word(word) => match word {
                config::WindowWord::Lifetime => Some(Window::Lifetime),
                config::WindowWord::CalendarMonth => Some(Window::Calendar(Unit::Month)),
                config::WindowWord::CalendarQuarter => Some(Window::Calendar(Unit::Quarter)),
                config::WindowWord::CalendarYear => Some(Window::Calendar(Unit::Year)),
                config::WindowWord::MembershipYear => Some(Window::MembershipYear),
                config::WindowWord::TierPeriod => {
                    self.reader.not_allowed(place, "tierPeriod");
                    None
                }
            },
            config::Window::Last(last) => self.civil(&last.last, &place.field("last")).map(Window::Last),
            config::Window::Between(dates) => {
                let at = place.field("between");
                let [from, to] = dates.between.as_slice() else {
                    if self.reader.is_wrong_within(&at) {
                        return None;
                    }
                    self.reader.note(
                        at.problem(Code::OutOfRange)
                            .number("value", length(&dates.between))
                            .number("min", 2)
                            .number("max", 2),
                    );
                    return None;
                };
                if from >= to {
                    self.reader.note(
                        at.problem(Code::BoundsOutOfOrder).text("value", from.text() + ", " + &to.text()),
                    );
                    return None;
                }
                Some(Window::Between(*from, *to))
            }
        }
    }

    /// A period of months and days; hours have no place here.
    pub(super) fn civil(&mut self, period: &Period, place: &Place<'_>) -> Option<Period> {
        if period.is_clock() {
            self.reader.not_allowed(place, period.text());
            return None;
        }
        Some(period.clone())
    }
}

/// The length of a list, for a message.
pub(super) fn length<T>(list: &[T]) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}
