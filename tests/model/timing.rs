//! The time that a condition asks for, looked at quarter of an hour by quarter of an hour.

use jiff::Span;
use jiff::civil::Date;
use serde_json::Value;

use super::calendar::{Zone, day_before, next_day};
use super::condition::words;
use super::facts::each;
use super::number::whole;

/// Whether an instant is one of those asked for.
pub fn is_on(asked: &Value, zone: &Zone, at: i64) -> bool {
    let day = zone.date_of(at);
    let Some(hours) = asked.get("between") else { return is_on_day(asked, day) };
    let (from, to, now) = (minutes(&hours[0]), minutes(&hours[1]), zone.minute_of(at));
    if from < to {
        return from <= now && now < to && is_on_day(asked, day);
    }
    (from <= now && is_on_day(asked, day)) || (now < to && is_on_day(asked, day_before(day)))
}

fn is_on_day(asked: &Value, day: Date) -> bool {
    let date = |key: &str| asked.get(key).map(|date| date.as_str().unwrap().parse::<Date>().unwrap());
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        [usize::try_from(day.weekday().to_monday_zero_offset()).unwrap()];
    date("from").is_none_or(|from| from <= day)
        && date("to").is_none_or(|to| day <= to)
        && asked.get("weekdays").is_none_or(|days| words(days).any(|day| day == weekday))
        && asked
            .get("daysOfMonth")
            .is_none_or(|days| each(days).any(|one| whole(one) == i128::from(day.day())))
}

fn minutes(hour: &Value) -> i64 {
    let (hour, minute) = hour.as_str().unwrap().split_once(':').unwrap();
    hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap()
}

/// The first instant after another that is one of those asked for, within eight years.
pub fn begins(asked: &Value, zone: &Zone, after: i64) -> Option<i64> {
    let mut day = zone.date_of(after);
    let end = day.checked_add(Span::new().years(8)).unwrap();
    while day < end {
        if is_on_day(asked, day) || is_on_day(asked, day_before(day)) {
            let mut quarters = zone.quarters(day).into_iter().filter(|at| *at > after);
            if let Some(at) = quarters.find(|at| is_on(asked, zone, *at)) {
                return Some(at);
            }
        }
        day = next_day(day);
    }
    None
}

/// Whether a time that something in a program asks for comes or goes at an instant.
pub fn turns(part: &Value, zone: &Zone, at: i64) -> bool {
    match part {
        Value::Object(fields) => {
            let own =
                part.get("time").is_some_and(|asked| is_on(asked, zone, at) != is_on(asked, zone, at - 1));
            own || fields.values().any(|inner| turns(inner, zone, at))
        }
        Value::Array(items) => items.iter().any(|inner| turns(inner, zone, at)),
        _ => false,
    }
}

/// Every time of day that something in a program names, in minutes.
pub fn hours_named(part: &Value) -> Vec<i64> {
    match part {
        Value::Object(fields) => {
            let own = part["time"]["between"].as_array();
            own.into_iter().flatten().map(minutes).chain(fields.values().flat_map(hours_named)).collect()
        }
        Value::Array(items) => items.iter().flat_map(hours_named).collect(),
        _ => Vec::new(),
    }
}
