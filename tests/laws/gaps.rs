//! Gaps are tight: an order of the money gap closes it, and one of a minor unit less does not; a date is the first one.

use proptest::collection::vec;
use proptest::prelude::any;
use serde_json::{Value, json};

use super::ask::{Verdict, law, member, program, view};
use crate::model::calendar::{Zone, instant};
use crate::model::conditions::dated;
use crate::model::dice::Dice;
use crate::model::facts::each;
use crate::model::histories;
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

#[test]
fn what_is_dated_holds_from_then_on_and_not_a_millisecond_before() {
    let tape = |length| vec(any::<u16>(), length);
    let questions = (tape(40), tape(12), vec(tape(30), 0..6), any::<u16>());
    law(1200, &questions, |(program_tape, profile, events, later)| {
        let mut dice = Dice::new(&program_tape);
        let segments =
            dice.list(1, 4, |dice, place| json!({ "id": format!("segment{place}"), "when": dated(dice) }));
        let json = json!({
            "format": 1, "id": "shop", "version": "1", "currency": "CNY", "timeZone": dice.pick(&ZONES),
            "segments": segments,
        });
        let facts = histories::member(&json, &profile, &events);
        let zone = Zone::named(json["timeZone"].as_str().unwrap());
        let happened = each(&facts["events"]).map(|event| instant(&event["at"], &zone));
        let joined = instant(&facts["profile"]["joinedAt"], &zone);
        let now = happened.chain([joined]).max().unwrap() + i64::from(later) * 50_000;
        let member = member(&program(&json)?, &facts)?;
        let leaves_at = |at: i64| Ok::<_, String>(leaves(&view(&member, at)?["segments"]));
        for (place, leaf) in leaves_at(now)?.iter().enumerate().filter(|(_, leaf)| leaf["met"] == false) {
            let from = [&leaf["at"], &leaf["from"]].into_iter().find(|from| from.is_string());
            let Some(from) = from.map(|from| instant(from, &zone)) else { continue };
            let met = |at: i64| Ok::<_, String>(leaves_at(at)?[place]["met"] == true);
            if from <= now || !met(from)? || met(from - 1)? {
                return Err(format!("not tight at {now}: {leaf} in {json} with {facts}"));
            }
        }
        Ok(())
    });
}

/// Every leaf of verdicts, in their order.
fn leaves(part: &Value) -> Vec<Value> {
    let inner = [&part["verdict"], &part["of"]].into_iter().find(|inner| !inner.is_null());
    match (part, inner) {
        (Value::Array(parts), _) => parts.iter().flat_map(leaves).collect(),
        (_, Some(inner)) => leaves(inner),
        (leaf, None) => vec![leaf.clone()],
    }
}

#[test]
fn the_gap_of_an_attribute_is_what_it_lacks() {
    law(300, &(-4_000_000_i64..4_000_000, -4_000_000_i64..4_000_000), |(value, target)| {
        let number = |millionths: i64| -> Value {
            serde_json::from_str(&money_text(i128::from(millionths), 6)).unwrap()
        };
        let program = program(&json!({
            "format": 1, "id": "shop", "version": "1", "currency": "CNY", "timeZone": "Asia/Shanghai",
            "segments": [{ "id": "high", "when": { "attribute": "score", "atLeast": number(target) } }],
        }))?;
        let at = 1_700_000_000_000;
        let shown = |score: i64| {
            let profile = json!({ "id": "m", "joinedAt": 1_690_000_000_000_i64, "attributes": { "score": number(score) } });
            Ok::<_, String>(
                view(&member(&program, &json!({ "profile": profile }))?, at)?["segments"][0].clone(),
            )
        };
        let segment = shown(value)?;
        let gap = segment["verdict"].get("gap").map_or(0, |gap| i64::try_from(money(gap, 6)).unwrap());
        if gap != (target - value).max(0) || (segment["met"] == true) != (gap == 0) {
            return Err(format!("a gap of {gap} in {segment}"));
        }
        let closes =
            shown(value + gap)?["met"] == true && (gap == 0 || shown(value + gap - 1)?["met"] == false);
        if closes { Ok(()) } else { Err(format!("not tight: {segment}")) }
    });
}
