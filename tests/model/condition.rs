//! Whether a condition holds on a local date.

use jiff::civil::Date;
use serde_json::Value;

use super::calendar::Period;
use super::facts::{Act, Fact, Line, each, in_scope};
use super::metric;
use super::number::{money, whole};
use super::state::{Book, Moment, State};

/// Where a condition is asked: the member as known, a date, and the event being processed with its lines.
pub struct Scene<'a> {
    pub book: &'a Book<'a>,
    pub day: Date,
    known: Known<'a>,
    event: Option<(&'a Fact, &'a [Line])>,
}

enum Known<'a> {
    State(&'a State<'a>),
    Moment(&'a Moment),
}

impl<'a> Scene<'a> {
    pub fn now(state: &'a State, day: Date) -> Self {
        Self { book: state.book, day, known: Known::State(state), event: None }
    }

    pub fn then(book: &'a Book, moment: &'a Moment, day: Date) -> Self {
        Self { book, day, known: Known::Moment(moment), event: None }
    }

    pub fn during(self, fact: &'a Fact, lines: &'a [Line]) -> Self {
        Self { event: Some((fact, lines)), ..self }
    }

    pub fn metric(&self, id: &str) -> Option<i128> {
        match self.known {
            Known::State(state) => metric::value(state, id, self.day),
            Known::Moment(moment) => moment.metrics[id],
        }
    }

    /// What the parts of a score give.
    pub fn parts(&self, id: &str) -> Vec<i128> {
        let metric = self.book.metric(id);
        match self.known {
            Known::State(state) if metric.get("refresh").is_some() => {
                state.frozen.get(id).map_or_else(Vec::new, |(_, parts)| parts.clone())
            }
            _ => metric::parts(self.book, metric, &|of| self.metric(of)),
        }
    }

    pub fn tier(&self, ladder: usize) -> Option<usize> {
        match self.known {
            Known::State(state) => state.standings[ladder].tier,
            Known::Moment(moment) => moment.tiers[ladder],
        }
    }

    /// Whether no event of that type came before the one being processed.
    fn is_first(&self) -> bool {
        matches!(self.known, Known::Moment(moment) if moment.first)
    }
}

pub fn holds(condition: &Value, scene: &Scene) -> bool {
    let (key, asked) = main_key(condition);
    match key {
        "all" => each(asked).all(|part| holds(part, scene)),
        "any" => each(asked).any(|part| holds(part, scene)),
        "not" => !holds(asked, scene),
        "metric" => {
            let id = asked.as_str().unwrap();
            let money = metric::is_money(scene.book.metric(id));
            scene.metric(id).is_some_and(|value| {
                bounds(condition, scene.book, money)
                    .iter()
                    .all(|(bound, target)| bound_holds(bound, value, *target))
            })
        }
        "tier" => {
            tiers_named(asked, scene.book).iter().any(|(ladder, rank)| scene.tier(*ladder) == Some(*rank))
        }
        "tenure" => tenure(asked, scene.book).iter().all(|(bound, day)| bound_holds(bound, scene.day, *day)),
        "birthday" => birthday_holds(asked, scene.book, scene.day),
        "first" => scene.event.is_some_and(|(fact, _)| fact.is(asked)) && scene.is_first(),
        "event" => scene.event.is_some_and(|(fact, lines)| event_fits(asked, scene.book, fact, lines)),
        other => panic!("no such condition: {other}"),
    }
}

/// The word that says which condition it is, and what stands beside it.
pub fn main_key(condition: &Value) -> (&str, &Value) {
    let object = condition.as_object().unwrap();
    let words = ["all", "any", "not", "metric", "tier", "tenure", "birthday", "first", "event"];
    let key = words.iter().find(|word| object.contains_key(**word)).unwrap();
    (key, &object[*key])
}

/// The bounds of a condition as (word, target), `between` as its two ends; money in minor units.
pub fn bounds(condition: &Value, book: &Book, is_money: bool) -> Vec<(&'static str, i128)> {
    let number = |value: &Value| if is_money { money(value, book.decimals) } else { whole(value) };
    let mut found = Vec::new();
    for word in ["atLeast", "moreThan", "upTo", "lessThan"] {
        if let Some(target) = condition.get(word) {
            found.push((word, number(target)));
        }
    }
    if let Some(ends) = condition.get("between") {
        found.push(("atLeast", number(&ends[0])));
        found.push(("upTo", number(&ends[1])));
    }
    found
}

pub fn bound_holds<T: PartialOrd + Copy>(bound: &str, value: T, target: T) -> bool {
    match bound {
        "atLeast" => value >= target,
        "moreThan" => value > target,
        "upTo" => value <= target,
        "lessThan" => value < target,
        other => panic!("no such bound: {other}"),
    }
}

/// The tiers a condition asks for, as (ladder, rank).
pub fn tiers_named(asked: &Value, book: &Book) -> Vec<(usize, usize)> {
    let place = |id: &Value| {
        let ladders = book.list("ladders").enumerate();
        let mut places =
            ladders.filter_map(|(ladder, l)| Some((ladder, each(&l["tiers"]).position(|t| t["id"] == *id)?)));
        places.next().unwrap()
    };
    match asked.get("atLeast") {
        None => each(asked).map(place).collect(),
        Some(lowest) => {
            let (ladder, rank) = place(lowest);
            (rank..book.tiers(ladder).len()).map(|higher| (ladder, higher)).collect()
        }
    }
}

/// The bounds of a tenure condition as (word, local date it turns on).
pub fn tenure(asked: &Value, book: &Book) -> Vec<(&'static str, Date)> {
    let words = ["atLeast", "moreThan", "upTo", "lessThan"].iter();
    words
        .filter_map(|word| {
            let period = Period::read(asked.get(word)?.as_str().unwrap());
            Some((*word, period.after(book.joined, 1)))
        })
        .collect()
}

pub fn birthday_holds(asked: &Value, book: &Book, today: Date) -> bool {
    let Some(text) = book.profile["birthday"].as_str() else { return false };
    let numbers: Vec<i8> = text[text.len() - 5..].split('-').map(|part| part.parse().unwrap()).collect();
    let in_year = |year: i16| {
        Date::new(year, numbers[0], numbers[1]).unwrap_or_else(|_| Date::new(year, 2, 28).unwrap())
    };
    match asked.as_str() {
        Some("day") => today == in_year(today.year()),
        Some("month") => today.month() == numbers[0],
        Some(other) => panic!("no such birthday: {other}"),
        None => {
            let days = |key: &str| Period::read(&format!("P{}D", asked.get(key).map_or(0, whole)));
            (today.year() - 1..=today.year() + 1).map(in_year).any(|birthday| {
                days("daysBefore").after(birthday, -1) <= today
                    && today <= days("daysAfter").after(birthday, 1)
            })
        }
    }
}

fn event_fits(asked: &Value, book: &Book, fact: &Fact, lines: &[Line]) -> bool {
    let listed = |key: &str| {
        asked.get(key).is_none_or(|list| each(list).any(|item| fact.source.get(key) == Some(item)))
    };
    let scope = asked["scope"].as_str().map(|id| book.scope(id));
    let there = lines.iter().filter(|line| line.quantity > 0);
    let scoped: Vec<&Line> = there.filter(|line| scope.is_none_or(|scope| in_scope(scope, line))).collect();
    let within = |key: &str, value: Option<i128>| {
        asked.get(key).is_none_or(|wanted| {
            let wanted = bounds(wanted, book, key == "paid");
            value.is_some_and(|value| wanted.iter().all(|(bound, target)| bound_holds(bound, value, *target)))
        })
    };
    let (paid, activity_value) = match &fact.act {
        Act::Order { .. } => (Some(scoped.iter().map(|line| line.paid).sum()), None),
        Act::Activity { value } => (None, *value),
        _ => (None, None),
    };
    ["kind", "channel", "store", "payment"].iter().all(|key| listed(key))
        && (scope.is_none() || !scoped.is_empty())
        && within("paid", paid)
        && within("value", activity_value)
}
