//! Points of a time: streaks of days, and grants on a day after a unit of the calendar.

use super::compile::Compiler;
use super::condition::{Condition, Spot};
use crate::config;
use crate::ledger::Source;
use crate::problem::Code;
use crate::shape::{Id, Place};
use crate::unit::{Day, Unit};

/// Points for days in a row on which something happened.
#[derive(Clone, Debug)]
pub struct Streak {
    /// What happened.
    pub source: Source,
    /// Points of the first day, the second …
    table: Vec<i64>,
    /// Whether it begins again after its last day; else the last day's points stay.
    repeat: bool,
}

impl Streak {
    /// The points of a day of the streak, counted from 1.
    #[must_use]
    pub fn points(&self, day: i64) -> i64 {
        let last = self.table.len().saturating_sub(1);
        let Some(index) = day.checked_sub(1).and_then(|index| usize::try_from(index).ok()) else { return 0 };
        let index =
            if self.repeat { index.checked_rem(self.table.len()).unwrap_or(0) } else { index.min(last) };
        self.table.get(index).copied().unwrap_or(0)
    }
}

/// Points that are given on a date when something holds at the end of a unit of the calendar before it.
#[derive(Clone, Debug)]
pub struct Scheduled {
    /// The rule's id.
    pub id: Id,
    /// So many points.
    pub points: i64,
    /// What must hold at the end of the unit.
    pub when: Option<Condition>,
    /// The unit.
    after: Unit,
    /// On so manieth a day after it.
    day: i32,
}

impl Scheduled {
    /// The first date after a date on which it is due.
    #[must_use]
    pub fn next(&self, today: Day) -> Day {
        let this = today.start_of(self.after).plus_days(self.day.saturating_sub(1));
        if this > today { this } else { today.end_of(self.after).plus_days(self.day) }
    }

    /// The last day of the unit that is looked at on a date, if it is due then.
    #[must_use]
    pub fn looks_at(&self, today: Day) -> Option<Day> {
        (self.next(today.plus_days(-1)) == today).then(|| today.plus_days(self.day.saturating_neg()))
    }
}

impl Compiler<'_> {
    /// A rule with a schedule.
    pub(super) fn scheduled(
        &mut self,
        rule: &config::EarnRule,
        schedule: &config::Schedule,
        place: &Place<'_>,
    ) -> Option<Scheduled> {
        for (given, field) in [
            (rule.on.is_some(), "on"),
            (rule.scope.is_some(), "scope"),
            (rule.per_amount.is_some(), "perAmount"),
            (rule.percent_value.is_some(), "percentValue"),
            (rule.each.is_some(), "each"),
            (rule.streak.is_some(), "streak"),
            (rule.multiply.is_some(), "multiply"),
            (!rule.bands.is_empty(), "bands"),
            (rule.include_free.is_some(), "includeFree"),
            (rule.stop.is_some(), "stop"),
            (!rule.limits.is_empty(), "limits"),
        ] {
            if given {
                self.reader.not_allowed(&place.field(field), field);
            }
        }
        let when = self.optional(rule.when.as_ref(), &place.field("when"), Spot::Member);
        let at = place.field("schedule");
        let day = self.ranged(schedule.day, (1, 28), &at.field("day"));
        if rule.fixed.is_none() {
            self.missing(place, "fixed");
        }
        Some(Scheduled {
            id: rule.id.clone(),
            points: rule.fixed?.get(),
            when: when?,
            after: Unit::from(schedule.after),
            day: i32::try_from(day?).ok()?,
        })
    }

    /// A streak of a rule, by its place among the program's.
    pub(super) fn streak(
        &mut self,
        rule: &config::EarnRule,
        streak: &config::Streak,
        place: &Place<'_>,
    ) -> Option<usize> {
        let (at, mut table) = (place.field("streak"), Vec::new());
        for points in streak.points.0.iter() {
            table.push(points.0);
        }
        let source = rule.on.clone().filter(|on| *on != Source::Order);
        if rule.on == Some(Source::Order) {
            self.reader.not_allowed(&at, "streak");
        }
        self.streaks.push(Streak { source: source?, table, repeat: streak.repeat == Some(true) });
        Some(self.streaks.len().saturating_sub(1))
    }

    /// A whole number in a range, or a note.
    fn ranged(&mut self, value: i64, (min, max): (i64, i64), place: &Place<'_>) -> Option<i64> {
        if (min..=max).contains(&value) {
            return Some(value);
        }
        let problem = place.problem(Code::OutOfRange).number("value", value);
        self.reader.note(problem.number("min", min).number("max", max));
        None
    }
}
