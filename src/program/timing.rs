//! Conditions on the time.

use super::compile::Compiler;
use super::condition::Condition;
use crate::config::{self, Weekday};
use crate::problem::Code;
use crate::shape::Place;
use crate::unit::{Day, Hour};

/// Dates and hours; something is asked.
#[derive(Clone, Debug)]
pub struct Timing {
    /// The first date, where one is.
    pub from: Option<Day>,
    /// The last date, where one is.
    pub to: Option<Day>,
    /// Days of the week, 0 for Monday; all when there are none.
    pub weekdays: Vec<i64>,
    /// Days of the month; all when there are none.
    pub days_of_month: Vec<i64>,
    /// From the first time of day until the second, over midnight when the second is earlier; the whole day when there is none.
    pub hours: Option<[Hour; 2]>,
}

impl Timing {
    /// Whether it goes over midnight.
    #[must_use]
    pub fn crosses_midnight(&self) -> bool {
        self.hours.is_some_and(|[from, to]| to < from)
    }
}

impl Compiler<'_> {
    /// The time at a place, as a condition.
    pub(super) fn time(&mut self, time: &config::Timing, place: &Place<'_>) -> Option<Condition> {
        let timing = self.timing(time, place)?;
        self.timed = true;
        Some(Condition::Time(Box::new(timing)))
    }

    /// The time at a place.
    pub(super) fn timing(&mut self, time: &config::Timing, place: &Place<'_>) -> Option<Timing> {
        let weekdays: Vec<i64> =
            time.weekdays.iter().flat_map(|days| days.0.iter().map(|day| number_of(*day))).collect();
        let mut sound = true;
        let mut days_of_month = Vec::new();
        for (index, day) in time.days_of_month.iter().flat_map(|days| days.0.placed()) {
            if !(1..=31).contains(day) {
                let list = place.field("daysOfMonth");
                let problem = list.index(index).problem(Code::OutOfRange).number("value", *day);
                self.reader.note(problem.number("min", 1).number("max", 31));
                sound = false;
            }
            days_of_month.push(*day);
        }
        if let (Some(from), Some(to)) = (time.from, time.to)
            && from > to
        {
            self.out_of_order(&from.text(), &to.text(), &place.field("to"));
            sound = false;
        }
        let hours = match &time.between {
            Some(hours) => Some(self.hours(hours, &place.field("between"))?),
            None => None,
        };
        let days = time.from.is_some() || time.to.is_some();
        if !days && weekdays.is_empty() && days_of_month.is_empty() && hours.is_none() {
            if !self.reader.is_wrong_within(place) {
                self.reader.note(place.field("from").problem(Code::Missing).text("field", "from"));
            }
            return None;
        }
        sound.then_some(Timing { from: time.from, to: time.to, weekdays, days_of_month, hours })
    }

    /// The ends of a stretch of hours, which are two and differ.
    fn hours(&mut self, hours: &[Hour], place: &Place<'_>) -> Option<[Hour; 2]> {
        let [from, to] = self.two(hours, place)?.map(|hour| *hour);
        let wrong = if from.minutes() == 1440 { Some(0) } else { (from == to).then_some(1) };
        if let Some(end) = wrong {
            self.reader.not_allowed(&place.index(end), &from.text());
            return None;
        }
        Some([from, to])
    }
}

pub(super) fn number_of(day: Weekday) -> i64 {
    match day {
        Weekday::Mon => 0,
        Weekday::Tue => 1,
        Weekday::Wed => 2,
        Weekday::Thu => 3,
        Weekday::Fri => 4,
        Weekday::Sat => 5,
        Weekday::Sun => 6,
    }
}
