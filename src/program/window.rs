//! The days of a window.

use super::compile::Compiler;
use crate::config;
use crate::problem::Code;
use crate::shape::Place;
use crate::unit::{Day, Period, Unit};

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
    /// Since the present term of a plan began.
    PlanTerm(usize),
    /// A rolling window.
    Last(Period),
    /// From the first date, before the second.
    Between(Day, Day),
    /// So many calendar months that are over.
    Complete(i64),
}

impl Window {
    /// Whether it never holds a date, whenever it is looked at.
    #[must_use]
    pub fn leaves_out(&self, day: Day) -> bool {
        matches!(self, Self::Between(from, to) if day < *from || *to <= day)
    }

    /// Whether it holds the date on which it is looked at.
    #[must_use]
    pub fn holds_today(&self, today: Day) -> bool {
        !matches!(self, Self::Complete(_)) && !self.leaves_out(today)
    }
}

impl Compiler<'_> {
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
            config::Window::Word(_)
            | config::Window::Last(_)
            | config::Window::Between(_)
            | config::Window::Complete(_) => self.days(window, &at),
        }
    }

    /// A window that counts in the first ladder, where it is one of tier periods.
    pub(super) fn window_of_member(&mut self, window: &config::Window, place: &Place<'_>) -> Option<Window> {
        if let config::Window::Word(config::WindowWord::TierPeriod) = window {
            return self.ladder(None, place).map(Window::TierPeriod);
        }
        self.days(window, place)
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
                let [from, to] = self.two(&dates.between, &at)?;
                if from >= to {
                    self.out_of_order(&from.text(), &to.text(), &at);
                    return None;
                }
                Some(Window::Between(*from, *to))
            }
            config::Window::Complete(complete) => {
                let at = place.field("complete");
                self.within(complete.complete.months, (1, 1200), &at.field("months")).map(Window::Complete)
            }
        }
    }

    /// A whole number within two ends, both included.
    pub(super) fn within(&mut self, value: i64, (min, max): (i64, i64), place: &Place<'_>) -> Option<i64> {
        let sound = (min..=max).contains(&value);
        if !sound && !self.reader.is_wrong_within(place) {
            let problem = place.problem(Code::OutOfRange).number("value", value);
            self.reader.note(problem.number("min", min).number("max", max));
        }
        sound.then_some(value)
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
