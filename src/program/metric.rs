//! Metrics: what they count, in what unit, and at most how much.

use super::compile::{Compiler, keep};
use super::condition::Spot;
use super::measure::Measure;
use super::number::decimals;
use super::score::{Ratio, ScorePart};
use super::{Condition, Window};
use crate::config::{self, CapOf};
use crate::ledger::Source;
use crate::problem::Code;
use crate::shape::{Id, Place};
use crate::unit::{Fixed, SAFE};

/// A named number over events.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Its id.
    pub id: Id,
    /// What it counts.
    pub counted: Counted,
    /// The decimals of its points.
    pub decimals: u32,
    /// Only events for which this holds.
    pub when: Option<Condition>,
    /// The days that count.
    pub window: Window,
    /// At most how much counts.
    pub caps: Caps,
    /// The day of the month on which the value is set anew; at all times unless said.
    pub refresh: Option<i64>,
    /// Whether a refund corrects a value that was set since the order.
    pub at_order: bool,
    /// Whether what is taken beyond zero is dropped; of ledgers, the ledger says.
    pub drops: bool,
}

/// At most how much of an event, a date and a month counts; 2^53 − 1 where nothing was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Of an event.
    pub event: i64,
    /// Of a local date.
    pub day: i64,
    /// Of a calendar month.
    pub month: i64,
}

impl Caps {
    /// No caps.
    pub const NONE: Self = Self { event: SAFE, day: SAFE, month: SAFE };
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
    /// Orders that were placed, or those of them of which something came back.
    Placed { returned: bool },
    /// Days since the last event.
    Since(Source),
    /// Days since joining.
    Tenure,
    /// Dates or months with an event.
    Distinct(Source, Stretch),
    /// Categories of goods bought, in a scope.
    Categories(Option<usize>),
    /// Subjects of activities, of a kind or all.
    Subjects(Option<Id>),
    /// Dates or months in a row with an event, up to this one or the one before.
    Streak(Source, Stretch),
    /// One metric for so many of another.
    Ratio(Ratio),
    /// Points of a currency that can be spent.
    Balance(usize),
    /// A sum of parts, and at most how much.
    Score(Vec<ScorePart>, i64),
    /// What rules credit events with, by the ledger's place.
    Ledger(usize),
}

/// What is counted once, however many events it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// A local date.
    Day,
    /// A calendar month.
    Month,
}

impl Metric {
    /// Its unit.
    #[must_use]
    pub fn measure(&self) -> Measure {
        match &self.counted {
            Counted::Paid(_) => Measure::Money,
            Counted::Quantity(_) => Measure::Quantity,
            Counted::Points(_) | Counted::Balance(_) => Measure::Points(self.decimals),
            Counted::Value(_) => Measure::Value,
            Counted::Events(_) | Counted::Placed { .. } => Measure::Count,
            Counted::Since(_) | Counted::Tenure => Measure::Days,
            Counted::Distinct(_, of) | Counted::Streak(_, of) => of.measure(),
            Counted::Categories(_) => Measure::Categories,
            Counted::Subjects(_) => Measure::Subjects,
            Counted::Ratio(ratio) => ratio.measure,
            Counted::Score(..) => Measure::Score,
            Counted::Ledger(_) => Measure::Growth,
        }
    }

    /// Whether it can be corrected and brought: it adds up something of its own.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        matches!(
            self.counted,
            Counted::Paid(_)
                | Counted::Quantity(_)
                | Counted::Points(_)
                | Counted::Value(_)
                | Counted::Events(_)
                | Counted::Placed { .. }
                | Counted::Ledger(_)
        )
    }

    /// Whether it is made of other metrics.
    #[must_use]
    pub fn is_made_of_others(&self) -> bool {
        matches!(self.counted, Counted::Ratio(..) | Counted::Score(..))
    }

    /// The metrics that it is made of.
    #[must_use]
    pub fn made_of(&self) -> Vec<usize> {
        let mut made_of = Vec::new();
        if let Counted::Ratio(ratio) = &self.counted {
            made_of.extend([ratio.of, ratio.per]);
        }
        if let Counted::Score(parts, _) = &self.counted {
            made_of.extend(parts.iter().map(|part| part.of));
        }
        made_of
    }
}

impl Stretch {
    /// The unit of a number of them.
    #[must_use]
    pub fn measure(self) -> Measure {
        match self {
            Self::Day => Measure::Days,
            Self::Month => Measure::Months,
        }
    }
}

const DROPPED: Option<config::Shortage> = Some(config::Shortage::Dropped);
const AT_ORDER: Option<config::CountsAt> = Some(config::CountsAt::Order);

impl Compiler<'_> {
    /// The metric at a place.
    pub(super) fn metric(&mut self, metric: &config::Metric, place: &Place<'_>) -> Option<Metric> {
        match metric {
            config::Metric::Sum(sum) => self.sum(sum, place),
            config::Metric::Count(count) => self.count(count, place),
            config::Metric::Since(since) => {
                let counted = Some(Counted::Since(since.on.clone()));
                let rest = (since.when.as_ref(), Some(Window::Lifetime), None);
                self.of_events(&since.id, counted, rest, place)
            }
            config::Metric::Tenure(tenure) => {
                let rest = (None, Some(Window::Lifetime), None);
                self.of_events(&tenure.id, Some(Counted::Tenure), rest, place)
            }
            config::Metric::Distinct(distinct) => {
                let counted = self.distinct(distinct, place);
                let window = self.window(distinct.window.as_ref(), distinct.ladder.as_deref(), place);
                let rest = (distinct.when.as_ref(), window, distinct.refresh.as_ref());
                let metric = self.of_events(&distinct.id, counted, rest, place)?;
                Some(Metric { at_order: distinct.counts_at == AT_ORDER, ..metric })
            }
            config::Metric::Streak(streak) => {
                let of = match streak.of {
                    Some(config::StreakOf::Months) => Stretch::Month,
                    Some(config::StreakOf::Days) | None => Stretch::Day,
                };
                let counted = Some(Counted::Streak(streak.on.clone(), of));
                let rest = (streak.when.as_ref(), Some(Window::Lifetime), streak.refresh.as_ref());
                self.of_events(&streak.id, counted, rest, place)
            }
            config::Metric::Ratio(ratio) => {
                let counted = self.ratio(ratio, place);
                let rest = (None, Some(Window::Lifetime), ratio.refresh.as_ref());
                self.of_events(&ratio.id, counted, rest, place)
            }
            config::Metric::Average(average) => {
                let counted = self.average(average, place);
                let rest = (None, Some(Window::Lifetime), average.refresh.as_ref());
                self.of_events(&average.id, counted, rest, place)
            }
            config::Metric::Balance(balance) => {
                let counted = self.currency(balance.currency.as_deref(), &place.field("currency"));
                let rest = (None, Some(Window::Lifetime), balance.refresh.as_ref());
                self.of_events(&balance.id, counted.map(Counted::Balance), rest, place)
            }
            config::Metric::Ledger(ledger) => {
                let counted = self.ledger_at(ledger, place);
                let window = self.window(ledger.window.as_ref(), ledger.ladder.as_deref(), place);
                self.of_events(&ledger.id, counted, (None, window, ledger.refresh.as_ref()), place)
            }
            config::Metric::Accrual(accrual) => {
                let counted = self.accrual(accrual, place);
                let rest = (None, Some(Window::Lifetime), accrual.refresh.as_ref());
                self.of_events(&accrual.id, counted, rest, place)
            }
            config::Metric::Score(score) => {
                let counted = self.score(score, place);
                let rest = (None, Some(Window::Lifetime), score.refresh.as_ref());
                self.of_events(&score.id, counted, rest, place)
            }
        }
    }

    /// A count of events.
    fn count(&mut self, count: &config::Count, place: &Place<'_>) -> Option<Metric> {
        let window = self.window(count.window.as_ref(), count.ladder.as_deref(), place);
        let counted = Some(match count.of {
            None | Some(config::CountOf::Kept) => Counted::Events(count.on.clone()),
            Some(of) => Counted::Placed { returned: of == config::CountOf::Returned },
        });
        if count.of.is_some() && count.on != Source::Order {
            self.reader.not_allowed(&place.field("of"), "of");
        }
        let rest = (count.when.as_ref(), window, count.refresh.as_ref());
        let metric = self.of_events(&count.id, counted, rest, place)?;
        Some(Metric { drops: count.shortage == DROPPED, at_order: count.counts_at == AT_ORDER, ..metric })
    }

    /// A metric without caps.
    fn of_events(
        &mut self,
        id: &Id,
        counted: Option<Counted>,
        (when, window, refresh): (Option<&config::Condition>, Option<Window>, Option<&config::Refresh>),
        place: &Place<'_>,
    ) -> Option<Metric> {
        let when = self.optional(when, &place.field("when"), Spot::Event);
        let refresh = match refresh {
            Some(refresh) => {
                let at = place.field("refresh");
                self.within(refresh.day_of_month, (1, 31), &at.field("dayOfMonth")).map(Some)
            }
            None => Some(None),
        };
        let (Some(counted), Some(when), Some(window), Some(refresh)) = (counted, when, window, refresh)
        else {
            return None;
        };
        let mut decimals = 0;
        if let Counted::Points(currency) | Counted::Balance(currency) = counted {
            decimals = self.reader.points.get(currency).map_or(0, |(_, decimals)| *decimals);
        }
        Some(Metric {
            id: id.clone(),
            counted,
            decimals,
            when,
            window,
            caps: Caps::NONE,
            refresh,
            at_order: false,
            drops: false,
        })
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
        let scope_at = place.field("scope");
        let counted = match sum.of {
            config::SumOf::Paid => self.maybe_scope(sum.scope.as_deref(), &scope_at).map(Counted::Paid),
            config::SumOf::Quantity => {
                self.maybe_scope(sum.scope.as_deref(), &scope_at).map(Counted::Quantity)
            }
            config::SumOf::Points => {
                self.currency(sum.currency.as_deref(), &place.field("currency")).map(Counted::Points)
            }
            config::SumOf::Value => self.activity(sum.on.as_ref(), &place.field("on")).map(Counted::Value),
        };
        let window = self.window(sum.window.as_ref(), sum.ladder.as_deref(), place);
        let rest = (sum.when.as_ref(), window, sum.refresh.as_ref());
        let metric = self.of_events(&sum.id, counted, rest, place);
        let caps = self.caps(sum, &place.field("caps"))?;
        let (drops, at_order) = (sum.shortage == DROPPED, sum.counts_at == AT_ORDER);
        metric.map(|metric| Metric { caps, at_order, drops, ..metric })
    }

    /// The caps of a sum: at most one of an event, a day and a month each. Points have limits of their own, by event.
    fn caps(&mut self, sum: &config::Sum, place: &Place<'_>) -> Option<Caps> {
        let measure = match sum.of {
            config::SumOf::Paid => Measure::Money,
            config::SumOf::Points => self.points_measure(sum.currency.as_deref()),
            config::SumOf::Quantity | config::SumOf::Value => Measure::Value,
        };
        let (mut caps, mut seen) = (Caps::NONE, Vec::new());
        let mut sound = true;
        for (index, cap) in sum.caps.placed() {
            let at = place.index(index);
            let (of, word) = match cap.per {
                CapOf::Event => (&mut caps.event, "event"),
                CapOf::Day => (&mut caps.day, "day"),
                CapOf::CalendarMonth => (&mut caps.month, "calendarMonth"),
            };
            if seen.contains(&cap.per) || (sum.of == config::SumOf::Points && cap.per == CapOf::Event) {
                self.reader.not_allowed(&at.field("per"), word);
                sound = false;
            }
            let at = at.field("most");
            let most = self.number(&cap.most, measure, &at);
            if most.is_some_and(|most| most < 0) {
                let decimals = decimals(measure, self.currency);
                let shown = |units: i64| Fixed { units, decimals }.text();
                let problem = at.problem(Code::OutOfRange).text("value", &cap.most.0);
                self.reader.note(problem.text("min", shown(0)).text("max", shown(SAFE)));
            }
            *of = most.unwrap_or(SAFE);
            sound &= keep(&mut seen, most.map(|_| cap.per));
        }
        sound.then_some(caps)
    }

    fn distinct(&mut self, distinct: &config::Distinct, place: &Place<'_>) -> Option<Counted> {
        let of = distinct.of;
        if distinct.scope.is_some() && of != config::DistinctOf::Categories {
            self.reader.not_allowed(&place.field("scope"), "scope");
        }
        let on = distinct.on.clone().unwrap_or(Source::Order);
        let orders = matches!(of, config::DistinctOf::Orders | config::DistinctOf::Categories);
        if orders && on != Source::Order {
            self.reader.not_allowed(&place.field("on"), "activity");
        }
        match of {
            config::DistinctOf::Orders => Some(Counted::Events(Source::Order)),
            config::DistinctOf::Days => Some(Counted::Distinct(on, Stretch::Day)),
            config::DistinctOf::Months => Some(Counted::Distinct(on, Stretch::Month)),
            config::DistinctOf::Categories => {
                self.maybe_scope(distinct.scope.as_deref(), &place.field("scope")).map(Counted::Categories)
            }
            config::DistinctOf::Subjects => {
                self.activity(distinct.on.as_ref(), &place.field("on")).map(Counted::Subjects)
            }
        }
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
}
