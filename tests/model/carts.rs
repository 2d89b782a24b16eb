//! Carts of every shape: goods of all scopes, lines of no units, deliveries, charges, and points asked for.

use serde_json::{Value, json};

use super::calendar::{Zone, instant};
use super::decimals::units;
use super::dice::Dice;
use super::facts::each;
use super::number::{decimals_of, money_text};

pub fn cart(program: &Value, dice: &mut Dice) -> Value {
    let decimals = decimals_of(program["currency"].as_str().unwrap());
    let scale = 10_i64.pow(decimals);
    let money = |minor: i64| Value::from(money_text(minor.into(), decimals));
    let lines = dice.list(0, 4, |dice, place| {
        let price = *dice.pick(&[10, 1, 25, 100, 0]) * scale + dice.between(0, 99).min(scale - 1);
        let mut line = json!({
            "id": place.to_string(), "sku": format!("s{}", dice.below(3)), "quantity": dice.pick(&[1, 1, 2, 0, 3]),
            "unitPrice": money(price),
        });
        for (key, ids) in [("categories", ["c0", "c1"]), ("tags", ["t0", "t1"])] {
            if dice.once_in(2) {
                line[key] = json!([dice.pick(&ids)]);
            }
        }
        if dice.once_in(2) {
            line["brand"] = (*dice.pick(&["b0", "b1"])).into();
        }
        line
    });
    let mut cart = json!({ "lines": lines });
    let points =
        [json!("max"), json!("max"), json!("max"), json!(1), json!(50), json!(100), json!(0), Value::Null];
    let points = dice.pick(&points);
    if !points.is_null() {
        cart["points"] = points.clone();
    }
    if dice.once_in(2) {
        cart["shipping"] = dice
            .list(1, 2, |dice, place| {
                let mut delivery =
                    json!({ "id": place.to_string(), "amount": money(*dice.pick(&[scale, 7, 0, 12 * scale])) });
                if dice.once_in(2) {
                    delivery["method"] = (*dice.pick(&["pickup", "air"])).into();
                }
                delivery
            })
            .into();
    }
    if dice.once_in(3) {
        cart["charges"] = json!([{ "id": "tax", "amount": money(*dice.pick(&[scale, 3])) }]);
    }
    for (key, words) in
        [("channel", ["app", "store"]), ("store", ["store", "north"]), ("payment", ["card", "cash"])]
    {
        if dice.once_in(3) {
            cart[key] = (*dice.pick(&words)).into();
        }
    }
    cart
}

/// How points of a currency with a worth are spent at checkout.
pub fn spend(dice: &mut Dice, scopes: usize, decimals: u32) -> Value {
    let mut spend = json!({});
    if dice.once_in(2) {
        spend["unit"] = (*dice.pick(&[10, 7, 1])).into();
    }
    if dice.once_in(4) {
        spend["minimum"] = (*dice.pick(&[20, 100])).into();
    }
    if dice.once_in(3) {
        spend["maxShare"] = dice.pick(&[json!(50), json!("33.3333"), json!(100), json!(10)]).clone();
    }
    if dice.once_in(3) {
        spend["maxAmount"] =
            money_text(i128::from(dice.between(1, 5)) * 10_i128.pow(decimals), decimals).into();
    }
    if scopes > 0 && dice.once_in(3) {
        spend["exclude"] = json!([format!("scope{}", dice.below(scopes))]);
    }
    if dice.once_in(3) {
        spend["covers"] = dice.pick(&[json!(["goods", "shipping"]), json!(["shipping"])]).clone();
    }
    if dice.once_in(3) {
        spend["includeThisOrder"] = true.into();
    }
    spend
}

/// Lets points of the first currency be spent, and gives the member some on joining, as a rule.
pub fn with_points(program: &mut Value, member: &mut Value, dice: &mut Dice) {
    let decimals = decimals_of(program["currency"].as_str().unwrap());
    let scopes = each(&program["scopes"]).count();
    let zone = Zone::named(program["timeZone"].as_str().unwrap());
    let Some(first) = program["points"].get_mut(0).filter(|_| !dice.once_in(6)) else { return };
    if first["worth"].is_null() {
        first["worth"] = json!({ "points": dice.pick(&[100, 1, 3]), "amount": "1" });
    }
    first["spend"] = spend(dice, scopes, decimals);
    if !dice.once_in(4) {
        let at = zone.first_instant(zone.date_of(instant(&member["profile"]["joinedAt"], &zone)));
        let given =
            json!({ "id": "given", "at": at, "type": "adjust", "points": dice.pick(&[300, 10, 99, -20]) });
        member["events"].as_array_mut().unwrap().insert(0, given);
    }
}

/// The points that a quote says can be used, in smallest units.
pub fn usable(quote: &Value) -> Option<i128> {
    quote["points"].get("usable").map(units)
}

/// The quote's earnings without what a receipt shows beside them, and without what limits cut to nothing.
pub fn bare(mut quote: Value) -> Value {
    for (list, amount) in [("earn", "points"), ("ledger", "amount")] {
        let given = quote[list].as_array_mut().unwrap();
        for line in given.iter_mut() {
            let fields = line.as_object_mut().unwrap();
            fields.remove("base");
            fields.remove("cut");
        }
        given.retain(|line| units(&line[amount]) != 0);
    }
    for asked_elsewhere in ["unlocks", "fingerprint", "delivery", "owed"] {
        quote.as_object_mut().unwrap().remove(asked_elsewhere);
    }
    quote
}
