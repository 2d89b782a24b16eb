//! Codes that a digest does not hide, because they can be guessed.
//!
//! From a digest nobody can tell how long its code is. So it is tried: short codes, and words of the program and of the trade
//! with numbers behind them. What is found is certain; of what is not found nothing is claimed.

use super::Warning;
use crate::node::Node;
use memberview::unit::{hexadecimal, normal_code, sha256};
use std::collections::BTreeSet;

pub(super) fn warnings(program: &Node<'_>) -> Vec<Warning> {
    let mut digests: Vec<(String, Node<'_>, &str)> = Vec::new();
    for coupon in program.list("coupons") {
        let id = coupon.id();
        digests
            .extend(coupon.list("digests").into_iter().map(|node| (node.written().to_lowercase(), node, id)));
    }
    if digests.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let wanted: BTreeSet<String> = digests.iter().map(|(digest, ..)| digest.clone()).collect();
    for code in guesses(program) {
        let digest = hexadecimal(&sha256(&format!("{}\n{code}", program.id())));
        if wanted.contains(&digest) {
            for (_, node, coupon) in digests.iter().filter(|(known, ..)| *known == digest) {
                found.push(Warning::at("weakCode", node, &[("code", &code), ("coupon", coupon)]));
            }
        }
    }
    found
}

/// Codes that somebody would try, in their normal form.
fn guesses(program: &Node<'_>) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = COMMON.iter().map(|word| (*word).to_owned()).collect();
    words.insert(normal_code(program.id()));
    for coupon in program.list("coupons") {
        words.insert(normal_code(coupon.id()));
        words.extend(coupon.id().split(['-', '_', '.']).map(normal_code));
        words.extend(
            coupon.field("names").iter().flat_map(Node::fields).map(|(_, name)| normal_code(&name.written())),
        );
    }
    words.remove("");
    let mut all = BTreeSet::new();
    for word in words {
        all.extend((0..=100).chain(2020..=2035).map(|number| format!("{word}{number}")));
        all.insert(word);
    }
    all.extend((0..100_000).map(|number| number.to_string()));
    all.extend((1..=4).flat_map(|width| {
        (0..10_i32.pow(width)).map(move |number| format!("{number:0>w$}", w = width as usize))
    }));
    let letters: Vec<char> = ('A'..='Z').chain('0'..='9').collect();
    for a in &letters {
        for b in &letters {
            all.insert(format!("{a}{b}"));
            all.extend(letters.iter().map(|c| format!("{a}{b}{c}")));
        }
    }
    all
}

const COMMON: [&str; 24] = [
    "SAVE",
    "WELCOME",
    "HELLO",
    "VIP",
    "NEW",
    "SALE",
    "FREE",
    "GIFT",
    "BIRTHDAY",
    "SUMMER",
    "WINTER",
    "SPRING",
    "AUTUMN",
    "XMAS",
    "FREESHIP",
    "SHIP",
    "OFF",
    "PROMO",
    "CODE",
    "COUPON",
    "FIRST",
    "THANKS",
    "FRIEND",
    "BLACKFRIDAY",
];
