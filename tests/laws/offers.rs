//! Verdicts on every coupon of a cart, and what more of something would do.

use memberview::api::{self, QuoteRequest};
use serde_json::{Value, json};

use super::ask::{member, same};
use super::coupons::{NOW, facts, free, law, quote};
use crate::model::facts::each;
use crate::model::number::{decimals_of, money};

/// A cart's quote with a verdict on every coupon, the best of which are used.
fn judged(program: &api::Program, cart: &Value) -> Result<Value, String> {
    let member = member(program, &facts())?;
    let held = program.cart(&free(cart).to_string()).map_err(|problems| problems.to_json())?;
    let request = QuoteRequest { coupons: true, unlocks: 3, ..QuoteRequest::at(api::instant(NOW).unwrap()) };
    let text = member.quote(&held, &request).map_err(|problems| problems.to_json())?;
    Ok(serde_json::from_str(&text).unwrap())
}

/// The cart with coupons that are named.
fn naming(cart: &Value, apply: &[&Value]) -> Value {
    let mut cart = free(cart);
    cart["apply"] = json!(apply);
    cart
}

/// The cart with so many units more of a product.
fn with_more(cart: &Value, sku: &Value, units: i64) -> Value {
    let mut cart = cart.clone();
    let lines = cart["lines"].as_array_mut().unwrap();
    if let Some(line) = lines.iter_mut().find(|line| line["sku"] == *sku) {
        line["quantity"] = json!(line["quantity"].as_i64().unwrap() + units);
        return cart;
    }
    let mut line = each(&cart["catalogue"]).find(|product| product["sku"] == *sku).unwrap().clone();
    line["id"] = "zzzzzzzzzzzz".into();
    line["quantity"] = units.into();
    cart["lines"].as_array_mut().unwrap().push(line);
    cart
}

#[test]
fn a_verdict_is_what_naming_the_coupon_alone_says() {
    law(500, |(written, cart), program, _| {
        let quoted = judged(program, cart)?;
        let decimals = decimals_of(written["currency"].as_str().unwrap());
        let without = quote(program, &naming(cart, &[]))?;
        let always = each(&written["coupons"]).any(|coupon| coupon["automatic"] == "always");
        for offer in each(&quoted["coupons"]).filter(|offer| offer["always"] == false) {
            let alone = quote(program, &naming(cart, &[&offer["id"]]))?;
            let reasons =
                each(&alone["refused"]).next().map_or(json!([]), |refused| refused["reasons"].clone());
            same(&reasons, &offer["reasons"], "all that keeps it")?;
            let off = money(&without["payable"], decimals) - money(&alone["payable"], decimals);
            if !always && offer["usable"] == true && off != money(&offer["takesOff"], decimals) {
                return Err(format!("it takes off {off}: {offer}"));
            }
        }
        Ok(())
    });
}

#[test]
fn the_nearest_cart_is_the_cheapest_that_will_do() {
    law(500, |(written, cart), program, _| {
        let quoted = judged(program, cart)?;
        let decimals = decimals_of(written["currency"].as_str().unwrap());
        let usable = |cart: &Value, id: &Value| -> Result<bool, String> {
            let quoted = quote(program, &naming(cart, &[id]))?;
            Ok(quoted["refused"] == json!([]))
        };
        for offer in each(&quoted["coupons"]).filter(|offer| offer["usable"] == false) {
            let Some(nearest) = offer.get("nearest") else { continue };
            if each(&cart["lines"]).filter(|line| line["sku"] == nearest["sku"]).count() > 1 {
                continue;
            }
            let units = nearest["quantity"].as_i64().unwrap();
            if offer["always"] == false && !usable(&with_more(cart, &nearest["sku"], units), &offer["id"])? {
                return Err(format!("it does not make the coupon usable: {offer}"));
            }
            let cost = money(&nearest["amount"], decimals);
            for product in each(&cart["lines"]).chain(each(&cart["catalogue"])) {
                let price = money(&product["unitPrice"], decimals);
                if each(&cart["lines"]).filter(|line| line["sku"] == product["sku"]).count() > 1 {
                    continue;
                }
                for units in (1..40).take_while(|units| i128::from(*units) * price < cost) {
                    if usable(&with_more(cart, &product["sku"], units), &offer["id"])? {
                        return Err(format!("{units} of {} is cheaper: {offer}", product["sku"]));
                    }
                }
            }
        }
        Ok(())
    });
}

#[test]
fn a_cart_that_is_held_is_the_cart_that_is_read() {
    law(500, |(_, cart), program, _| {
        let said = |wrong: memberview::problem::Problems| wrong.to_json();
        let member = member(program, &facts())?;
        let now = api::instant(NOW).unwrap();
        let mut held = program.cart(&cart.to_string()).map_err(said)?;
        let mut edited = cart.clone();
        for (nth, line) in edited["lines"].as_array_mut().unwrap().iter_mut().enumerate() {
            let quantity = line["quantity"].as_i64().unwrap() + i64::try_from(nth).unwrap() - 1;
            line["quantity"] = quantity.max(0).into();
            held.set_quantity(line["id"].as_str().unwrap(), quantity.max(0)).map_err(said)?;
        }
        let got: Value =
            serde_json::from_str(&member.quote(&held, &QuoteRequest::at(now)).map_err(said)?).unwrap();
        same(&quote(program, &edited)?, &got, "the quote of the cart that was held")?;
        let Some(line) = each(&edited["lines"]).next() else { return Ok(()) };
        let sku = line["sku"].as_str().unwrap();
        if each(&edited["lines"]).filter(|line| line["sku"] == sku).count() > 1 {
            return Ok(());
        }
        let costs: Value = serde_json::from_str(&member.what_if(&held, sku, 2, now).map_err(said)?).unwrap();
        let more = quote(program, &with_more(&edited, &line["sku"], 2))?;
        same(&more["payable"], &costs["payable"], "what two more would cost")
    });
}
