//! Valid earn rules of every kind.

use serde_json::{Value, json};

use super::conditions::condition;
use super::dice::Dice;
use super::metrics::PLANS;
use super::programs::{Draft, KINDS, PERIODS, Place, source};

/// The `earn` of a currency. Whether it and the first one say what their points are worth decides what may stand in it.
pub fn earn(dice: &mut Dice, draft: &Draft, worth: (bool, bool)) -> Value {
    let mut earn: Vec<Value> = Vec::new();
    let mut flat: Vec<Value> = Vec::new();
    for _ in 0..=dice.below(4) {
        if dice.once_in(8) {
            let rules = dice.list(2, 3, |dice, _| {
                let rule = rule(dice, draft, worth, &flat);
                flat.push(rule.clone());
                rule
            });
            earn.push(json!({ "choose": "first", "rules": rules }));
            continue;
        }
        if dice.once_in(10) {
            let mut rule = json!({ "id": format!("rule{}", flat.len()), "fixed": dice.between(1, 50) });
            rule["schedule"] =
                json!({ "after": dice.pick(&["month", "quarter"]), "day": dice.pick(&[1, 10, 28]) });
            if dice.once_in(2) {
                rule["when"] = condition(dice, draft, Place::Tier, 1, 0);
            }
            flat.push(rule.clone());
            earn.push(rule);
            continue;
        }
        let mut rule = rule(dice, draft, worth, &flat);
        if dice.once_in(10) {
            rule["stop"] = true.into();
        }
        flat.push(rule.clone());
        earn.push(rule);
    }
    earn.into()
}

fn rule(dice: &mut Dice, draft: &Draft, worth: (bool, bool), before: &[Value]) -> Value {
    let mut rule = json!({ "id": format!("rule{}", before.len()), "on": "order" });
    let is_base = |rule: &&Value| rule.get("multiply").is_none() && rule.get("schedule").is_none();
    let bases: Vec<&Value> = before.iter().filter(is_base).collect();
    let kind = match dice.below(9) {
        8 => "streak",
        3 => "fixed",
        4 | 5 if !bases.is_empty() => "multiply",
        6 => "each",
        7 if worth.0 => "percentValue",
        _ => "perAmount",
    };
    let base = base(dice, worth.1);
    match kind {
        "fixed" => {
            rule["fixed"] = dice.between(1, 50).into();
            rule["on"] = source(dice);
        }
        "streak" => {
            rule["on"] = json!({ "activity": dice.pick(&KINDS) });
            let points = dice.list(1, 3, |dice, _| dice.between(0, 9).into());
            rule["streak"] = json!({ "points": points, "repeat": dice.once_in(2) });
        }
        "multiply" => rule["multiply"] = multiply(dice, &bases),
        "each" => {
            rule["each"] = dice.between(1, 9).into();
            if dice.once_in(3) {
                rule["includeFree"] = true.into();
            }
        }
        "percentValue" => rule["percentValue"] = json!({ "percent": percent(dice) }),
        _ => {
            rule["perAmount"] = json!({ "points": dice.pick(&[1, 2, 3]), "amount": amount(dice, draft) });
            if dice.once_in(3) {
                rule["perAmount"]["step"] = true.into();
            }
        }
    }
    if (kind == "perAmount" || kind == "percentValue") && base != json!({}) {
        rule[kind]["base"] = base;
    }
    let shipping = rule[kind]["base"].get("shipping").is_some_and(|shipping| *shipping == true);
    let named = rule["multiply"].get("of").is_some();
    if kind != "fixed" && kind != "streak" && !shipping && draft.scopes > 0 && dice.once_in(3) {
        rule["scope"] = format!("scope{}", dice.below(draft.scopes)).into();
    } else if named && dice.once_in(3) {
        rule["on"] = source(dice);
    }
    if kind != "multiply" && kind != "streak" && dice.once_in(4) {
        rule["bands"] = dice.list(1, 2, |dice, _| band(dice, draft, kind)).into();
    }
    if dice.once_in(3) {
        rule["when"] = condition(dice, draft, Place::Event, 1, 0);
    }
    if dice.once_in(4) {
        let activity = rule["on"] != "order";
        rule["limits"] = dice.list(1, 2, |dice, _| limit(dice, true, activity)).into();
    }
    rule
}

fn base(dice: &mut Dice, first_worth: bool) -> Value {
    let mut base = json!({});
    if dice.once_in(4) {
        base["shipping"] = true.into();
    }
    if first_worth && dice.once_in(3) {
        base["beforePoints"] = true.into();
    }
    base
}

fn amount(dice: &mut Dice, draft: &Draft) -> Value {
    let amounts = if draft.decimals == 0 { ["1", "3", "7", "20"] } else { ["1", "0.3", "7.50", "20"] };
    (*dice.pick(&amounts)).into()
}

fn percent(dice: &mut Dice) -> Value {
    (*dice.pick(&["1", "0.5", "10", "2.25"])).into()
}

fn multiply(dice: &mut Dice, bases: &[&Value]) -> Value {
    let mut multiply = json!({ "by": dice.pick(&["2", "1.5", "3", "1.25", "1"]) });
    if dice.once_in(3) {
        multiply["of"] = json!([dice.pick(bases)["id"]]);
    }
    if dice.once_in(2) {
        multiply["group"] = "g".into();
    }
    if dice.once_in(3) {
        multiply["combine"] = (*dice.pick(&["product", "sum"])).into();
    }
    multiply
}

fn band(dice: &mut Dice, draft: &Draft, kind: &str) -> Value {
    let mut band = json!({ "when": condition(dice, draft, Place::Event, 1, 1) });
    if kind == "percentValue" {
        band["percent"] = percent(dice);
        return band;
    }
    band["points"] = dice.between(1, 5).into();
    if kind == "perAmount" && dice.once_in(2) {
        band["amount"] = amount(dice, draft);
    }
    band
}

/// A limit of a rule, perhaps of an activity, or of all rules of a currency.
pub fn limit(dice: &mut Dice, of_rule: bool, activity: bool) -> Value {
    let word = *dice.pick(&[
        "calendarMonth",
        "day",
        "calendarQuarter",
        "calendarYear",
        "membershipYear",
        "lifetime",
        "event",
    ]);
    let per = match dice.below(8) {
        0 | 1 => json!({ "last": dice.pick(&PERIODS) }),
        2 | 3 => json!({ "planTerm": PLANS[dice.below(4) / 3] }),
        _ => word.into(),
    };
    let mut limit = json!({ "times": dice.between(1, 3), "per": per });
    if !of_rule || dice.once_in(2) {
        limit = json!({ "points": dice.between(1, 120), "per": per });
        if dice.once_in(6) {
            limit["per"] = "balance".into();
        }
        match dice.below(6) {
            0 => limit["over"] = (*dice.pick(&["refuse", "cut"])).into(),
            1 => limit["beyond"] = percent(dice),
            _ => {}
        }
    }
    if activity && limit["per"] != "balance" && dice.once_in(2) {
        limit["subject"] = true.into();
    }
    limit
}
