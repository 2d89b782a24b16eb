//! Conditions of every kind, for random programs.

use serde_json::{Value, json};

use super::dice::Dice;
use super::memberships;
use super::metric::counted_in;
use super::number::money_text;
use super::programs::{Draft, KINDS, PERIODS, Place, date, source};

pub(super) fn condition(dice: &mut Dice, draft: &Draft, place: Place, rank: i64, depth: usize) -> Value {
    let parts = |dice: &mut Dice| dice.list(1, 3, |dice, _| condition(dice, draft, place, rank, depth + 1));
    match dice.below(if depth < 2 { 12 } else { 8 }) {
        _ if dice.once_in(5) => of_the_person(dice),
        _ if !draft.segments.is_empty() && dice.once_in(5) => {
            let place = draft.segments.start + dice.below(draft.segments.len());
            json!({ "segment": format!("segment{place}") })
        }
        _ if draft.plans && dice.once_in(5) => memberships::runs(dice),
        0..=4 if !draft.metrics.is_empty() => metric_is(dice, draft, rank),
        5 if !draft.ladders.is_empty() => tier_is(dice, draft),
        7 => birthday(dice),
        8 | 9 => json!({ "any": parts(dice) }),
        10 => json!({ "all": parts(dice) }),
        11 => json!({ "not": condition(dice, draft, place, rank, depth + 1) }),
        1..=6 if place == Place::Event => event_is(dice, draft),
        _ => json!({ "tenure": periods(dice) }),
    }
}

/// A condition on dates and hours alone, which time brings about.
pub fn dated(dice: &mut Dice) -> Value {
    match dice.below(6) {
        0 => json!({ "tenure": periods(dice) }),
        1 => birthday(dice),
        2 | 3 => json!({ "time": time(dice) }),
        _ => inactive(dice),
    }
}

fn inactive(dice: &mut Dice) -> Value {
    let mut bounds = periods(dice);
    bounds["of"] = acts(dice);
    json!({ "inactiveFor": bounds })
}

/// Bounds of a stretch of time.
fn periods(dice: &mut Dice) -> Value {
    if dice.once_in(6) {
        return json!({ "between": dice.pick(&[["P7D", "P1M"], ["P1M", "P6M1D"], ["P30D", "P30D"]]) });
    }
    json!({ *dice.pick(&["atLeast", "moreThan", "upTo", "lessThan"]): dice.pick(&PERIODS) })
}

/// What is said of the member, and how long it did nothing.
fn of_the_person(dice: &mut Dice) -> Value {
    match dice.below(10) {
        8 | 9 => json!({ "time": time(dice) }),
        0 => json!({ "tag": dice.pick(&["a", "b"]) }),
        1 => json!({ "attribute": "city", "in": dice.pick(&[["north", "south"], ["south", "east"]]) }),
        2 => json!({ "attribute": dice.pick(&["city", "rank"]), "exists": dice.once_in(2) }),
        3 => json!({ "attribute": "rank", "in": [1, 2.5, true, "1"] }),
        4 => {
            let bound = *dice.pick(&["atLeast", "moreThan", "upTo", "lessThan"]);
            json!({ "attribute": "rank", bound: dice.pick(&[json!(1), json!("2.5"), json!(-0.25)]) })
        }
        5 => json!({ "attribute": "rank", "between": [dice.pick(&[-1, 0, 1]), 2.5] }),
        _ => inactive(dice),
    }
}

/// Dates, days and hours.
fn time(dice: &mut Dice) -> Value {
    let mut time = json!({});
    if dice.once_in(3) {
        time["from"] = date(dice, 2018);
    }
    if dice.once_in(4) {
        time["to"] = date(dice, 2019);
    }
    if dice.once_in(3) {
        time["weekdays"] = dice.pick(&[json!(["fri"]), json!(["mon", "sun", "wed"])]).clone();
    }
    if dice.once_in(4) {
        time["daysOfMonth"] = dice.pick(&[json!([1, 31]), json!([8, 18, 28]), json!([29])]).clone();
    }
    if time == json!({}) || dice.once_in(2) {
        let hours = [
            ["20:00", "22:00"],
            ["22:30", "02:00"],
            ["00:00", "12:15"],
            ["02:30", "24:00"],
            ["01:30", "00:00"],
        ];
        time["between"] = json!(dice.pick(&hours));
    }
    time
}

/// Things that members do.
fn acts(dice: &mut Dice) -> Value {
    match dice.below(5) {
        0 => "event".into(),
        1 => "activity".into(),
        _ => source(dice),
    }
}

fn metric_is(dice: &mut Dice, draft: &Draft, rank: i64) -> Value {
    let place = dice.below(draft.metrics.len());
    let metric = &draft.metrics[place];
    let is_money = counted_in(draft.metrics.iter(), metric)["of"] == "paid";
    let size = draft.sizes[place] * rank + dice.between(0, draft.sizes[place] / 2);
    let number = |size: i64| {
        if is_money { Value::from(money_text(i128::from(size), draft.decimals)) } else { size.into() }
    };
    let mut condition = json!({ "metric": metric["id"] });
    match dice.below(8) {
        0..=4 => condition["atLeast"] = number(size),
        5 => condition["moreThan"] = number(size),
        6 => condition[*dice.pick(&["upTo", "lessThan"])] = number(size),
        _ => condition["between"] = json!([number(size), number(size * 2)]),
    }
    condition
}

fn tier_is(dice: &mut Dice, draft: &Draft) -> Value {
    let ladder = dice.below(draft.ladders.len());
    let tier = format!("tier{ladder}{}", dice.below(draft.ladders[ladder]));
    if dice.once_in(2) { json!({ "tier": { "atLeast": tier } }) } else { json!({ "tier": [tier] }) }
}

fn birthday(dice: &mut Dice) -> Value {
    match dice.below(3) {
        0 => json!({ "birthday": "month" }),
        1 => json!({ "birthday": "day" }),
        _ => json!({ "birthday": { "daysBefore": dice.between(0, 9), "daysAfter": dice.between(0, 3) } }),
    }
}

fn event_is(dice: &mut Dice, draft: &Draft) -> Value {
    match dice.below(11) {
        0 => json!({ "first": acts(dice) }),
        6 => json!({ *dice.pick(&["channel", "store"]): dice.pick(&["app", "store"]) }),
        7 => json!({ "payment": ["card"] }),
        8 => json!({ "shippingMethod": ["standard", "pickup"] }),
        9 => json!({ "event": { "type": dice.pick(&["order", "activity"]), "subject": "mug" } }),
        10 if dice.once_in(3) => json!({ "event": { "subjectAttribute": "city" } }),
        10 => json!({ "event": { "quantity": { *dice.pick(&["atLeast", "upTo"]): dice.between(1, 4) } } }),
        1 => json!({ "event": { "kind": [dice.pick(&KINDS)] } }),
        2 => json!({ "event": { "channel": [dice.pick(&["app", "store"])] } }),
        3 if draft.scopes > 0 => {
            let scope = format!("scope{}", dice.below(draft.scopes));
            json!({ "event": { "scope": scope, "paid": { "moreThan": dice.between(0, 20) } } })
        }
        4 => json!({ "event": { "value": { "atLeast": dice.between(-2, 5) } } }),
        _ => json!({ "event": { "paid": { *dice.pick(&["atLeast", "lessThan"]): dice.between(1, 100) } } }),
    }
}
