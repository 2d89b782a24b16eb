//! Gaps are tight: an order of the money gap closes it, and one of a minor unit less does not.

use proptest::collection::vec;
use proptest::prelude::any;
use serde_json::{Value, json};

use super::ask::{Verdict, law, member, program, view};
use crate::model::dice::Dice;
use crate::model::facts::each;
use crate::model::number::{decimals_of, money, money_text};
use crate::model::programs::ZONES;

const MODES: [&str; 5] = ["down", "up", "halfUp", "halfEven", "halfDown"];

/// A program with rates only, and a ladder whose only tier asks for one number.
fn plain_program(dice: &mut Dice) -> Value {
    let currency = *dice.pick(&["CNY", "JPY", "KWD"]);
    let amounts = if currency == "JPY" { ["1", "3", "7", "100"] } else { ["1", "0.3", "7.5", "33.3"] };
    let earn = dice.list(1, 3, |dice, place| {
        let rate = json!({ "points": dice.pick(&[1, 2, 7]), "amount": dice.pick(&amounts) });
        json!({ "id": format!("rate{place}"), "on": "order", "perAmount": rate })
    });
    let window = dice
        .pick(&[json!("lifetime"), json!({ "last": "P1M" }), json!("calendarYear"), json!("tierPeriod")])
        .clone();
    let of = *dice.pick(&["points", "paid"]);
    let target = dice.between(1, 900);
    let bound = *dice.pick(&["atLeast", "moreThan"]);
    json!({
        "format": 1, "id": "shop", "version": "1", "currency": currency, "timeZone": dice.pick(&ZONES),
        "rounding": { "points": dice.pick(&MODES), "at": dice.pick(&["rule", "line"]) },
        "metrics": [{ "id": "metric", "kind": "sum", "of": of, "window": window }],
        "points": [{ "id": "points", "earn": earn }],
        "ladders": [
            { "id": "ladder", "tiers": [{ "id": "base" }, { "id": "top", "enter": { "metric": "metric", bound: target } }] },
        ],
    })
}

#[test]
fn an_order_of_the_money_gap_closes_it_and_one_less_does_not() {
    law(800, &(vec(any::<u16>(), 30), vec((any::<u16>(), any::<u16>()), 0..5)), |(tape, spent)| {
        let json = plain_program(&mut Dice::new(&tape));
        let decimals = decimals_of(json["currency"].as_str().unwrap());
        let program = program(&json)?;
        let mut at = 1_700_000_000_000_i64;
        let mut events = Vec::new();
        for (place, (amount, hours)) in spent.iter().enumerate() {
            at += i64::from(*hours % 900) * 3_600_000;
            events.push(order(&format!("o{place}"), at, i128::from(amount % 20_000), decimals));
        }
        let facts = json!({ "profile": { "id": "m", "joinedAt": 1_690_000_000_000_i64 }, "events": events });
        let before = view(&member(&program, &facts)?, at)?;
        let leaf = &before["tiers"][0]["next"]["enter"];
        if leaf.is_null() {
            return Ok(());
        }
        if leaf["met"] == true {
            return Err(format!("met, but not reached: {leaf}"));
        }
        let gap = money(&leaf["money"], decimals);
        let entered = |amount: i128| -> Result<Value, String> {
            let mut member = member(&program, &facts)?;
            member
                .record(&order("zz", at, amount, decimals).to_string())
                .map_err(|problems| problems.to_json())?;
            Ok(view(&member, at)?["tiers"][0]["tier"]["id"].clone())
        };
        closes(&entered(gap)?, &entered(gap - 1)?)
            .map_err(|wrong| format!("{wrong} {leaf} in {json} with {facts}"))
    });
}

fn closes(with_the_gap: &Value, with_one_less: &Value) -> Verdict {
    if with_the_gap != "top" {
        return Err("the gap does not close it:".to_owned());
    }
    if with_one_less != "base" {
        return Err("less than the gap closes it:".to_owned());
    }
    Ok(())
}

fn order(id: &str, at: i64, paid: i128, decimals: u32) -> Value {
    let paid = money_text(paid, decimals);
    json!({
        "id": id, "at": at, "type": "order",
        "lines": [{ "id": "1", "sku": "s", "quantity": 1, "unitPrice": paid, "paid": paid }],
    })
}

#[test]
fn the_gap_of_a_count_is_so_many_orders() {
    law(200, &(vec(any::<u16>(), 4), 0_usize..5), |(tape, before)| {
        let mut dice = Dice::new(&tape);
        let target = dice.between(1, 5);
        let bound = *dice.pick(&["atLeast", "moreThan"]);
        let program = program(&json!({
            "format": 1, "id": "shop", "version": "1", "currency": "CNY", "timeZone": "Asia/Shanghai",
            "metrics": [{ "id": "orders", "kind": "count", "on": "order" }],
            "ladders": [{ "id": "l", "tiers": [{ "id": "base" }, { "id": "top", "enter": { "metric": "orders", bound: target } }] }],
        }))?;
        let at = 1_700_000_000_000;
        let events: Vec<Value> = (0..before).map(|place| order(&format!("o{place}"), at, 100, 2)).collect();
        let mut member = member(
            &program,
            &json!({ "profile": { "id": "m", "joinedAt": 1_690_000_000_000_i64 }, "events": events }),
        )?;
        let gap = view(&member, at)?["tiers"][0]["next"]["enter"]["gap"].as_i64().unwrap_or(0);
        for place in 0..gap {
            if view(&member, at)?["tiers"][0]["tier"]["id"] != "base" {
                return Err(format!("reached {place} orders after a gap of {gap}"));
            }
            member
                .record(&order(&format!("z{place}"), at, 100, 2).to_string())
                .map_err(|problems| problems.to_json())?;
        }
        let shown = view(&member, at)?;
        let reached = each(&shown["tiers"]).all(|ladder| ladder["tier"]["id"] == "top");
        if reached { Ok(()) } else { Err(format!("not reached by a gap of {gap}")) }
    });
}
