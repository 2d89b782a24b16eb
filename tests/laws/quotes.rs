//! Quotes: as the model says, exact to the last unit, and what recording the order then says.

use memberview::api::{self, Program, QuoteRequest};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use serde_json::{Value, json};

use super::ask::{
    Question, Verdict, broken, bytes, decimals, member, plain_questions, program, rejected, same, view,
};
use crate::model;
use crate::model::calendar::{Zone, instant, instant_text};
use crate::model::carts;
use crate::model::decimals::{units, with_decimals};
use crate::model::dice::Dice;
use crate::model::facts::each;
use crate::model::number::fraction;

/// A question and a cart.
type Asked = (Question, Value);

/// Whether coupons are taken, or what they take off is asked elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coupons {
    Taken,
    Left,
}

fn carts_asked(coupons: Coupons) -> impl Strategy<Value = Asked> {
    (plain_questions(15), vec(any::<u16>(), 80), decimals()).prop_map(
        move |(mut question, tape, decimals)| {
            let mut dice = Dice::new(&tape);
            carts::with_points(&mut question.program, &mut question.member, &mut dice);
            let mut cart = carts::cart(&question.program, &mut dice);
            if coupons == Coupons::Left {
                cart["apply"] = json!([]);
            } else if dice.once_in(2) {
                cart["objective"] = "mostPoints".into();
            }
            let all = question.program.get_mut("coupons").and_then(Value::as_array_mut);
            for coupon in all.into_iter().flatten().filter(|_| coupons == Coupons::Left) {
                if coupon["automatic"] == "always" {
                    coupon["automatic"] = true.into();
                }
            }
            with_decimals(&decimals, &mut question.program, &mut question.member, &mut cart);
            (question, cart)
        },
    )
}

#[track_caller]
fn law(cases: u32, coupons: Coupons, test: impl Fn(&Asked, i64, (&Program, &api::Member)) -> Verdict) {
    let holds = |asked: &Asked| {
        let (question, _) = asked;
        let program = program(&question.program)?;
        let member = member(&program, &question.member)?;
        let zone = Zone::named(question.program["timeZone"].as_str().unwrap());
        let joined = instant(&question.member["profile"]["joinedAt"], &zone);
        for now in question.nows.iter().filter(|now| zone.date_of(**now) >= zone.date_of(joined)) {
            test(asked, *now, (&program, &member))
                .map_err(|wrong| format!("at {}: {wrong}", instant_text(*now)))?;
        }
        Ok(())
    };
    if let Some((wrong, asked)) = broken(cases, &carts_asked(coupons), |asked| holds(&asked)) {
        panic!("{}", case_file(&asked, &wrong));
    }
}

/// A failing question as a case file.
fn case_file((question, cart): &Asked, wrong: &str) -> String {
    let checks: Vec<Value> = question
        .nows
        .iter()
        .map(|now| json!({ "it": "?", "now": instant_text(*now), "cart": cart }))
        .collect();
    let (program, member) = (&question.program, &question.member);
    let case = json!({ "about": wrong, "program": program, "member": member, "checks": checks });
    serde_json::to_string_pretty(&case).unwrap()
}

fn quote((program, member): (&Program, &api::Member), cart: &Value, now: i64) -> Result<Value, String> {
    let held = program.cart(&cart.to_string());
    let text = held.and_then(|cart| member.quote(&cart, &QuoteRequest::at(now)));
    let text = text.map_err(|problems| problems.to_json())?;
    Ok(serde_json::from_str(&text).unwrap())
}

/// The facts without the events that were refused.
fn accepted(question: &Question, member: &api::Member) -> Value {
    let left_out: Vec<String> = rejected(member).into_iter().map(|(id, _)| id).collect();
    let keeps = |event: &&Value| !left_out.iter().any(|id| event["id"] == **id);
    let events: Vec<&Value> = each(&question.member["events"]).filter(keeps).collect();
    json!({ "profile": question.member["profile"], "events": events })
}

#[test]
fn quotes_are_what_the_model_says() {
    law(150, Coupons::Left, |(question, cart), now, (program, member)| {
        let got = quote((program, member), cart, now)?;
        let own = question.program["points"][0]["spend"]["includeThisOrder"] == true;
        let hint = carts::usable(&got).filter(|_| own);
        let facts = accepted(question, member);
        let expected = model::quote(&question.program, &facts, (cart, now), hint);
        same(&expected, &carts::bare(got), "the quote")
    });
}

#[test]
fn a_quote_is_exact_and_changes_nothing() {
    law(500, Coupons::Left, |(question, cart), now, (program, member)| {
        let before = bytes(member);
        let quote = quote((program, member), cart, now)?;
        if bytes(member) != before {
            return Err("the quote changes the member".into());
        }
        let decimals = model::number::decimals_of(question.program["currency"].as_str().unwrap());
        let minor = |value: &Value| model::number::money(value, decimals);
        let sum = |list: &Value, key: &str| each(list).map(|part| minor(&part[key])).sum::<i128>();
        let parts = |key: &str| sum(&quote["lines"], key) + sum(&quote["shipping"], key);
        let off: i128 = each(&quote["steps"]).map(|step| minor(&step["amount"])).sum();
        let cuts: i128 = each(&quote["steps"])
            .map(|step| sum(&step["lines"], "amount") + sum(&step["shipping"], "amount"))
            .sum();
        let whole = |part: &Value| minor(&part["amount"]) - minor(&part["pointsOff"]) == minor(&part["paid"]);
        let not_below = |part: &Value| minor(&part["paid"]) >= 0 && minor(&part["pointsOff"]) >= 0;
        let mut all = each(&quote["lines"]).chain(each(&quote["shipping"]));
        let payable = parts("paid") + sum(&quote["charges"], "amount");
        let facts = [
            ("lines make the subtotal", sum(&quote["lines"], "amount") == minor(&quote["subtotal"])),
            ("what is taken off is taken off lines and deliveries", off == cuts && off == parts("pointsOff")),
            ("no line is paid below nothing", all.clone().all(not_below)),
            ("each line is what is paid and what is taken off", all.all(whole)),
            ("all that is paid is payable", payable == minor(&quote["payable"]) && payable >= 0),
            (
                "the most is used, or nothing, or what was asked for",
                quote["points"].is_null() || is_used(&quote["points"], &cart["points"]),
            ),
        ];
        facts
            .iter()
            .find(|(_, holds)| !holds)
            .map_or(Ok(()), |(law, _)| Err(format!("not true: {law}: {quote}")))
    });
}

#[test]
fn what_is_quoted_is_what_is_recorded() {
    law(800, Coupons::Taken, |(question, cart), now, (program, member)| {
        let quoted = quote((program, member), cart, now)?;
        let zone = Zone::named(question.program["timeZone"].as_str().unwrap());
        let at_once = each(&question.member["events"]).any(|event| instant(&event["at"], &zone) == now);
        let order = order(cart, &quoted, now);
        // Of events of one instant, those that name another come later than the order.
        if at_once || order["lines"] == json!([]) {
            return Ok(());
        }
        let mut other = loaded(question, member)?;
        let answer = other.record(&order.to_string()).map_err(|problems| problems.to_json())?;
        let answer: Value = serde_json::from_str(&answer).unwrap();
        same(&quoted["earn"], &answer["events"][0]["posted"]["points"], "what it earns")?;
        same(&quoted["ledger"], &answer["events"][0]["posted"]["ledger"], "what it credits")?;
        let view = view(&other, now)?;
        let of = |list: &Value, keys: &[[&str; 2]]| -> Value {
            let pick = |item: &Value| keys.iter().map(|[from, _]| item[*from].clone()).collect::<Value>();
            each(list).map(pick).collect()
        };
        let rename = |list: &Value, keys: &[[&str; 2]]| {
            of(list, &keys.iter().map(|[_, to]| [*to, *to]).collect::<Vec<_>>())
        };
        let points = [["currency", "id"], ["balance", "balance"], ["pending", "pending"], ["debt", "debt"]];
        same(&of(&quoted["balances"], &points), &rename(&view["points"], &points), "the points after it")?;
        let tiers =
            [["id", "id"], ["after", "tier"], ["until", "until"], ["coming", "coming"], ["next", "next"]];
        same(&of(&quoted["tiers"], &tiers), &rename(&view["tiers"], &tiers), "the tiers after it")
    });
}

#[test]
fn the_most_points_are_as_many_as_trying_all() {
    law(150, Coupons::Taken, |(question, cart), now, (program, member)| {
        let ask = |apply: Option<Vec<&Value>>| {
            let mut cart = cart.clone();
            cart["objective"] = "mostPoints".into();
            if let Some(apply) = apply {
                cart["policy"] = "all".into();
                cart["apply"] = json!(apply);
            }
            quote((program, member), &cart, now)
        };
        let first = &question.program["points"][0]["id"];
        let points = |quoted: &Value| -> i128 {
            let of_first = each(&quoted["earn"]).filter(|line| line["currency"] == *first);
            of_first.map(|line| units(&line["points"])).sum()
        };
        let view = view(member, now)?;
        let open = each(&question.program["coupons"]).filter(|coupon| coupon["automatic"] == true);
        let issues = each(&view["coupons"]).map(|held| &held["issue"]);
        let ids: Vec<&Value> = open.map(|coupon| &coupon["id"]).chain(issues).take(4).collect();
        let found = ask(None)?;
        if found["optimal"] != true {
            return Ok(());
        }
        for bits in 0_u32..1 << ids.len() {
            let chosen = ids.iter().enumerate().filter(|(nth, _)| bits >> nth & 1 == 1).map(|(_, id)| *id);
            let quoted = ask(Some(chosen.collect()))?;
            if quoted["refused"] == json!([]) && points(&quoted) > points(&found) {
                return Err(format!("more are {quoted}, found was {found}"));
            }
        }
        Ok(())
    });
}

/// Whether what is used is the most, nothing, or what was asked for.
fn is_used(points: &Value, asked: &Value) -> bool {
    let used = units(&points["used"]);
    used == 0 || points["used"] == points["usable"] || fraction(&points["used"]) == fraction(asked)
}

/// The same member once more.
fn loaded(question: &Question, first: &api::Member) -> Result<api::Member, String> {
    let program: Program = program(&question.program)?;
    member(&program, &accepted(question, first))
}

/// The order that a quote is of.
fn order(cart: &Value, quoted: &Value, now: i64) -> Value {
    let mut lines = Vec::new();
    for (line, part) in each(&cart["lines"]).zip(each(&quoted["lines"])) {
        let mut line = line.clone();
        line["paid"] = part["paid"].clone();
        if line["quantity"] != 0 {
            lines.push(line);
        }
    }
    let paid: i128 = each(&quoted["shipping"]).map(|part| model::number::money(&part["paid"], 4)).sum();
    let mut order = json!({
        "id": "\u{10ffff}", "at": now, "type": "order", "lines": lines, "shipping": model::number::money_text(paid, 4),
    });
    for key in ["channel", "store", "payment"] {
        if let Some(word) = cart.get(key) {
            order[key] = word.clone();
        }
    }
    if let Some(method) = each(&cart["shipping"]).find_map(|delivery| delivery.get("method")) {
        order["shippingMethod"] = method.clone();
    }
    let coupons: Vec<Value> = each(&quoted["steps"])
        .flat_map(|step| each(&step["coupons"]))
        .map(|used| json!({ "id": used["id"], "amount": used["amount"] }))
        .collect();
    if !coupons.is_empty() {
        order["coupons"] = coupons.into();
    }
    if quoted["points"].get("used").is_some_and(|used| units(used) > 0) {
        order["pointsUsed"] = quoted["points"]["used"].clone();
    }
    order
}
