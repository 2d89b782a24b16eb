//! Coupons that leave nothing to pay, alone or together.
//!
//! The engine itself prices carts of one line at the amounts that the coupons name. What is warned of comes with a cart that shows
//! it. Conditions on members, times and places count as met, unless those of coupons that join contradict each other. What was paid
//! for in advance (vouchers) and what is free shipping is not meant. A cart that is not tried may cost nothing all the same.

use super::Warning;
use super::facts::Facts;
use super::formula::Formula;
use super::stripped;
use crate::node::{Node, ONE, billionths, decimal};
use memberview::api::{Member, Program, QuoteRequest, instant};
use memberview::json::{DEPTH, parse, text as quoted};
use memberview::unit::Currency;
use std::collections::BTreeSet;

pub(super) fn warnings(facts: &Facts<'_>) -> Vec<Warning> {
    let coupons = facts.program.list("coupons");
    let mut found = Vec::new();
    let mut others = Vec::new();
    for coupon in &coupons {
        match free(facts, &[coupon]) {
            Some((_, cart)) => {
                found.push(Warning::at("costsNothing", coupon, &[("id", coupon.id()), ("cart", &*cart)]));
            }
            None => others.push(coupon),
        }
    }
    if let Some((ids, cart)) = together(facts, &others)
        && let Some(first) = others.iter().find(|coupon| ids.iter().any(|id| id == coupon.id()))
    {
        found.push(Warning::at("costNothingTogether", first, &[("ids", &*ids.join(", ")), ("cart", &*cart)]));
    }
    found
}

/// Coupons that leave nothing to pay together and whose conditions do not contradict each other.
fn together(facts: &Facts<'_>, coupons: &[&Node<'_>]) -> Option<(Vec<String>, String)> {
    let joins = |ids: &[String]| {
        let named = coupons.iter().filter(|coupon| ids.iter().any(|id| id == coupon.id()));
        !Formula::All(named.map(|coupon| facts.when(coupon, "when")).collect()).never()
    };
    let all = free(facts, coupons)?;
    if joins(&all.0) {
        return Some(all);
    }
    let pairs = coupons
        .iter()
        .enumerate()
        .flat_map(|(place, first)| coupons.iter().skip(place + 1).map(move |then| [*first, *then]));
    pairs.take(PAIRS).filter_map(|pair| free(facts, &pair)).find(|(ids, _)| joins(ids))
}

/// So many pairs are tried where all together cannot be.
const PAIRS: usize = 200;

/// A cart that costs nothing with these coupons, and which of them make it so.
fn free(facts: &Facts<'_>, coupons: &[&Node<'_>]) -> Option<(Vec<String>, String)> {
    let program = Program::load(&stripped::program(&facts.program, coupons)?).ok()?;
    let member = program.member(r#"{"profile":{"id":"m","joinedAt":"2020-01-01"}}"#).ok()?;
    let decimals = facts.program.text("currency").and_then(Currency::named).map_or(0, |of| of.decimals());
    let (amounts, units) = named(coupons, facts.money);
    for quantity in units {
        for amount in &amounts {
            // Units that cost the amount together.
            let each = amount / i128::from(quantity) / facts.money * facts.money;
            if each * i128::from(quantity) != *amount || each == 0 {
                continue;
            }
            let price = decimal(each, decimals);
            for marks in marks(facts, coupons) {
                if let Some(ids) = costs_nothing(&member, &marks, quantity, &price) {
                    return Some((ids, format!("{quantity} × {price}")));
                }
            }
        }
    }
    None
}

/// The coupons that make a cart of one line free.
fn costs_nothing(member: &Member, marks: &str, quantity: i64, price: &str) -> Option<Vec<String>> {
    let cart =
        format!("{{\"lines\":[{{\"id\":\"1\",{marks},\"quantity\":{quantity},\"unitPrice\":\"{price}\"}}]}}");
    let held = member.cart(&cart).ok()?;
    let now = instant("2026-01-15T12:00:00Z").ok()?;
    let request = QuoteRequest { now, locale: "en", coupons: false, unlocks: 0, plans: false };
    let text = member.quote(&held, &request).ok()?;
    let json = parse(&text, DEPTH).ok()?;
    let quote = Node::root(&json);
    if quote.number("payable") != Some(0) || quote.number("subtotal").is_none_or(|amount| amount == 0) {
        return None;
    }
    let ids: BTreeSet<String> = quote
        .list("steps")
        .iter()
        .flat_map(|step| step.list("coupons"))
        .filter_map(|coupon| coupon.text("coupon").map(str::to_owned))
        .collect();
    Some(ids.into_iter().collect())
}

/// The amounts that coupons name, each with each, and the numbers of units.
fn named(coupons: &[&Node<'_>], money: i128) -> (Vec<i128>, Vec<i64>) {
    let (mut amounts, mut units) = (BTreeSet::from([100 * ONE]), BTreeSet::from([1]));
    for coupon in coupons {
        for key in ["discounts", "when", "limits"] {
            for node in coupon.list(key) {
                numbers(&node, &mut amounts, &mut units);
            }
        }
    }
    let single: Vec<i128> = amounts.iter().copied().filter(|amount| *amount > 0).collect();
    if single.len() <= SINGLE {
        for first in &single {
            amounts.extend(single.iter().map(|then| first + then));
        }
    }
    let usable = amounts.into_iter().filter(|amount| *amount > 0 && amount % money == 0);
    (
        usable.take(AMOUNTS).collect(),
        units.into_iter().filter(|units| (1..=100).contains(units)).take(6).collect(),
    )
}

/// Of so many amounts the sums of two are tried as well.
const SINGLE: usize = 10;

/// So many amounts are tried.
const AMOUNTS: usize = 60;

fn numbers(node: &Node<'_>, amounts: &mut BTreeSet<i128>, units: &mut BTreeSet<i64>) {
    for (key, value) in node.fields() {
        if let Some(number) = billionths(&value.written()) {
            amounts.insert(number);
            if matches!(key, "quantity" | "maxQuantity" | "every" | "atLeast")
                && let Ok(number) = i64::try_from(number / ONE)
            {
                units.insert(number);
                units.insert(number + 1);
            }
        }
        for item in value.items() {
            numbers(&item, amounts, units);
        }
    }
}

/// The marks of products that the coupons' scopes and gifts mean, and of one that none means.
fn marks(facts: &Facts<'_>, coupons: &[&Node<'_>]) -> BTreeSet<String> {
    let mut all = BTreeSet::from(["\"sku\":\"s\"".to_owned()]);
    let used: Vec<String> = coupons.iter().flat_map(|coupon| texts(coupon)).collect();
    let scopes: Vec<Node<'_>> = facts
        .program
        .list("scopes")
        .into_iter()
        .filter(|scope| used.iter().any(|id| id == scope.id()))
        .collect();
    let mark = |filter: &Node<'_>| {
        let list = |key: &str| {
            let words: Vec<String> = filter.words(key).iter().map(|word| quoted(word)).collect();
            (!words.is_empty()).then(|| words.join(","))
        };
        let one = |key: &str| filter.words(key).first().map(|word| quoted(word));
        let sku = one("skus").unwrap_or_else(|| "\"s\"".to_owned());
        let mut line = format!("\"sku\":{sku}");
        for (key, value) in [("categories", list("categories")), ("tags", list("tags"))] {
            line.extend(value.map(|value| format!(",\"{key}\":[{value}]")));
        }
        line.extend(one("brands").map(|brand| format!(",\"brand\":{brand}")));
        line
    };
    all.extend(scopes.iter().filter_map(|scope| scope.field("include")).map(|filter| mark(&filter)));
    for gift in coupons.iter().flat_map(|coupon| coupon.list("discounts")).filter_map(|of| of.field("gift")) {
        all.extend(gift.text("sku").map(|sku| format!("\"sku\":{}", quoted(&sku))));
    }
    all.into_iter().take(8).collect()
}

/// Every text within a value.
fn texts(node: &Node<'_>) -> Vec<String> {
    let own = node.json.text().map(str::to_owned);
    let inside = node.fields().flat_map(|(_, value)| value.items()).flat_map(|item| texts(&item));
    own.into_iter().chain(inside).collect()
}
