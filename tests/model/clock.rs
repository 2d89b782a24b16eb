//! Points that all lapse when nothing happened for long, and those that lapse on a day of the year.

use jiff::civil::{Date, date};
use serde_json::Value;

use super::calendar::{Period, next_day};
use super::facts::{Fact, each};
use super::points::{Dates, last_day};
use super::state::{Book, Purse, State, is_asked};

/// The last day, `--12-31`, of points of a date.
pub fn last_day_of_year(month_day: &str, of: &Value, day: Date) -> Date {
    let month = month_day[2..4].parse().unwrap();
    let in_year = |year: i16| {
        let last = date(year, month, 1).days_in_month();
        date(year, month, month_day[5..7].parse::<i8>().unwrap().min(last))
    };
    match of.as_str() {
        Some("all") => {
            [day.year(), day.year() + 1].map(in_year).into_iter().find(|last| *last >= day).unwrap()
        }
        Some("yearBeforeLast") => in_year(day.year() + 2),
        _ => in_year(day.year() + 1),
    }
}

/// Every lot lasts until the new end at least, where the event is one of the acts that keep points.
pub fn wind(state: &mut State, fact: &Fact) {
    let act = fact.source["type"].as_str().unwrap();
    let kind = fact.source["kind"].as_str();
    for purse in &mut state.purses {
        let whatever = [Value::from("event")];
        let mut of =
            each(&purse.expiry["of"]).chain(purse.expiry.get("of").is_none().then_some(&whatever[0]));
        if purse.clock.is_none() || !of.any(|asked| is_asked(asked, act, kind)) {
            continue;
        }
        let end = inactive(state.book, &purse.expiry, fact.day);
        purse.clock = Some(end);
        for lot in purse.lots.iter_mut().filter(|lot| !lot.lapsed && lot.expires_at <= Some(end.0)) {
            (lot.expires_at, lot.last_day) = (Some(end.0), Some(end.1));
        }
    }
}

/// When points lapse for which nothing happens after a date.
fn inactive(book: &Book, expiry: &Value, day: Date) -> (i64, Date) {
    let from = expiry["from"].as_str().map_or(day, |from| day.max(from.parse().unwrap()));
    let last = last_day(Period::read(expiry["activity"].as_str().unwrap()), expiry, from, 1);
    (book.zone.first_instant(next_day(last)), last)
}

impl Purse {
    /// A purse of which joining starts the clock.
    pub fn new(book: &Book, rules: &Value) -> Self {
        let expiry = rules["expiry"].clone();
        let clock = expiry.get("activity").map(|_| inactive(book, &expiry, book.joined));
        Self { clock, expiry, ..Self::default() }
    }

    /// The dates of points that come at an instant: where inactivity ends them, the end of all unless their own is later; where
    /// all have ended, their own, or that of who does nothing from then on.
    pub fn kept(&self, book: &Book, at: i64, dates: Dates) -> Dates {
        let Some(clock) = self.clock else { return dates };
        let (end, last) = if clock.0 > at {
            clock
        } else if dates.expires_at.is_some() {
            return dates;
        } else {
            inactive(book, &self.expiry, book.zone.date_of(at))
        };
        match dates.expires_at {
            Some(own) if own > end => dates,
            _ => Dates { expires_at: Some(end), last_day: Some(last), ..dates },
        }
    }
}
