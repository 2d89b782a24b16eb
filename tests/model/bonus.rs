//! Coupons that give points: what an order names of them, as rules that come after all others.

use serde_json::{Value, json};

use super::facts::each;
use super::number::{money, money_text, whole};
use super::state::Book;

/// The rules of a currency that the coupons of an order make: one for each discount that gives points of it. A coupon that is named
/// twice adds twice what it adds.
pub fn rules(book: &Book, named: &[String], currency: usize) -> Vec<Value> {
    let mut rules = Vec::new();
    for coupon in book.list("coupons") {
        let uses = named.iter().filter(|id| coupon["id"] == ***id).count();
        let uses = i128::try_from(uses).unwrap();
        let is_of = |discount: &&Value| {
            (discount.get("pointsTimes").is_some() || discount.get("bonusPoints").is_some())
                && book.currency(discount["currency"].as_str()) == currency
        };
        for discount in each(&coupon["discounts"]).filter(is_of).filter(|_| uses > 0) {
            let mut rule = json!({ "id": coupon["id"], "on": "order" });
            if let Some(times) = discount.get("pointsTimes") {
                let more = (money(times, 4) - 10_000) * uses;
                rule["multiply"] = json!({ "by": money_text(10_000 + more, 4) });
            } else {
                let points = whole(&discount["bonusPoints"]) * uses;
                rule["fixed"] = i64::try_from(points).unwrap().into();
            }
            if let Some(scope) = discount.get("scope") {
                rule["scope"] = scope.clone();
            }
            rules.push(rule);
        }
    }
    rules
}

/// The place of a coupon among the program's, after its rules.
pub fn rank(book: &Book, id: &str) -> Option<usize> {
    book.list("coupons").position(|coupon| coupon["id"] == id)
}
