//! What tells a quote apart from every other: the same program, member, cart and moment give the same, in every host.

use super::{Basket, Occasion, Quote};
use crate::program::fingerprint;
use crate::unit::hexadecimal;

/// A hash of the program, the member and what was recorded of them, the cart, the moment and the result.
#[must_use]
pub fn mark(now: &Occasion<'_>, quote: &Quote<'_>) -> String {
    let program = now.program;
    let mut bytes = program.fingerprint.to_le_bytes().to_vec();
    for text in [&program.id, &program.version, &now.person.id] {
        push(text, &mut bytes);
    }
    bytes.extend_from_slice(&now.version.to_le_bytes());
    numbers(&[now.at.millis()], &mut bytes);
    cart(now.basket, &mut bytes);
    for (left, units) in quote.due.goods.iter().zip(&quote.due.units) {
        numbers(&[*left, *units], &mut bytes);
    }
    for left in [&quote.due.shipping, &quote.due.charges] {
        numbers(left, &mut bytes);
    }
    for (offer, applied) in quote.chosen.trial.used(&quote.chosen.offers.list) {
        push(&offer.id, &mut bytes);
        numbers(&[applied.total], &mut bytes);
    }
    let used = quote.chosen.trial.spending.as_ref().map_or(0, |spending| spending.used);
    numbers(&[quote.payable, used], &mut bytes);
    for line in quote.order.iter().flat_map(|order| &order.posted.points) {
        numbers(&[line.points], &mut bytes);
    }
    hexadecimal(&fingerprint(&bytes).to_be_bytes())
}

fn cart(basket: &Basket, bytes: &mut Vec<u8>) {
    for goods in &basket.goods {
        push(&goods.id, bytes);
        numbers(&[goods.quantity, goods.amount], bytes);
    }
    for fee in basket.shipping.iter().chain(&basket.charges) {
        push(&fee.id, bytes);
        numbers(&[fee.amount], bytes);
    }
    for word in [&basket.channel, &basket.store, &basket.payment, &basket.method] {
        push(word.as_deref().unwrap_or_default(), bytes);
    }
}

/// Adds a text behind its length.
fn push(text: &str, bytes: &mut Vec<u8>) {
    numbers(&[i64::try_from(text.len()).unwrap_or(0)], bytes);
    bytes.extend_from_slice(text.as_bytes());
}

fn numbers(numbers: &[i64], bytes: &mut Vec<u8>) {
    for number in numbers {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
}
