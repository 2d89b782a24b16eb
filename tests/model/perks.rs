//! Benefits for random programs, and what members do with them.

use serde_json::{Value, json};

use super::conditions::condition;
use super::dice::Dice;
use super::facts::each;
use super::memberships;
use super::metrics::PLANS;
use super::programs::{Draft, Place, date};

/// Benefits with quotas, versions and deliveries.
pub fn benefits(dice: &mut Dice, draft: &Draft) -> Value {
    let some = dice.list(1, 3, |dice, place| {
        let granted = if draft.plans && dice.once_in(2) {
            memberships::runs(dice)
        } else {
            condition(dice, draft, Place::Tier, 1, 1)
        };
        let mut benefit = json!({
            "id": format!("benefit{place}"), "kind": dice.pick(&["goods", "service"]), "grantedBy": granted,
        });
        part(dice, draft, &mut benefit);
        if dice.once_in(5) {
            benefit["channel"] = json!(["app"]);
        }
        if dice.once_in(6) {
            benefit["from"] = date(dice, 2019);
        }
        if dice.once_in(3) {
            let mut version = json!({ "from": date(dice, 2019) });
            part(dice, draft, &mut version);
            if dice.once_in(4) {
                version["withdrawn"] = true.into();
            }
            benefit["versions"] = json!([version]);
        }
        benefit
    });
    some.into()
}

/// What a version may say.
fn part(dice: &mut Dice, draft: &Draft, of: &mut Value) {
    if dice.once_in(3) {
        of["when"] = condition(dice, draft, Place::Tier, 1, 1);
    }
    if !dice.once_in(3) {
        let words = ["day", "calendarMonth", "calendarYear", "membershipYear", "lifetime"];
        let mut per = json!(dice.pick(&words));
        if draft.plans && dice.once_in(3) {
            per = json!({ "planTerm": dice.pick(&PLANS) });
        }
        of["quota"] = json!({ "times": dice.between(1, 4), "per": per });
        if dice.once_in(3) {
            of["quota"] = json!({ "amount": dice.pick(&["10", "25"]), "per": of["quota"]["per"] });
        }
    }
    if dice.once_in(2) {
        of["value"] = json!({ "amount": dice.pick(&["6", "10"]) });
    }
    if dice.once_in(2) {
        of["delivery"] = json!({ "threshold": dice.pick(&["5", "50"]), "fee": "7", "workingDays": [1, 2] });
    }
}

/// A use of a benefit, often on an order.
pub fn event(program: &Value, orders: &[Value], dice: &mut Dice) -> Value {
    let all: Vec<&Value> = each(&program["benefits"]).map(|benefit| &benefit["id"]).collect();
    let mut event = json!({ "type": "benefitUsed", "benefit": dice.pick(&all) });
    if !orders.is_empty() && dice.once_in(2) {
        event["order"] = dice.pick(orders)["id"].clone();
    }
    if dice.once_in(3) {
        event["quantity"] = dice.between(1, 3).into();
    }
    if dice.once_in(4) {
        event["value"] = (*dice.pick(&["3", "9"])).into();
    }
    if dice.once_in(4) {
        event["channel"] = (*dice.pick(&["app", "store"])).into();
    }
    event
}
