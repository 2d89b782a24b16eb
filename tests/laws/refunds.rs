//! Partial refunds sum to the whole, and what is refunded whole was never bought.

use memberview::api::Member;
use proptest::collection::vec;
use proptest::prelude::any;
use serde_json::{Map, Value, json};

use super::ask::{Question, Verdict, difference, law, member, program, questions, same, view};
use crate::model::decimals::units;
use crate::model::dice::Dice;
use crate::model::facts::each;

/// The program with a last ladder whose only tier nobody reaches: its verdict shows the value of every metric.
fn with_probe(program: &Value) -> Value {
    let mut program = program.clone();
    let far = |metric: &Value| json!({ "metric": metric["id"], "atLeast": 1_000_000_000 });
    let leaves: Vec<Value> =
        each(&program["metrics"]).map(far).chain([json!({ "tenure": { "atLeast": "P900Y" } })]).collect();
    let probe = json!({ "id": "probe", "tiers": [{ "id": "probed", "enter": { "all": leaves } }] });
    program["ladders"].as_array_mut().unwrap().push(probe);
    program
}

/// An id that comes after those of the history, so that at one instant nothing comes between.
const LAST: &str = "\u{10ffff}";
const REFUND: &str = "\u{10ffff}r";

/// The values of all metrics, by the probe.
fn metrics(view: &Value) -> Map<String, Value> {
    let probe = view["tiers"].as_array().unwrap().last().unwrap();
    let leaves = each(&probe["next"]["enter"]["of"]).filter(|leaf| leaf["is"] == "metric");
    leaves.map(|leaf| (leaf["metric"].as_str().unwrap().to_owned(), leaf["value"].clone())).collect()
}

/// The last instant of the history, with a new order at it, which uses nothing.
fn bought(question: &Question, member: &mut Member, order: &Value) -> Result<i64, String> {
    let at = last_instant(question);
    let mut order = order.clone();
    order["id"] = LAST.into();
    order["at"] = at.into();
    for field in ["pointsUsed", "coupons"] {
        order.as_object_mut().unwrap().remove(field);
    }
    member.record(&order.to_string()).map_err(|problems| problems.to_json())?;
    Ok(at)
}

fn last_instant(question: &Question) -> i64 {
    let zone = crate::model::calendar::Zone::named(question.program["timeZone"].as_str().unwrap());
    let at = |event: &Value| crate::model::calendar::instant(&event["at"], &zone);
    let joined = crate::model::calendar::instant(&question.member["profile"]["joinedAt"], &zone);
    each(&question.member["events"]).map(at).chain([joined]).max().unwrap()
}

/// Some order of the history, to be bought once more.
fn some_order(question: &Question) -> Option<Value> {
    each(&question.member["events"]).find(|event| event["type"] == "order").cloned()
}

#[test]
fn partial_refunds_sum_to_the_whole() {
    law(600, &(questions(8), vec(any::<u16>(), 40)), |(mut question, tape)| {
        question.program = without_auto(without_follow(with_probe(&without_gifts(&question.program))));
        let Some(order) = some_order(&question) else { return Ok(()) };
        let program = program(&question.program)?;
        let mut whole = member(&program, &question.member)?;
        let at = bought(&question, &mut whole, &order)?;
        let mut parts = member(&program, &question.member)?;
        bought(&question, &mut parts, &order)?;
        whole
            .record(&json!({ "id": REFUND, "at": at, "type": "refund", "order": LAST }).to_string())
            .map_err(|p| p.to_json())?;
        let mut dice = Dice::new(&tape);
        let mut count = 0;
        let mut refund = |lines: Value, parts: &mut Member| {
            count += 1;
            let event = json!({ "id": format!("{REFUND}{count:03}"), "at": at, "type": "refund", "order": LAST, "lines": lines });
            parts.record(&event.to_string()).map_err(|problems| problems.to_json())
        };
        let mut left: Vec<(Value, i64)> = each(&order["lines"])
            .map(|line| (line["id"].clone(), line["quantity"].as_i64().unwrap()))
            .collect();
        while !left.is_empty() {
            let place = dice.below(left.len());
            let quantity = dice.between(1, left[place].1);
            if dice.once_in(3) {
                let amount = if question.program["currency"] == "JPY" { "1" } else { "0.1" };
                let _ = refund(json!([{ "id": left[place].0, "amount": amount }]), &mut parts);
            }
            // An order is whole again only when it is gone: what amounts have taken already may end it early.
            match refund(json!([{ "id": left[place].0, "quantity": quantity }]), &mut parts) {
                Err(problems) if problems.contains("nothingToRefund") => break,
                other => other?,
            };
            left[place].1 -= quantity;
            left.retain(|(_, quantity)| *quantity > 0);
        }
        let (one, two) = (view(&whole, at)?, view(&parts, at)?);
        same(&metrics(&one).into(), &metrics(&two).into(), "metrics")?;
        for (one, two) in each(&one["points"]).zip(each(&two["points"])) {
            for field in ["balance", "pending", "debt", "lots", "totals"] {
                same(&one[field], &two[field], &format!("{field} of {}", one["id"]))?;
            }
        }
        Ok(())
    });
}

#[test]
fn what_is_refunded_whole_was_never_bought() {
    law(600, &questions(12), |mut question| {
        question.program = with_kept(without_auto(with_probe(&without_gifts(&question.program))));
        // Where a currency says from where points are taken back, others than the order's own may go.
        for points in question.program["points"].as_array_mut().unwrap() {
            points.as_object_mut().unwrap().remove("reversal");
            // An order that came back was done all the same, and keeps points.
            if points["expiry"].get("activity").is_some() {
                points.as_object_mut().unwrap().remove("expiry");
            }
        }
        let Some(order) = some_order(&question) else { return Ok(()) };
        let program = program(&question.program)?;
        let mut member = member(&program, &question.member)?;
        let at = last_instant(&question);
        let before = view(&member, at)?;
        bought(&question, &mut member, &order)?;
        let refund = json!({ "id": REFUND, "at": at, "type": "refund", "order": LAST });
        member.record(&refund.to_string()).map_err(|problems| problems.to_json())?;
        let after = view(&member, at)?;
        let steps = |view: &Value| {
            each(&view["tiers"]).map(|ladder| ladder["history"]["total"].clone()).collect::<Vec<Value>>()
        };
        if steps(&before) == steps(&after) {
            same(&metrics(&before).into(), &metrics(&after).into(), "metrics")?;
        }
        for (before, after) in each(&before["points"]).zip(each(&after["points"])) {
            never_bought(before, after)
                .map_err(|wrong| format!("{wrong}\nbefore {before}\nafter {after}"))?;
        }
        Ok(())
    });
}

/// A program that redeems nothing by itself: that would be something else that happened.
fn without_auto(mut program: Value) -> Value {
    for reward in program["rewards"].as_array_mut().unwrap() {
        reward.as_object_mut().unwrap().remove("auto");
    }
    program
}

/// A program whose tiers do not follow their metrics: they may take a step down at each refund.
fn without_follow(mut program: Value) -> Value {
    for ladder in program["ladders"].as_array_mut().unwrap() {
        ladder.as_object_mut().unwrap().remove("follow");
    }
    program
}

/// A program whose counts hold no order that came back whole: it was placed all the same.
fn with_kept(mut program: Value) -> Value {
    for metric in program["metrics"].as_array_mut().unwrap() {
        if metric["kind"] == "count" {
            metric.as_object_mut().unwrap().remove("of");
        }
    }
    program
}

/// A program whose tiers bring nothing with them: a tier that is kept keeps what it brought.
fn without_gifts(program: &Value) -> Value {
    let mut program = program.clone();
    for ladder in program["ladders"].as_array_mut().unwrap() {
        for tier in ladder["tiers"].as_array_mut().unwrap() {
            tier.as_object_mut().unwrap().remove("onEnter");
        }
    }
    program
}

#[test]
fn what_is_refunded_whole_brought_no_tier_where_refunds_are_asked() {
    law(600, &questions(12), |mut question| {
        question.program = with_kept(without_gifts(&question.program));
        for ladder in question.program["ladders"].as_array_mut().unwrap() {
            ladder["evaluate"] = "event".into();
            ladder["onRefund"] = "reevaluate".into();
            ladder.as_object_mut().unwrap().remove("follow");
        }
        // What the balance was on a day is not known any more.
        if each(&question.program["metrics"]).any(|metric| metric["kind"] == "balance") {
            return Ok(());
        }
        // A tier whose `enter` asks for a tier may hold itself up, and an order that came back was done all the same.
        let tiers = each(&question.program["ladders"]).flat_map(|ladder| each(&ladder["tiers"]));
        let stands = |asked: &Value| {
            [r#""tier":"#, r#""inactiveFor":"#].iter().any(|word| asked.to_string().contains(word))
        };
        let by_segments = stands(&question.program["segments"]);
        let by =
            |enter: &Value| stands(enter) || (by_segments && enter.to_string().contains(r#""segment":"#));
        if tiers.into_iter().any(|tier| by(&tier["enter"])) {
            return Ok(());
        }
        let Some(order) = some_order(&question) else { return Ok(()) };
        let program = program(&question.program)?;
        let mut member = member(&program, &question.member)?;
        let at = last_instant(&question);
        // What an opening or a refund left open is settled by the next event.
        let nothing = json!({ "id": "settled", "at": at, "type": "activity", "kind": "nothing" });
        member.record(&nothing.to_string()).map_err(|problems| problems.to_json())?;
        let before = view(&member, at)?;
        bought(&question, &mut member, &order)?;
        let refund = json!({ "id": REFUND, "at": at, "type": "refund", "order": LAST });
        member.record(&refund.to_string()).map_err(|problems| problems.to_json())?;
        let after = view(&member, at)?;
        for (before, after) in each(&before["tiers"]).zip(each(&after["tiers"])) {
            for field in ["tier", "coming"] {
                same(&before[field], &after[field], &format!("{field} of {}", before["id"]))?;
            }
        }
        Ok(())
    });
}

/// The same points; where there was a debt, which the order paid off from others' pending points, the same in sum.
fn never_bought(before: &Value, after: &Value) -> Verdict {
    if units(&before["debt"]) == 0 {
        for field in ["balance", "pending", "debt", "lots", "expiring", "worth"] {
            if let Some(difference) = difference(&before[field], &after[field], field) {
                return Err(difference);
            }
        }
    }
    let number = |purse: &Value, field: &str| units(&purse[field]);
    let sum = |purse: &Value| number(purse, "balance") + number(purse, "pending") - number(purse, "debt");
    if sum(before) == sum(after) { Ok(()) } else { Err("points less debt differ".to_owned()) }
}
