//! Conditions on the event being processed.

use super::compile::Compiler;
use super::condition::{Bound, Condition, Spot};
use super::measure::Measure;
use crate::config::{self, EventType, ThresholdOn};
use crate::shape::{Id, Place};

/// What an event says in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The kind of an activity.
    Kind,
    /// What an activity is about.
    Subject,
    /// The channel of an order.
    Channel,
    /// The store of an order.
    Store,
    /// The payment of an order.
    Payment,
    /// How an order is delivered.
    ShippingMethod,
}

impl Mark {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Subject => "subject",
            Self::Channel => "channel",
            Self::Store => "store",
            Self::Payment => "payment",
            Self::ShippingMethod => "shippingMethod",
        }
    }
}

/// Marks of an event; every one given must hold.
#[derive(Clone, Debug)]
pub struct Marks {
    /// Its type.
    pub event_type: Option<EventType>,
    /// What it says, each one of several words.
    pub words: Vec<(Mark, Vec<Id>)>,
    /// The attribute of the member that what an activity is about is equal to.
    pub own: Option<Id>,
    /// The scope to which `paid` and `quantity` look.
    pub scope: Option<usize>,
    /// What was paid for goods.
    pub paid: Vec<Bound>,
    /// Units of goods.
    pub quantity: Vec<Bound>,
    /// The value of an activity.
    pub value: Vec<Bound>,
}

/// What a cart must hold; every bound must hold.
#[derive(Clone, Debug)]
pub struct CartMarks {
    /// The scope of lines that count; all without.
    pub scope: Option<usize>,
    /// Of what it is tested.
    pub of: ThresholdOn,
    /// What they cost.
    pub amount: Vec<Bound>,
    /// How many units they are.
    pub quantity: Vec<Bound>,
}

impl Compiler<'_> {
    /// What a cart must hold.
    pub(super) fn cart_marks(&mut self, marks: &config::CartMarks, place: &Place<'_>) -> Option<CartMarks> {
        let scope = self.maybe_scope(marks.scope.as_deref(), &place.field("scope"));
        let amount = self.bounds_of(marks.amount.as_ref(), Measure::Money, &place.field("amount"));
        let quantity = self.bounds_of(marks.quantity.as_ref(), Measure::Quantity, &place.field("quantity"));
        if marks.amount.is_none() && marks.quantity.is_none() {
            self.missing(place, "amount");
            return None;
        }
        let of = marks.of.unwrap_or(ThresholdOn::Before);
        Some(CartMarks { scope: scope?, of, amount: amount?, quantity: quantity? })
    }

    /// Bounds that may be absent; where they are written, there is one.
    pub(super) fn bounds_of(
        &mut self,
        bounds: Option<&config::Bounds>,
        measure: Measure,
        place: &Place<'_>,
    ) -> Option<Vec<Bound>> {
        let Some(bounds) = bounds else { return Some(Vec::new()) };
        let given =
            [&bounds.at_least, &bounds.more_than, &bounds.up_to, &bounds.less_than].map(Option::as_ref);
        let compiled = self.bounds(given, bounds.between.as_deref(), measure, place)?;
        if compiled.is_empty() {
            self.no_bounds(place);
            return None;
        }
        Some(compiled)
    }

    /// What the event at hand must say.
    pub(super) fn said(
        &mut self,
        mark: Mark,
        words: &config::Words,
        place: &Place<'_>,
        spot: Spot,
    ) -> Option<Condition> {
        self.here(spot, mark.as_str(), place)?;
        Some(Condition::Said(mark, words.0.clone()))
    }

    /// The marks at a place.
    pub(super) fn marks(&mut self, marks: &config::EventMarks, place: &Place<'_>) -> Option<Marks> {
        let scope = self.maybe_scope(marks.scope.as_deref(), &place.field("scope"));
        let paid = self.bounds_of(marks.paid.as_ref(), Measure::Money, &place.field("paid"));
        let quantity = self.bounds_of(marks.quantity.as_ref(), Measure::Quantity, &place.field("quantity"));
        let value = self.bounds_of(marks.value.as_ref(), Measure::Value, &place.field("value"));
        let mut words = Vec::new();
        for (mark, of) in [
            (Mark::Kind, &marks.kind),
            (Mark::Subject, &marks.subject),
            (Mark::Channel, &marks.channel),
            (Mark::Store, &marks.store),
            (Mark::Payment, &marks.payment),
            (Mark::ShippingMethod, &marks.shipping_method),
        ] {
            if let Some(of) = of {
                words.push((mark, of.0.clone()));
            }
        }
        Some(Marks {
            event_type: marks.event_type,
            words,
            own: marks.subject_attribute.clone(),
            scope: scope?,
            paid: paid?,
            quantity: quantity?,
            value: value?,
        })
    }
}
