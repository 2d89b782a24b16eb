//! Coupons: as the model says unit by unit, exact to the last unit, and whatever the order in which things are given.

use memberview::api::{self, QuoteRequest};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use serde_json::{Value, json};

use super::ask::{self, Verdict, broken, member, program, same};
use crate::model::baskets;
use crate::model::dice::Dice;
use crate::model::facts::each;
use crate::model::number::{decimals_of, money};
use crate::model::till;

pub const NOW: &str = "2026-03-10T12:00:00+08:00";

/// A program and a cart.
type Asked = (Value, Value);

fn asked() -> impl Strategy<Value = Asked> {
    vec(any::<u16>(), 220).prop_map(|tape| {
        let mut dice = Dice::new(&tape);
        let program = baskets::program(&mut dice);
        let mut cart = baskets::cart(&program, &mut dice);
        // Without it the best are searched for.
        if cart.get("apply").is_none() {
            cart["apply"] = json!([]);
        }
        (program, cart)
    })
}

pub fn facts() -> Value {
    json!({ "profile": { "id": "m", "joinedAt": "2025-01-01" }, "events": [] })
}

pub fn quote(program: &api::Program, cart: &Value) -> Result<Value, String> {
    let now = api::instant(NOW).unwrap();
    let member = member(program, &facts())?;
    let quoted = program.cart(&cart.to_string()).and_then(|cart| member.quote(&cart, &QuoteRequest::at(now)));
    let text = quoted.map_err(|problems| problems.to_json())?;
    Ok(serde_json::from_str(&text).unwrap())
}

#[track_caller]
pub fn law(cases: u32, test: impl Fn(&Asked, &api::Program, &Value) -> Verdict) {
    let holds = |asked: &Asked| {
        let program = program(&asked.0)?;
        let quoted = quote(&program, &asked.1)?;
        test(asked, &program, &quoted)
    };
    if let Some((wrong, (program, cart))) = broken(cases, &asked(), |asked| holds(&asked)) {
        let checks = json!([{ "it": "?", "now": NOW, "cart": cart }]);
        let case = json!({ "about": wrong, "program": program, "member": facts(), "checks": checks });
        panic!("{}", serde_json::to_string_pretty(&case).unwrap());
    }
}

/// What the model speaks of.
fn bare(quoted: &Value) -> Value {
    let mut bare = json!({});
    for key in ["steps", "lines", "added", "shipping", "charges", "payable", "taxes", "refused"] {
        bare[key] = quoted[key].clone();
    }
    bare
}

#[test]
fn coupons_take_off_what_the_model_says() {
    law(1500, |(program, cart), _, quoted| same(&till::quote(program, cart), &bare(quoted), "the quote"));
}

#[test]
fn what_coupons_take_off_adds_up() {
    law(1500, |(program, _), _, quoted| {
        let decimals = decimals_of(program["currency"].as_str().unwrap());
        let minor = |value: &Value| money(value, decimals);
        let kinds = ["lines", "added", "shipping", "charges"];
        let all = |of: &Value, key: &str| -> i128 {
            kinds.iter().flat_map(|kind| each(&of[*kind])).map(|part| minor(&part[key])).sum()
        };
        let wrong = |law: &str| Err(format!("not true: {law}: {quoted}"));
        for step in each(&quoted["steps"]) {
            let coupons: i128 = each(&step["coupons"]).map(|coupon| minor(&coupon["amount"])).sum();
            if all(step, "amount") != minor(&step["amount"]) || coupons != minor(&step["amount"]) {
                return wrong("a step is what its coupons take off, and its pieces");
            }
            if each(&step["coupons"]).any(|coupon| all(coupon, "amount") != minor(&coupon["amount"])) {
                return wrong("a coupon takes off what it takes off its pieces");
            }
        }
        let off: i128 = each(&quoted["steps"]).map(|step| minor(&step["amount"])).sum();
        if off != all(quoted, "couponsOff") || all(quoted, "amount") - off != minor(&quoted["payable"]) {
            return wrong("what is not taken off is payable");
        }
        let below = kinds.iter().flat_map(|kind| each(&quoted[*kind])).any(|part| {
            minor(&part["paid"]) < 0
                || minor(&part["couponsOff"]) < 0
                || minor(&part["amount"]) - minor(&part["couponsOff"]) != minor(&part["paid"])
        });
        if below { wrong("nothing is below nothing") } else { Ok(()) }
    });
}

#[test]
fn the_best_coupons_are_as_good_as_trying_all() {
    law(400, |(written, cart), program, _| {
        let ask = |apply: Option<Vec<&Value>>| {
            let mut cart = cart.clone();
            cart.as_object_mut().unwrap().retain(|key, _| key != "apply" && key != "policy");
            if let Some(apply) = apply {
                cart["policy"] = "all".into();
                cart["apply"] = json!(apply);
            }
            quote(program, &cart)
        };
        let decimals = decimals_of(written["currency"].as_str().unwrap());
        let key = |quoted: &Value| {
            let used: usize =
                each(&quoted["steps"]).map(|step| step["coupons"].as_array().map_or(0, Vec::len)).sum();
            (money(&quoted["payable"], decimals), used)
        };
        let optional: Vec<&Value> = each(&written["coupons"])
            .filter(|coupon| coupon["automatic"] != "always")
            .map(|coupon| &coupon["id"])
            .collect();
        let mut best = None;
        for bits in 0_u32..1 << optional.len() {
            let chosen =
                optional.iter().enumerate().filter(|(nth, _)| bits >> nth & 1 == 1).map(|(_, id)| *id);
            let quoted = ask(Some(chosen.collect()))?;
            if quoted["refused"] == json!([]) && best.as_ref().is_none_or(|best| key(&quoted) < *best) {
                best = Some(key(&quoted));
            }
        }
        let found = ask(None)?;
        if Some(key(&found)) == best && found["optimal"] == true {
            return Ok(());
        }
        Err(format!("the best is {best:?}, found was {:?}: {found}", key(&found)))
    });
}

#[test]
fn the_order_in_which_things_are_given_decides_nothing() {
    law(500, |(written, cart), program, named| {
        // Those that are named, and the best.
        let best = free(cart);
        turned(written, cart, named)?;
        turned(written, &best, &quote(program, &best)?)
    });
}

/// Whether a cart has the same quote where all is given the other way round.
fn turned(written: &Value, cart: &Value, quoted: &Value) -> Verdict {
    let (mut other, mut turned) = (written.clone(), cart.clone());
    other["coupons"].as_array_mut().unwrap().reverse();
    for list in ["lines", "shipping", "apply"] {
        if let Some(list) = turned.get_mut(list).and_then(Value::as_array_mut) {
            list.reverse();
        }
    }
    let mut again = quote(&program(&backwards(&other))?, &backwards(&turned))?;
    for list in ["lines", "shipping"] {
        again[list].as_array_mut().unwrap().reverse();
    }
    let unordered = |quoted: &Value| {
        let mut bare = bare(quoted);
        // Pieces of steps stand in the order of the cart, what is brought in that of the program.
        for step in bare["steps"].as_array_mut().unwrap() {
            sort(step);
            each_mut(&mut step["coupons"]).for_each(sort);
        }
        sort(&mut bare);
        bare
    };
    same(&unordered(quoted), &unordered(&again), "given the other way round")
}

#[test]
fn one_more_coupon_never_makes_the_price_worse() {
    law(500, |(written, cart), program, _| {
        let decimals = decimals_of(written["currency"].as_str().unwrap());
        let cart = free(cart);
        let with = quote(program, &cart)?;
        for (nth, coupon) in each(&written["coupons"]).enumerate() {
            if coupon["automatic"] == "always" {
                continue;
            }
            let mut fewer = written.clone();
            fewer["coupons"].as_array_mut().unwrap().remove(nth);
            let without = quote(&ask::program(&fewer)?, &cart)?;
            let payable = |quoted: &Value| money(&quoted["payable"], decimals);
            if with["optimal"] == true && payable(&with) > payable(&without) {
                return Err(format!("without {} it is less: {without}, not {with}", coupon["id"]));
            }
        }
        Ok(())
    });
}

/// The cart without names of coupons: the best are used.
pub fn free(cart: &Value) -> Value {
    let mut cart = cart.clone();
    cart.as_object_mut()
        .unwrap()
        .retain(|key, _| !["apply", "policy", "pin", "forbid"].contains(&key.as_str()));
    cart
}

fn each_mut(list: &mut Value) -> impl Iterator<Item = &mut Value> {
    list.as_array_mut().unwrap().iter_mut()
}

fn sort(of: &mut Value) {
    for key in ["lines", "added", "shipping", "charges"] {
        of[key].as_array_mut().unwrap().sort_by_key(|part| part["id"].as_str().unwrap().to_owned());
    }
}

/// The same with the keys of every object the other way round.
fn backwards(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.iter().rev().map(|(key, value)| (key.clone(), backwards(value))).collect()
        }
        Value::Array(items) => items.iter().map(backwards).collect(),
        plain => plain.clone(),
    }
}
