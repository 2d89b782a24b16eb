//! Whether a condition holds on a local date.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{Period, next_day};
use super::facts::{Act, Fact, Line, each, in_scope};
use super::number::{Fraction, fraction, money, money_text, whole};
use super::state::{Book, Moment, Person, State, is_asked};
use super::timing;
use super::{metric, plans};

/// Where a condition is asked: the member as known, a date, and the event being processed with its lines.
pub struct Scene<'a> {
    pub book: &'a Book<'a>,
    pub day: Date,
    /// The instant; the last of the date unless said.
    pub at: i64,
    known: Known<'a>,
    event: Option<(&'a Fact, &'a [Line])>,
}

enum Known<'a> {
    State(&'a State<'a>),
    Moment(&'a Moment),
}

impl<'a> Scene<'a> {
    pub fn now(state: &'a State, day: Date) -> Self {
        let at = state.book.zone.first_instant(next_day(day)) - 1;
        Self { book: state.book, day, at, known: Known::State(state), event: None }
    }

    pub fn at(self, at: i64) -> Self {
        Self { at, ..self }
    }

    pub fn then(book: &'a Book, moment: &'a Moment, day: Date) -> Self {
        Self { book, day, at: moment.at, known: Known::Moment(moment), event: None }
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

    /// How plans run.
    pub fn plans(&self) -> &'a plans::Plans {
        match self.known {
            Known::State(state) => &state.plans,
            Known::Moment(moment) => &moment.plans,
        }
    }

    /// Whether the member is in a segment, as it was before the event being processed.
    pub fn is_in(&self, id: &str) -> bool {
        match self.known {
            Known::State(_) => holds(&self.book.segment(id)["when"], self),
            Known::Moment(moment) => moment.segments[id],
        }
    }

    /// What is said of the member, and what it did before the event being processed.
    pub fn person(&self) -> Person {
        match self.known {
            Known::State(state) => state.person(),
            Known::Moment(moment) => moment.person.clone(),
        }
    }

    /// The date from which the member did none of such acts.
    pub fn inactive_since(&self, asked: &Value) -> Date {
        self.person().latest(asked).unwrap_or(self.book.joined)
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
            let money = metric::is_money(scene.book, scene.book.metric(id));
            scene.metric(id).is_some_and(|value| {
                bounds(condition, scene.book, money)
                    .iter()
                    .all(|(bound, target)| bound_holds(bound, value, *target))
            })
        }
        "tier" => {
            tiers_named(asked, scene.book).iter().any(|(ladder, rank)| scene.tier(*ladder) == Some(*rank))
        }
        "tenure" => {
            periods(asked, scene.book.joined).iter().all(|(bound, day)| bound_holds(bound, scene.day, *day))
        }
        "birthday" => birthday_holds(asked, scene.book, scene.day),
        "inactiveFor" => periods(asked, scene.inactive_since(&asked["of"]))
            .iter()
            .all(|(bound, day)| bound_holds(bound, scene.day, *day)),
        "first" => {
            let is_one = scene.event.is_some_and(|(fact, _)| {
                is_asked(asked, fact.source["type"].as_str().unwrap(), fact.source["kind"].as_str())
            });
            is_one && scene.person().latest(asked).is_none()
        }
        "channel" | "store" | "payment" | "shippingMethod" => {
            scene.event.is_some_and(|(fact, _)| says(asked, fact, key))
        }
        "time" => timing::is_on(asked, &scene.book.zone, scene.at),
        "plan" => plans::runs(scene.book, scene.plans(), asked, condition, scene.day),
        "segment" => scene.is_in(asked.as_str().unwrap()),
        "attribute" => attribute_leaves(condition, &scene.person()).iter().all(|leaf| leaf.met),
        "tag" => words(asked).any(|tag| scene.person().tags.contains(tag)),
        "event" => scene.event.is_some_and(|(fact, lines)| {
            let own = asked["subjectAttribute"].as_str();
            let said =
                |name: &str| scene.person().attributes.get(name).filter(|said| said.is_string()).cloned();
            own.is_none_or(|name| said(name).is_some_and(|said| fact.source["subject"] == said))
                && event_fits(asked, scene.book, fact, lines)
        }),
        other => panic!("no such condition: {other}"),
    }
}

const KEYS: [&str; 19] = [
    "all",
    "any",
    "not",
    "metric",
    "tier",
    "tenure",
    "birthday",
    "first",
    "event",
    "channel",
    "store",
    "payment",
    "shippingMethod",
    "attribute",
    "tag",
    "inactiveFor",
    "time",
    "segment",
    "plan",
];

/// The word that says which condition it is, and what stands beside it.
pub fn main_key(condition: &Value) -> (&str, &Value) {
    let object = condition.as_object().unwrap();
    let key = KEYS.iter().find(|word| object.contains_key(**word)).unwrap();
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

/// Bounds of a stretch of time as (word, period, local date it turns on), `between` as its two ends.
pub fn period_bounds(asked: &Value, since: Date) -> Vec<(&'static str, Value, Date)> {
    let turn = |period: &Value| Period::read(period.as_str().unwrap()).after(since, 1);
    let words = ["atLeast", "moreThan", "upTo", "lessThan"].iter();
    let mut found: Vec<(&'static str, Value, Date)> =
        words.filter_map(|word| Some((*word, asked.get(word)?.clone(), turn(asked.get(word)?)))).collect();
    if let Some(ends) = asked.get("between") {
        found.push(("atLeast", ends[0].clone(), turn(&ends[0])));
        found.push(("upTo", ends[1].clone(), turn(&ends[1])));
    }
    found
}

fn periods(asked: &Value, since: Date) -> Vec<(&'static str, Date)> {
    period_bounds(asked, since).into_iter().map(|(bound, _, day)| (bound, day)).collect()
}

/// One demand on an attribute: what is asked, and whether it is so.
pub struct AttributeLeaf {
    pub shown: Value,
    pub met: bool,
}

/// Every demand of a condition on an attribute.
pub fn attribute_leaves(condition: &Value, person: &Person) -> Vec<AttributeLeaf> {
    let value = person.attributes.get(condition["attribute"].as_str().unwrap());
    let number = value.filter(|value| value.is_number()).map(fraction);
    let mut leaves = Vec::new();
    if let Some(exists) = condition.get("exists") {
        leaves.push(AttributeLeaf { shown: json!({ "exists": exists }), met: *exists == value.is_some() });
    }
    if let Some(list) = condition.get("in") {
        let same = |one: &Value| match value {
            Some(value) if one.is_number() && value.is_number() => fraction(one) == fraction(value),
            value => Some(one) == value,
        };
        leaves.push(AttributeLeaf { shown: json!({ "in": list }), met: each(list).any(same) });
    }
    let mut bounds: Vec<(&str, &Value)> = ["atLeast", "moreThan", "upTo", "lessThan"]
        .into_iter()
        .filter_map(|word| Some((word, condition.get(word)?)))
        .collect();
    if let Some(ends) = condition.get("between") {
        bounds.extend([("atLeast", &ends[0]), ("upTo", &ends[1])]);
    }
    for (bound, target) in bounds {
        let wanted = fraction(target);
        let met = number.is_some_and(|number| match bound {
            "atLeast" => !wanted.more_than(number),
            "moreThan" => number.more_than(wanted),
            "upTo" => !number.more_than(wanted),
            _ => wanted.more_than(number),
        });
        let mut shown = json!({ "bound": bound, "target": plain(wanted) });
        if let Some(number) = number.filter(|_| !met && bound == "atLeast") {
            shown["gap"] = plain(wanted.minus(number));
        }
        leaves.push(AttributeLeaf { shown, met });
    }
    leaves
}

/// A fraction with few decimals as a JSON number.
fn plain(fraction: Fraction) -> Value {
    if fraction.below == 1 {
        return i64::try_from(fraction.above).unwrap().into();
    }
    let millionths = fraction.times(Fraction::whole(1_000_000));
    let text = money_text(millionths.above, 6);
    serde_json::from_str(text.trim_end_matches('0')).unwrap()
}

/// One word, or each of several.
pub fn words(value: &Value) -> std::slice::Iter<'_, Value> {
    value.as_array().map_or(std::slice::from_ref(value).iter(), |list| list.iter())
}

/// Whether what an event says under a key is one of several words.
fn says(asked: &Value, fact: &Fact, key: &str) -> bool {
    words(asked).any(|word| fact.source.get(key) == Some(word))
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
    let listed = |key: &str| asked.get(key).is_none_or(|list| says(list, fact, key));
    let scope = asked["scope"].as_str().map(|id| book.scope(id));
    let there = lines.iter().filter(|line| line.quantity > 0);
    let scoped: Vec<&Line> = there.filter(|line| scope.is_none_or(|scope| in_scope(scope, line))).collect();
    let within = |key: &str, value: Option<i128>| {
        asked.get(key).is_none_or(|wanted| {
            let wanted = bounds(wanted, book, key == "paid");
            value.is_some_and(|value| wanted.iter().all(|(bound, target)| bound_holds(bound, value, *target)))
        })
    };
    let is_order = matches!(fact.act, Act::Order { .. });
    let sum = |part: fn(&Line) -> i128| is_order.then(|| scoped.iter().map(|line| part(line)).sum());
    let activity_value = match &fact.act {
        Act::Activity { value } => *value,
        _ => None,
    };
    ["type", "kind", "subject", "channel", "store", "payment", "shippingMethod"].iter().all(|key| listed(key))
        && (scope.is_none() || !scoped.is_empty())
        && within("paid", sum(|line| line.paid))
        && within("quantity", sum(|line| line.quantity))
        && within("value", activity_value)
}
