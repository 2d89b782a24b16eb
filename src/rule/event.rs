//! Whether the event being processed is what a condition asks for; what it does not say meets no comparison.

use super::Happening;
use super::condition::within;
use crate::config::EventType;
use crate::ledger::{Traits, Value};
use crate::program::{Mark, Marks};
use crate::shape::Id;
use crate::state::Left;

/// Whether what an event says is one of several words.
pub fn says(mark: Mark, words: &[Id], event: &Happening<'_>) -> bool {
    let said = match event {
        Happening::Order(order, _) => match mark {
            Mark::Channel => order.channel.as_ref(),
            Mark::Store => order.store.as_ref(),
            Mark::Payment => order.payment.as_ref(),
            Mark::ShippingMethod => order.shipping_method.as_ref(),
            Mark::Kind | Mark::Subject => None,
        },
        Happening::Activity { kind, subject, .. } => match mark {
            Mark::Kind => Some(*kind),
            Mark::Subject => *subject,
            Mark::Channel | Mark::Store | Mark::Payment | Mark::ShippingMethod => None,
        },
    };
    said.is_some_and(|said| words.contains(said))
}

/// Whether every mark holds.
pub fn matches(marks: &Marks, event: &Happening<'_>, traits: &Traits) -> bool {
    if !marks.words.iter().all(|(mark, words)| says(*mark, words, event)) {
        return false;
    }
    match event {
        Happening::Order(order, left) => {
            let (mut is_in_scope, mut paid, mut quantity) = (marks.scope.is_none(), 0_i64, 0_i64);
            for (line, Left { quantity: units, paid: money }) in order.lines.iter().zip(*left) {
                if *units > 0 && marks.scope.is_none_or(|scope| line.scopes.contains(&scope)) {
                    is_in_scope = true;
                    paid = paid.saturating_add(*money);
                    quantity = quantity.saturating_add(*units);
                }
            }
            marks.event_type != Some(EventType::Activity)
                && marks.own.is_none()
                && marks.value.is_empty()
                && is_in_scope
                && within(&marks.paid, paid)
                && within(&marks.quantity, quantity)
        }
        Happening::Activity { value, subject, .. } => {
            let same = |name: &Id| match (traits.attribute(name), subject) {
                (Some(Value::Text(text)), Some(subject)) => **text == ***subject,
                _ => false,
            };
            marks.event_type != Some(EventType::Order)
                && marks.own.as_ref().is_none_or(same)
                && marks.scope.is_none()
                && marks.paid.is_empty()
                && marks.quantity.is_empty()
                && (marks.value.is_empty() || value.is_some_and(|value| within(&marks.value, value)))
        }
    }
}
