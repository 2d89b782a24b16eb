//! When the time is what a condition asks for, and when it will be.

use crate::program::Timing;
use crate::unit::{Day, Instant, Zone};

/// Whether an instant is one of those asked for.
#[must_use]
pub fn is_on(timing: &Timing, zone: &Zone, at: Instant) -> bool {
    let day = zone.day(at);
    let Some([from, to]) = timing.hours else { return is_on_day(timing, day) };
    let hour = zone.hour(at);
    if from < to {
        return from <= hour && hour < to && is_on_day(timing, day);
    }
    // What is after midnight belongs to the date on which it began.
    (from <= hour && is_on_day(timing, day)) || (hour < to && is_on_day(timing, day.plus_days(-1)))
}

fn is_on_day(timing: &Timing, day: Day) -> bool {
    timing.from.is_none_or(|from| from <= day)
        && timing.to.is_none_or(|to| day <= to)
        && (timing.weekdays.is_empty() || timing.weekdays.contains(&day.weekday()))
        && (timing.days_of_month.is_empty() || timing.days_of_month.contains(&day.civil().2))
}

/// Dates looked at for a turn: in so many days every day of a month has been every day of the week.
const AHEAD: i32 = 3000;

/// The first instant after another at which it begins or ceases to be on.
#[must_use]
pub fn turn(timing: &Timing, zone: &Zone, at: Instant) -> Option<Instant> {
    let was_on = is_on(timing, zone, at);
    let today = zone.day(at);
    let daily = timing.hours.is_none();
    if daily && timing.weekdays.is_empty() && timing.days_of_month.is_empty() {
        let ends = [timing.from, timing.to.map(|to| to.plus_days(1))];
        return ends.into_iter().flatten().find(|day| *day > today).map(|day| zone.start_of(day));
    }
    let hours = timing.hours.as_ref().map_or(&[][..], |hours| &hours[..]);
    let first = timing.from.map_or(today, |from| today.max(from.plus_days(-1)));
    for ahead in 0..AHEAD {
        let day = first.plus_days(ahead);
        if !was_on && timing.to.is_some_and(|to| to.plus_days(1) < day) {
            return None;
        }
        let on =
            is_on_day(timing, day) || (timing.crosses_midnight() && is_on_day(timing, day.plus_days(-1)));
        // Where the whole day is alike, or nothing of it is on, it holds no turn that matters.
        if on == was_on && (daily || !on) {
            continue;
        }
        let turn = zone
            .readings(day, hours)
            .into_iter()
            .find(|instant| *instant > at && is_on(timing, zone, *instant) != was_on);
        if turn.is_some() {
            return turn;
        }
    }
    None
}
