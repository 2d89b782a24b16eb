//! Valid metrics of every kind.

use serde_json::{Value, json};

use super::conditions::condition;
use super::dice::Dice;
use super::metric::counted_in;
use super::programs::{Draft, KINDS, PERIODS, Place, date, source};
use super::rules;
use super::verdict::unit;

/// The plans that there are.
pub const PLANS: [&str; 2] = ["basic", "plus"];

pub fn metric(dice: &mut Dice, draft: &Draft, place: usize) -> Value {
    let id = format!("metric{place}");
    let kind = *dice.pick(&[
        "sum", "sum", "sum", "count", "count", "since", "tenure", "distinct", "distinct", "streak", "ratio",
        "average", "score", "balance", "ledger", "ledger", "accrual",
    ]);
    let mut metric = json!({ "id": id, "kind": kind });
    match kind {
        "tenure" => return metric,
        "ledger" => return ledger(dice, draft, metric),
        "accrual" => return accrual(dice, draft, metric),
        "distinct" => return distinct(dice, draft, metric),
        "ratio" | "average" | "score" | "balance" => return made_of_others(dice, draft, metric),
        "streak" if dice.once_in(2) => metric["of"] = (*dice.pick(&["days", "months"])).into(),
        _ => {}
    }
    if kind == "sum" {
        let of = *dice.pick(&["paid", "points", "paid", "quantity", "value"]);
        let of = if of == "points" && draft.currencies == 0 { "paid" } else { of };
        metric["of"] = of.into();
        if of == "points" && draft.currencies > 1 && dice.once_in(2) {
            metric["currency"] = "points1".into();
        }
        if matches!(of, "paid" | "quantity") && draft.scopes > 0 && dice.once_in(3) {
            metric["scope"] = format!("scope{}", dice.below(draft.scopes)).into();
        }
        if of == "value" && dice.once_in(2) {
            metric["on"] = json!({ "activity": dice.pick(&KINDS) });
        }
        if dice.once_in(4) {
            let per: &[&str] =
                if of == "points" { &["day", "calendarMonth"] } else { &["event", "day", "calendarMonth"] };
            let first = dice.below(per.len());
            let caps = per[first..].iter().map(|per| json!({ "most": dice.between(0, 40), "per": per }));
            metric["caps"] = caps.collect();
        }
    } else {
        metric["on"] = source(dice);
        if kind == "count" && metric["on"] == "order" && dice.once_in(3) {
            metric["of"] = (*dice.pick(&["kept", "returned", "all"])).into();
        }
    }
    if metric["of"] != "points" && dice.once_in(4) {
        metric["when"] = condition(dice, draft, Place::Event, 1, 0);
    }
    if kind == "sum" || kind == "count" {
        window(dice, draft, &mut metric);
    }
    if kind != "since" {
        refresh(dice, &mut metric);
    }
    if (kind == "sum" || kind == "count") && dice.once_in(3) {
        metric["shortage"] = (*dice.pick(&["dropped", "carried"])).into();
    }
    if (kind == "sum" || kind == "count") && dice.once_in(3) {
        metric["countsAt"] = (*dice.pick(&["order", "refund"])).into();
    }
    metric
}

fn refresh(dice: &mut Dice, metric: &mut Value) {
    if dice.once_in(5) {
        metric["refresh"] = json!({ "dayOfMonth": dice.pick(&[1, 8, 31, 15]) });
    }
}

fn distinct(dice: &mut Dice, draft: &Draft, mut metric: Value) -> Value {
    let of = *dice.pick(&["days", "months", "categories", "subjects", "orders"]);
    metric["of"] = of.into();
    if (of == "days" || of == "months") && dice.once_in(2) {
        metric["on"] = source(dice);
    }
    if of == "subjects" && dice.once_in(2) {
        metric["on"] = json!({ "activity": dice.pick(&KINDS) });
    }
    if of == "categories" && draft.scopes > 0 && dice.once_in(3) {
        metric["scope"] = format!("scope{}", dice.below(draft.scopes)).into();
    }
    if dice.once_in(4) {
        metric["when"] = condition(dice, draft, Place::Event, 1, 0);
    }
    window(dice, draft, &mut metric);
    refresh(dice, &mut metric);
    if dice.once_in(3) {
        metric["countsAt"] = (*dice.pick(&["order", "refund"])).into();
    }
    metric
}

/// A metric of points, or of metrics before it.
fn made_of_others(dice: &mut Dice, draft: &Draft, mut metric: Value) -> Value {
    if draft.metrics.is_empty() || metric["kind"] == "balance" {
        if draft.currencies == 0 {
            return json!({ "id": metric["id"], "kind": "tenure" });
        }
        metric["kind"] = "balance".into();
        if draft.currencies > 1 && dice.once_in(2) {
            metric["currency"] = "points1".into();
        }
    } else if metric["kind"] == "ratio" {
        let of = dice.pick(&draft.metrics).clone();
        let unit = |other: &Value| unit(counted_in(draft.metrics.iter(), other)).to_owned();
        let same: Vec<&Value> = draft.metrics.iter().filter(|other| unit(other) == unit(&of)).collect();
        metric["of"] = of["id"].clone();
        metric["in"] = dice.pick(&same)["id"].clone();
    } else if metric["kind"] == "average" {
        let of = counted_in(draft.metrics.iter(), dice.pick(&draft.metrics));
        metric["of"] = of["id"].clone();
        metric["per"] = dice.pick(&draft.metrics)["id"].clone();
    } else {
        metric["parts"] = dice.list(1, 3, |dice, place| score_part(dice, draft, place)).into();
        if dice.once_in(3) {
            metric["most"] = dice.between(1, 60).into();
        }
    }
    refresh(dice, &mut metric);
    metric
}

/// A metric that events are credited with.
fn ledger(dice: &mut Dice, draft: &Draft, mut metric: Value) -> Value {
    metric["credit"] = credit(dice, draft);
    if dice.once_in(2) {
        metric["shortage"] = (*dice.pick(&["dropped", "carried"])).into();
    }
    if dice.once_in(3) && !draft.ladders.is_empty() {
        metric["window"] = "tierPeriod".into();
    }
    refresh(dice, &mut metric);
    metric
}

/// Rules that credit a metric: it is worth nothing in money, and has no balance to limit.
fn credit(dice: &mut Dice, draft: &Draft) -> Value {
    fn without_balance(rules: &mut Value) {
        for rule in rules.as_array_mut().unwrap() {
            if let Some(limits) = rule.get_mut("limits").and_then(Value::as_array_mut) {
                limits.retain(|limit| limit["per"] != "balance");
            }
            rule.get_mut("rules").into_iter().for_each(without_balance);
        }
    }
    let mut credit = rules::earn(dice, draft, (false, false));
    without_balance(&mut credit);
    credit
}

/// A metric that rises while plans run.
fn accrual(dice: &mut Dice, draft: &Draft, mut metric: Value) -> Value {
    let plans = &PLANS[..=dice.below(PLANS.len())];
    metric["perDay"] = plans.iter().map(|plan| json!({ "plan": plan, "by": dice.between(1, 9) })).collect();
    if !dice.once_in(3) {
        metric["fall"] = dice.between(1, 4).into();
    }
    if dice.once_in(3) {
        metric["credit"] = credit(dice, draft);
    }
    refresh(dice, &mut metric);
    metric
}

fn score_part(dice: &mut Dice, draft: &Draft, place: usize) -> Value {
    let of = dice.pick(&draft.metrics).clone();
    let mut part = json!({ "id": format!("part{place}"), "of": of["id"] });
    let is_money = counted_in(draft.metrics.iter(), &of)["of"] == "paid";
    if dice.once_in(2) {
        let from = dice.between(0, 30);
        part["bands"] =
            json!([{ "from": from, "gives": dice.between(-3, 20) }, { "from": from + 9, "gives": 30 }]);
    } else if is_money {
        part["perAmount"] = json!({ "points": dice.between(1, 3), "amount": dice.pick(&[1, 7]) });
    } else {
        part["each"] = dice.pick(&[1, 3, -2]).to_owned().into();
    }
    if dice.once_in(2) {
        part["most"] = dice.between(1, 40).into();
    }
    part
}

fn window(dice: &mut Dice, draft: &Draft, metric: &mut Value) {
    let window = match dice.below(10) {
        9 => json!({ "complete": { "months": dice.pick(&[1, 3]) } }),
        0 => return,
        1 | 2 => json!({ "last": dice.pick(&PERIODS) }),
        3 => json!({ "between": [date(dice, 2018), date(dice, 2019)] }),
        4 => "calendarMonth".into(),
        5 => "calendarQuarter".into(),
        6 => "calendarYear".into(),
        7 => "membershipYear".into(),
        _ if draft.ladders.is_empty() => return,
        _ => "tierPeriod".into(),
    };
    if window == "tierPeriod" && draft.ladders.len() > 1 && dice.once_in(2) {
        metric["ladder"] = "ladder1".into();
    }
    metric["window"] = window;
}

pub fn size(dice: &mut Dice, draft: &Draft, metric: &Value) -> i64 {
    match (metric["kind"].as_str().unwrap(), metric["of"].as_str().unwrap_or("")) {
        ("sum", "paid") => dice.between(1, 200) * 10_i64.pow(draft.decimals),
        ("sum", "points") => dice.between(1, 200),
        ("since" | "tenure", _) => dice.between(1, 70),
        ("ratio", _) => dice.between(1, 900),
        ("score" | "balance" | "ledger" | "accrual", _) => dice.between(1, 60),
        ("average", _) => size(dice, draft, counted_in(draft.metrics.iter(), metric)),
        _ => dice.between(1, 3),
    }
}
