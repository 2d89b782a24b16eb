//! When points lapse.

use super::compile::Compiler;
use super::points::{PointsRules, last_day};
use crate::config;
use crate::ledger::{Acts, What};
use crate::shape::Place;
use crate::unit::{Day, Instant, MonthDay, Period, Unit, Zone};

/// When points lapse.
#[derive(Clone, Debug)]
pub enum Expiry {
    /// A period after they came.
    After(Span, From),
    /// All of them, when nothing happened for a period.
    Activity(Activity),
    /// On a day of the year.
    Yearly {
        /// The last day.
        on: MonthDay,
        /// Those of so many calendar years before; `None` is all.
        years: Option<i64>,
        /// Which date's year counts.
        from: From,
    },
}

/// From when an expiry counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// From the day they were earned.
    Earned,
    /// From the day they become usable.
    Usable,
}

/// A period, and where its last day moves.
#[derive(Clone, Debug)]
pub struct Span {
    /// The period.
    pub period: Period,
    /// The last day moves to the end of this unit.
    pub end_of: Option<Unit>,
    /// The day after the period is the last day.
    pub through: bool,
}

/// What keeps points, and for how long.
#[derive(Clone, Debug)]
pub struct Activity {
    span: Span,
    acts: Vec<Acts>,
    from: Option<Day>,
}

impl Span {
    /// The instant at which it is over that starts at another, with its last day unless it is counted in hours.
    fn end(&self, from: Instant, zone: &Zone) -> (Instant, Option<Day>) {
        if self.period.is_clock() {
            return (self.period.end(from, zone), None);
        }
        ending(last_day(zone.day(from), &self.period, 1, self.through, self.end_of), zone)
    }
}

impl Activity {
    /// Whether an event keeps points.
    #[must_use]
    pub fn holds(&self, what: &What) -> bool {
        self.acts.iter().any(|acts| acts.hold(what))
    }

    /// When points lapse for which nothing happens after a date.
    #[must_use]
    pub fn end(&self, day: Day, zone: &Zone) -> (Instant, Option<Day>) {
        let from = self.from.map_or(day, |from| from.max(day));
        let Span { period, end_of, through } = &self.span;
        ending(last_day(from, period, 1, *through, *end_of), zone)
    }
}

/// The instant after a last day, with it.
fn ending(last: Day, zone: &Zone) -> (Instant, Option<Day>) {
    (zone.start_of(last.plus_days(1)), Some(last))
}

impl PointsRules {
    /// When points lapse by their own dates, with their last day unless the period is counted in hours.
    #[must_use]
    pub fn expires(&self, earned: Instant, usable: Instant, zone: &Zone) -> Option<(Instant, Option<Day>)> {
        let by = |from: &From| if *from == From::Earned { earned } else { usable };
        match self.expiry.as_ref()? {
            Expiry::After(span, from) => {
                Some(by(from)).filter(|from| *from < Instant::NEVER).map(|from| span.end(from, zone))
            }
            Expiry::Activity(_) => None,
            Expiry::Yearly { on, years, from } => {
                let day = zone.day(Some(by(from)).filter(|from| *from < Instant::NEVER)?);
                let year = day.civil().0;
                let next = on.in_year(year) < day;
                let years = years.unwrap_or(i64::from(next));
                Some(ending(on.in_year(year.saturating_add(years)), zone))
            }
        }
    }

    /// What keeps all points, where inactivity ends them.
    #[must_use]
    pub fn kept_by(&self) -> Option<&Activity> {
        match self.expiry.as_ref()? {
            Expiry::Activity(activity) => Some(activity),
            Expiry::After(..) | Expiry::Yearly { .. } => None,
        }
    }

    /// When points lapse that come back at an instant after their time was over, if they can be used at all.
    #[must_use]
    pub fn grace_of(&self, at: Instant, zone: &Zone) -> Option<(Instant, Option<Day>)> {
        let span = Span { period: self.grace.clone()?, end_of: None, through: false };
        Some(span.end(at, zone))
    }
}

impl Compiler<'_> {
    /// The expiry at a place.
    pub(super) fn expiry(&mut self, expiry: &config::Expiry, place: &Place<'_>) -> Expiry {
        match expiry {
            config::Expiry::After(after) => {
                let span = span(&after.after, after.end_of, after.through);
                if after.after.is_clock() {
                    for (given, field) in [(span.end_of.is_some(), "endOf"), (span.through, "through")] {
                        if given {
                            self.reader.not_allowed(&place.field(field), field);
                        }
                    }
                }
                Expiry::After(span, from(after.from, config::ExpiryFrom::Usable))
            }
            config::Expiry::Activity(activity) => {
                if activity.activity.is_clock() {
                    self.reader.not_allowed(&place.field("activity"), activity.activity.text());
                }
                let mut acts = Vec::new();
                for of in activity.of.iter().flat_map(|of| of.0.iter()) {
                    acts.push(of.clone());
                }
                if activity.of.is_none() {
                    acts.push(Acts::Any);
                }
                let span = span(&activity.activity, activity.end_of, activity.through);
                Expiry::Activity(Activity { span, acts, from: activity.from })
            }
            config::Expiry::Yearly(yearly) => Expiry::Yearly {
                on: yearly.yearly,
                years: match yearly.of {
                    Some(config::YearlyOf::All) => None,
                    Some(config::YearlyOf::LastYear) | None => Some(1),
                    Some(config::YearlyOf::YearBeforeLast) => Some(2),
                },
                from: from(yearly.from, config::ExpiryFrom::Earned),
            },
        }
    }
}

fn from(given: Option<config::ExpiryFrom>, otherwise: config::ExpiryFrom) -> From {
    match given.unwrap_or(otherwise) {
        config::ExpiryFrom::Earned => From::Earned,
        config::ExpiryFrom::Usable => From::Usable,
    }
}

fn span(period: &Period, end_of: Option<config::Unit>, through: Option<bool>) -> Span {
    Span { period: period.clone(), end_of: end_of.map(Unit::from), through: through == Some(true) }
}
