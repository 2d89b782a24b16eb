//! The bound holds on random carts, whatever other coupons come before.
#![expect(clippy::arithmetic_side_effects, reason = "a test may panic")]

use serde_json::Value;

use super::upper;
use crate::json::DEPTH;
use crate::ledger::Cart;
use crate::price::{Bill, Items, Use, apply};
use crate::program::{Coupon, HostLimits, Program, compile};
use crate::quote::basket;
use crate::shape::{Place, Shape, tree};

#[path = "../../../tests/model/dice.rs"]
#[expect(dead_code, missing_docs, reason = "it is shared with the laws")]
pub mod dice;

#[path = "../../../tests/model/coupons.rs"]
#[expect(missing_docs, reason = "it is shared with the laws")]
pub mod coupons;

/// What the generator asks of the model's facts.
mod facts {
    use serde_json::Value;

    /// The items of a list, or none.
    pub fn each(list: &Value) -> impl Iterator<Item = &Value> {
        list.as_array().into_iter().flatten()
    }
}

#[test]
fn no_coupon_saves_more_whatever_comes_before() {
    let (mut seed, mut tight, mut tried) = (7_u64, 0, 0);
    for _ in 0..2000 {
        let mut tape = Vec::new();
        for _ in 0..220 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            tape.push(u16::try_from(seed >> 48).unwrap());
        }
        let mut dice = dice::Dice::new(&tape);
        let written = coupons::program(&mut dice);
        let cart = coupons::cart(&written, &mut dice);
        let program = compile(&written.to_string(), &HostLimits::default()).unwrap();
        let items = items(&program, &cart);
        let bill = Bill::of(&items);
        for coupon in &program.coupons {
            let most = upper(&items, used(coupon), &bill);
            let mut worst = saved(&items, coupon, &bill);
            for first in &program.coupons {
                let mut left = bill.clone();
                if apply(&items, used(first), &mut left).unwrap().is_err() {
                    continue;
                }
                worst = worst.max(saved(&items, coupon, &left));
                for second in &program.coupons {
                    let mut less = left.clone();
                    less.end_step();
                    if apply(&items, used(second), &mut less).unwrap().is_ok() {
                        worst = worst.max(saved(&items, coupon, &less));
                    }
                }
            }
            assert!(most >= worst, "{} saves {worst}, at most {most}: {written} {cart}", coupon.id);
            tried += i32::from(worst > 0);
            tight += i32::from(worst > 0 && most == worst);
        }
    }
    println!("{tried} coupons, {tight} bounds that are reached");
    assert!(tight * 2 > tried, "of {tried} only {tight} bounds are reached");
}

fn used(coupon: &Coupon) -> Use<'_> {
    Use { coupon, balance: None }
}

fn saved(items: &Items, coupon: &Coupon, bill: &Bill) -> i64 {
    let mut left = bill.clone();
    apply(items, used(coupon), &mut left).unwrap().map_or(0, |applied| {
        assert_eq!(bill.total() - applied.saves(), left.total(), "what is saved is what is left");
        applied.saves()
    })
}

fn items(program: &Program, cart: &Value) -> Items {
    let mut reader = program.reader();
    let text = cart.to_string();
    let json = tree(&text, &Place::ROOT, DEPTH).unwrap();
    let cart = Cart::read(&mut reader, &json, &Place::ROOT).unwrap();
    basket(program, &cart, &mut reader, &Place::ROOT).unwrap().items
}
