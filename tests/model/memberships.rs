//! Plans for random programs, and what members do with them.

use jiff::Span;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::conditions::condition;
use super::dice::Dice;
use super::facts::each;
use super::metrics::PLANS;
use super::plans::has_terms;
use super::programs::{Draft, Place, date};

const LENGTHS: [&str; 6] = ["P1M", "P31D", "P1Y", "P7D", "P3M", "P1M5D"];

/// Whether something names a plan.
pub fn named(part: &Value) -> bool {
    match part {
        Value::Array(parts) => parts.iter().any(named),
        Value::Object(parts) => {
            parts.keys().any(|key| key == "plan" || key == "planTerm") || parts.values().any(named)
        }
        _ => false,
    }
}

/// Two plans, the second of which may take the place of the first, and may include it.
pub fn plans(dice: &mut Dice, draft: &Draft) -> Value {
    let lengths = [0, 1].map(|_| (!dice.once_in(4)).then(|| *dice.pick(&LENGTHS)));
    let mut plans = Vec::new();
    for (place, id) in PLANS.iter().enumerate() {
        let mut plan = json!({ "id": id });
        if !dice.once_in(4) {
            plan["price"] = prices(dice, draft);
        }
        if dice.once_in(3) {
            plan["autoRenewal"] = json!({ "price": prices(dice, draft) });
        }
        if let Some(period) = lengths[place] {
            plan["period"] = period.into();
        }
        if dice.once_in(3) {
            plan["trial"] = json!({ "period": dice.pick(&["P7D", "P1M"]) });
            if dice.once_in(2) {
                plan["trial"]["amount"] = "1".into();
            }
        }
        if dice.once_in(2) {
            plan["refundOnCancel"] = json!({ "by": by(dice, lengths[place]) });
            if dice.once_in(2) {
                plan["refundOnCancel"]["extra"] = 1.into();
            }
        } else if dice.once_in(3) {
            plan["refundOnCancel"] = json!({ "by": "whole" });
        }
        if dice.once_in(3) {
            plan["earlyExit"] = json!({ "terms": dice.between(1, 4), "regular": "25" });
        }
        if dice.once_in(2) {
            plan["renewal"] = renewal(dice);
        }
        if place == 1 && dice.once_in(2) {
            plan["includes"] = json!([PLANS[0]]);
        }
        if place == 1 && !dice.once_in(3) {
            let mut upgrade = json!({ "plan": PLANS[0], "by": by(dice, lengths[0]) });
            if dice.once_in(2) {
                upgrade["term"] = (*dice.pick(&["keep", "new"])).into();
            }
            plan["upgradeFrom"] = json!([upgrade]);
        }
        plans.push(plan);
    }
    plans.into()
}

fn prices(dice: &mut Dice, draft: &Draft) -> Value {
    let mut prices = dice.list(1, 3, |dice, _| {
        let mut price = json!({ "amount": dice.pick(&["88", "19", "0", "130"]) });
        if dice.once_in(2) {
            price["when"] = condition(dice, draft, Place::Tier, 1, 1);
        }
        if dice.once_in(3) {
            price["terms"] = dice.between(1, 3).into();
        }
        price
    });
    if dice.once_in(2) {
        prices.push(json!({ "amount": "30" }));
    }
    prices.into()
}

fn by(dice: &mut Dice, length: Option<&str>) -> &'static str {
    if length.is_some_and(|length| length.ends_with('D')) {
        "days"
    } else {
        dice.pick::<&str>(&["days", "months"])
    }
}

fn renewal(dice: &mut Dice) -> Value {
    let mut renewal =
        json!({ "early": dice.pick(&["oldEnd", "payment"]), "late": dice.pick(&["oldEnd", "payment"]) });
    if renewal["late"] == "oldEnd" && dice.once_in(2) {
        renewal["grace"] = (*dice.pick(&["P1M", "P7D"])).into();
    }
    renewal
}

/// Points that wait until a term nears its end.
pub fn pending(dice: &mut Dice, draft: &Draft) -> Value {
    let before = dice.pick(&["P1M", "P7D", "P2M"]);
    let mut pending = json!({ "beforeTermEnd": before, "plan": dice.pick(&PLANS) });
    if dice.once_in(2) {
        pending["when"] = condition(dice, draft, Place::Tier, 1, 1);
    }
    pending
}

/// A condition that a plan runs.
pub fn runs(dice: &mut Dice) -> Value {
    let mut runs = json!({ "plan": dice.pick(&[json!("basic"), json!("plus"), json!(["basic", "plus"])]) });
    if dice.once_in(4) {
        runs["boughtUntil"] = date(dice, 2018);
    }
    if dice.once_in(4) {
        runs["since"] = date(dice, 2018);
    }
    runs
}

/// A plan that begins, goes on or ends on a date. Where limits count in terms they last longer, and are renewed ahead.
pub fn event(program: &Value, today: Date, dice: &mut Dice) -> Value {
    let rules: Vec<&Value> = each(&program["plans"]).collect();
    let rules = *dice.pick(&rules);
    let plan = &rules["id"];
    let terms = has_terms(program);
    if dice.once_in(if terms { 10 } else { 4 }) {
        let mut cancel = json!({ "type": "cancel", "plan": plan });
        if dice.once_in(3) {
            cancel["ends"] = (*dice.pick(&["now", "termEnd"])).into();
        }
        return cancel;
    }
    let mut event = json!({ "type": dice.pick(&["subscribe", "renew", "renew"]), "plan": plan });
    if dice.once_in(4) {
        event["type"] = "planChanged".into();
        event["from"] = PLANS[usize::from(*plan == PLANS[0])].into();
    } else if event["type"] == "subscribe" && rules.get("trial").is_some() && dice.once_in(2) {
        event["trial"] = true.into();
    }
    let upgrades = each(&rules["upgradeFrom"]).any(|upgrade| upgrade["plan"] == event["from"]);
    let ends = rules.get("period").is_some() || event["trial"] == true || upgrades;
    if !ends || dice.once_in(3) {
        let days = if terms { [6, 30, 100, 200, 400] } else { [0, 1, 6, 30, 100] };
        let last = today.checked_add(Span::new().days(*dice.pick(&days))).unwrap();
        event["lastDay"] = last.to_string().into();
    }
    if dice.once_in(4) {
        event["price"] = (*dice.pick(&["1", "12", "300"])).into();
    }
    if dice.once_in(3) {
        event["autoRenew"] = dice.once_in(2).into();
    }
    event
}
