//! What is paid for in a cart, and its units.

use std::cmp::Reverse;

use serde_json::Value;

use super::facts::each;
use super::number::{Fraction, fraction, money, whole};
use super::price::{Item, Unit};

/// All that is paid for, by kind and then by id, the shorter ids first.
pub fn items(program: &Value, cart: &Value, decimals: u32) -> Vec<Item> {
    let sorted = |list: &str| {
        let mut list: Vec<&Value> = each(&cart[list]).collect();
        list.sort_by_key(|of| {
            let id = of["id"].as_str().unwrap();
            (id.len(), id)
        });
        list
    };
    let price = |of: &Value, key: &str| of.get(key).map_or(0, |price| money(price, decimals));
    let goods = |kind: &'static str, id: &Value, line: &Value| Item {
        kind,
        id: id.as_str().unwrap().into(),
        sku: line["sku"].as_str().unwrap().into(),
        price: price(line, "unitPrice"),
        floor: if kind == "line" { price(line, "floorPrice") } else { 0 },
        prices: if kind == "line" { line["prices"].clone() } else { Value::Null },
        tax: line.get("taxRate").map_or(Fraction::whole(0), fraction),
        scopes: each(&program["scopes"])
            .filter(|scope| holds(scope, line))
            .map(|scope| scope["id"].as_str().unwrap().into())
            .collect(),
    };
    let mut items: Vec<Item> =
        sorted("lines").into_iter().map(|line| goods("line", &line["id"], line)).collect();
    for discount in each(&program["coupons"]).flat_map(|coupon| each(&coupon["discounts"])) {
        for sku in [&discount["gift"]["sku"], &discount["replace"]["by"]["sku"]] {
            let known = items.iter().any(|item| item.kind == "brought" && *sku == *item.sku);
            let found = each(&cart["catalogue"]).find(|product| product["sku"] == *sku);
            let found = found.or_else(|| sorted("lines").into_iter().find(|line| line["sku"] == *sku));
            if let Some(found) = found.filter(|_| !known && sku.is_string()) {
                items.push(goods("brought", sku, found));
            }
        }
    }
    let fee = |kind: &'static str, of: &Value| Item {
        kind,
        id: of["id"].as_str().unwrap().into(),
        sku: String::new(),
        price: price(of, "amount"),
        floor: 0,
        prices: Value::Null,
        tax: Fraction::whole(0),
        scopes: Vec::new(),
    };
    items.extend(sorted("shipping").into_iter().map(|of| fee("delivery", of)));
    items.extend(sorted("charges").into_iter().map(|of| fee("charge", of)));
    items
}

/// Whether a line is in a scope of categories.
fn holds(scope: &Value, line: &Value) -> bool {
    let any = |filter: &Value| {
        each(&filter["categories"]).any(|known| each(&line["categories"]).any(|own| own == known))
    };
    (scope["include"].is_null() || any(&scope["include"])) && !any(&scope["exclude"])
}

/// Its units, all as they came.
pub fn units(cart: &Value, items: &[Item]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (item, of) in items.iter().enumerate() {
        let count = match of.kind {
            "line" => whole(&each(&cart["lines"]).find(|line| line["id"] == *of.id).unwrap()["quantity"]),
            "brought" => 0,
            _ => 1,
        };
        for _ in 0..count {
            let left = Reverse(of.price);
            units.push(Unit { item, left, bought: false, served: false, touched: false });
        }
    }
    units
}
