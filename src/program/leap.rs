//! How many days can pass at once: what a program asks at each moment that time visits decides it.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "a program has less than 2^32 conditions, what each weighs is cut, and sums are of 128 bits"
)]

use super::{Condition, Gift, Looks, Program, Timing, Window};
use crate::unit::{Day, Instant, Rounding, divide};

/// So much work is done at most between two events; a unit takes some ten nanoseconds.
const WORK: i128 = 150_000_000;

/// More days than there are from the first date of a zone to the last instant.
const MOST: i128 = 75_000;

/// So many days can pass at once under every program that is not refused.
pub(super) const LEAST: i32 = 366;

/// What a line of the history weighs, for the memory that it takes.
const LINE: i128 = 400;

/// What a lot weighs.
const LOT: i128 = 150;

impl Program {
    /// The last instant of which it can be told what time causes until then, from an instant on.
    #[must_use]
    pub fn reach(&self, from: Instant) -> Instant {
        let after = self.zone.day(from).plus_days(self.leap.saturating_add(1));
        self.zone.start_of(after).later(-1).min(Instant::HORIZON)
    }

    /// The first date, before a date, from which periods can be counted.
    #[must_use]
    pub fn counts_from(&self, day: Day) -> Day {
        day.plus_days(self.leap.saturating_neg())
    }
}

/// How many days can pass at once.
pub(super) fn leap(program: &Program) -> i32 {
    let days = divide(WORK, Work::new(program).of_a_day(), Rounding::Down);
    i32::try_from(days.min(MOST)).unwrap_or(0)
}

/// What the moments of a day take.
struct Work<'a> {
    program: &'a Program,
    /// What the value of each metric takes.
    metrics: Vec<i128>,
    /// What a segment takes: all that there are.
    segment: i128,
    /// On how many of a thousand days something begins or ends at each minute.
    minutes: Vec<i128>,
    /// How often hours begin or end on a thousand days.
    turns: i128,
    /// What looking for the next such moment takes.
    search: i128,
    /// How many conditions a step of some ladder may change.
    by_steps: i128,
}

impl<'a> Work<'a> {
    fn new(program: &'a Program) -> Self {
        let metrics = vec![0; program.metrics.len()];
        let minutes = vec![0; 1440];
        let mut work = Self { program, metrics, segment: 0, minutes, turns: 0, search: 0, by_steps: 0 };
        for metric in 0..program.metrics.len() {
            work.value(metric);
        }
        let mut segments = 20;
        for segment in &program.segments {
            segments += work.asked(&segment.when);
            if program.segment_enters {
                work.watch(&segment.when);
            }
        }
        work.segment = segments;
        work
    }

    /// What everything that can happen on a day takes.
    fn of_a_day(mut self) -> i128 {
        let program = self.program;
        let of_segments = self.turns;
        let (mut looks, mut months, mut tiers, mut night) = (0, 0, 0, 0);
        for ladder in &program.ladders {
            let (before, mut enters, mut ends) = (self.turns, 6, 0);
            for tier in &ladder.tiers {
                enters += 3;
                if let Some(enter) = &tier.enter {
                    enters += self.asked(enter);
                    self.watch(enter);
                }
                night += tier.keep.as_ref().map_or(0, |keep| self.asked(keep));
                night += of_gift(&tier.on_enter) + of_gift(&tier.on_renew);
                ends |= i128::from(tier.validity.is_some());
                tiers += 1;
            }
            let steps =
                if ladder.follow.is_some() { 1000 + self.turns - before + of_segments } else { 2000 * ends };
            night += enters + thousandth(LINE * steps);
            months += if matches!(ladder.looks, Looks::Monthly(_)) { 24 * enters } else { 0 };
            looks += enters;
        }
        for (_, rules) in program.earning() {
            for scheduled in &rules.scheduled {
                night += scheduled.when.as_ref().map_or(3, |when| self.asked(when));
            }
        }
        for reward in program.rewards.iter().filter(|reward| reward.auto.is_some()) {
            // The next moment is looked for, and each time redeeming is tried twice.
            looks += 10 * (1 + reward.limits.len().try_into().unwrap_or(WORK));
            for when in reward.when.iter().chain(reward.prices.iter().map(|(when, _)| when)) {
                looks += self.asked(when);
                self.watch(when);
            }
            if reward.names_segments && !program.segment_enters {
                for segment in &program.segments {
                    self.watch(&segment.when);
                }
            }
        }
        night += self.metrics.iter().sum::<i128>();
        let moments = 1000 + self.minutes.iter().sum::<i128>();
        // Each look may move one ladder; before, the next moment is looked for.
        let passes = 4 + self.by_steps.min(tiers);
        let rest = (program.points.len() + program.metrics.len()).try_into().unwrap_or(WORK);
        let moment = 50 + looks * passes + months + self.search + 2 * rest;
        thousandth(moment * moments) + night
    }

    /// What the value of a metric takes, at most what can be done at all. Twice what it is made of, since metrics of metrics take
    /// stack too; how deep they go was tested before.
    fn value(&mut self, metric: usize) -> i128 {
        if let Some(known) = self.metrics.get(metric).filter(|known| **known > 0) {
            return *known;
        }
        let mut all = 5;
        for of in self.program.metrics.get(metric).iter().flat_map(|metric| metric.made_of()) {
            all = WORK.min(all + 2 * self.value(of));
        }
        if let Some(known) = self.metrics.get_mut(metric) {
            *known = all;
        }
        all
    }

    /// What a condition takes.
    fn asked(&self, condition: &Condition) -> i128 {
        match condition {
            Condition::All(list) | Condition::Any(list) => {
                list.iter().fold(2, |all, condition| all + self.asked(condition))
            }
            Condition::Not(not) => 1 + self.asked(not),
            Condition::Metric { metric, .. } => 3 + self.metrics.get(*metric).copied().unwrap_or(0),
            Condition::Segment(_) => 3 + self.segment,
            Condition::Time(_) | Condition::Birthday(_) => 10,
            Condition::Tenure(_)
            | Condition::InactiveFor(..)
            | Condition::Attribute(_)
            | Condition::Tag(_) => 6,
            Condition::Plan(is) => 10 * (1 + is.plans.len().try_into().unwrap_or(WORK)),
            Condition::Tier { .. }
            | Condition::Event(_)
            | Condition::First(_)
            | Condition::Said(..)
            | Condition::Cart(_) => 3,
        }
    }

    /// Notes when a condition may turn that is looked at whenever it does.
    fn watch(&mut self, condition: &Condition) {
        match condition {
            Condition::All(list) | Condition::Any(list) => {
                for condition in list {
                    self.watch(condition);
                }
            }
            Condition::Not(not) => self.watch(not),
            Condition::Time(timing) => {
                let days = days_on(timing);
                // Of dates that are rare many are looked at until one is found.
                self.search += divide(2000, days, Rounding::Up);
                for hour in timing.hours.iter().flatten() {
                    (self.search, self.turns) = (self.search + 30, self.turns + days);
                    let minute = usize::try_from(hour.minutes()).ok();
                    if let Some(minute) = minute.and_then(|minute| self.minutes.get_mut(minute)) {
                        *minute = days.max(*minute);
                    }
                }
            }
            Condition::Tier { .. } => self.by_steps += 1,
            Condition::Metric { .. } => {
                let of_periods = |metric: &super::Metric| matches!(metric.window, Window::TierPeriod(_));
                self.by_steps += i128::from(self.program.metrics.iter().any(of_periods));
            }
            Condition::Tenure(_)
            | Condition::Birthday(_)
            | Condition::Event(_)
            | Condition::First(_)
            | Condition::Said(..)
            | Condition::Attribute(_)
            | Condition::Tag(_)
            | Condition::InactiveFor(..)
            | Condition::Segment(_)
            | Condition::Plan(_)
            | Condition::Cart(_) => {}
        }
    }
}

/// On how many of a thousand days, at least one, a time can be on; a night counts where it begins.
fn days_on(timing: &Timing) -> i128 {
    let part = |days: &[i64], of: i128, all: i128| {
        let named: i128 = days.len().try_into().unwrap_or(all);
        if named == 0 { of } else { divide(of * named.min(all), all, Rounding::Up) }
    };
    part(&timing.days_of_month, part(&timing.weekdays, 1000, 7), 31)
}

fn thousandth(of: i128) -> i128 {
    divide(of, 1000, Rounding::Up)
}

/// What is given with a tier takes.
fn of_gift(gift: &Gift) -> i128 {
    LOT * gift.points.len().try_into().unwrap_or(WORK)
}
