//! Conditions on the member: what is said of it, and how long it has been one or did nothing.

use super::compile::Compiler;
use super::condition::{Bound, Condition, Edge};
use super::measure::Measure;
use crate::config;
use crate::ledger::Value;
use crate::problem::Code;
use crate::shape::{Id, Place};
use crate::unit::{Day, Period};

/// How many decimals the bounds of attributes have.
pub const DECIMALS: u32 = 6;

/// What an attribute must be; everything asked must hold, and something is asked.
#[derive(Clone, Debug)]
pub struct AttributeIs {
    /// Its name.
    pub name: Id,
    /// Whether there is one, where that is asked.
    pub exists: Option<bool>,
    /// One of these, unless there are none.
    pub one_of: Vec<Value>,
    /// Bounds of a number, in millionths.
    pub bounds: Vec<Bound>,
}

impl Compiler<'_> {
    /// What an attribute must be.
    pub(super) fn attribute(&mut self, is: &config::AttributeIs, place: &Place<'_>) -> Option<Condition> {
        let given = [&is.at_least, &is.more_than, &is.up_to, &is.less_than].map(Option::as_ref);
        let bounds = self.bounds(given, is.between.as_deref(), Measure::Decimal, place)?;
        let one_of: Vec<Value> = is.one_of.iter().flat_map(|list| list.0.iter().cloned()).collect();
        if bounds.is_empty() && one_of.is_empty() && is.exists.is_none() {
            if !self.reader.is_wrong_within(place) {
                self.reader.note(place.field("in").problem(Code::Missing).text("field", "in"));
            }
            return None;
        }
        let is = AttributeIs { name: is.attribute.clone(), exists: is.exists, one_of, bounds };
        Some(Condition::Attribute(Box::new(is)))
    }

    /// How long the member did nothing.
    pub(super) fn inactive_for(&mut self, of: &config::InactiveFor, place: &Place<'_>) -> Option<Condition> {
        let given = [&of.at_least, &of.more_than, &of.up_to, &of.less_than];
        let bounds = self.periods(given, of.between.as_deref(), place)?;
        Some(Condition::InactiveFor(self.acts(&of.of), bounds))
    }

    /// Bounds of a stretch of time, in the order of the format; at least one.
    pub(super) fn periods(
        &mut self,
        given: [&Option<Period>; 4],
        between: Option<&[Period]>,
        place: &Place<'_>,
    ) -> Option<Vec<(Edge, Period)>> {
        let mut compiled = Vec::new();
        let edges = [Edge::AtLeast, Edge::MoreThan, Edge::UpTo, Edge::LessThan];
        for (edge, period) in edges.into_iter().zip(given) {
            if let Some(period) = period {
                compiled.push((edge, self.civil(period, &place.field(edge.as_str()))?));
            }
        }
        if let Some(between) = between {
            let at = place.field("between");
            let [low, high] = self.two(between, &at)?;
            let ends = (self.civil(low, &at.index(0)), self.civil(high, &at.index(1)));
            let (Some(from), Some(to)) = ends else { return None };
            // From the first of February months are shortest, so that no range that may ever hold is refused.
            let shortest = Day::clamped(2001, 2, 1);
            if from.after(shortest, 1) > to.after(shortest, 1) {
                self.out_of_order(low.text(), high.text(), &at);
                return None;
            }
            compiled.push((Edge::AtLeast, from));
            compiled.push((Edge::UpTo, to));
        }
        if compiled.is_empty() {
            self.no_bounds(place);
            return None;
        }
        Some(compiled)
    }
}
