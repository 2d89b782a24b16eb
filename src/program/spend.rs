//! How points are spent at checkout.

use super::compile::Compiler;
use crate::config::{self, Covered};
use crate::problem::Code;
use crate::shape::Place;

/// How points of the first currency are spent at checkout.
#[derive(Clone, Debug)]
pub struct Spend {
    /// Only in multiples of so many points.
    pub unit: i64,
    /// Only from so many usable points on.
    pub minimum: i64,
    /// They take off at most so many ten-thousandths of a per cent of what is to be paid.
    pub share: Option<i64>,
    /// They take off at most so many minor units.
    pub most: Option<i64>,
    /// Scopes of products that they do not pay for, by their places.
    pub excluded: Vec<usize>,
    /// Whether they pay for goods.
    pub goods: bool,
    /// Whether they pay for shipping.
    pub shipping: bool,
    /// Whether points that an order earns may be used on it.
    pub own: bool,
}

impl Spend {
    /// Whether they pay for goods that are in these scopes.
    #[must_use]
    pub fn pays_for(&self, scopes: &[usize]) -> bool {
        self.goods && !scopes.iter().any(|scope| self.excluded.contains(scope))
    }
}

/// All of it, in ten-thousandths of a per cent.
pub const WHOLE: i64 = 1_000_000;

impl Compiler<'_> {
    /// How the currency at a place is spent at checkout. Orders take points of the first currency, by what they are worth.
    #[expect(
        clippy::option_option,
        reason = "the outer is whether it could be read, the inner whether it was written"
    )]
    pub(super) fn spend(
        &mut self,
        nth: usize,
        rules: &config::PointsRules,
        place: &Place<'_>,
    ) -> Option<Option<Spend>> {
        let Some(spend) = &rules.spend else { return Some(None) };
        let at = place.field("spend");
        if nth > 0 {
            self.reader.not_allowed(&at, "spend");
        } else if rules.worth.is_none() && !self.reader.is_wrong_within(&place.field("worth")) {
            self.missing(place, "worth");
        }
        if let Some(share) = spend.max_share.filter(|share| share.0 > WHOLE) {
            let problem = at.field("maxShare").problem(Code::OutOfRange);
            let value = crate::unit::Decimal::of_units(share.0, 4);
            let mut text = String::new();
            value.push(&mut text);
            self.reader.note(problem.text("value", text).text("min", "0.0001").number("max", 100));
        }
        if spend.max_amount.is_some_and(|amount| amount.get() == 0) {
            self.zero_amount(&at.field("maxAmount"));
        }
        let (list, mut excluded, mut sound) = (at.field("exclude"), Vec::new(), true);
        for (index, scope) in spend.exclude.placed() {
            match self.maybe_scope(Some(scope), &list.index(index)) {
                Some(scope) => excluded.extend(scope),
                None => sound = false,
            }
        }
        let covers = |what: Covered| match &spend.covers {
            Some(covers) => covers.0.iter().any(|covered| *covered == what),
            None => what == Covered::Goods,
        };
        let (goods, shipping) = (covers(Covered::Goods), covers(Covered::Shipping));
        sound.then(|| {
            Some(Spend {
                unit: spend.unit.map_or(1, crate::unit::Points::get),
                minimum: spend.minimum.map_or(0, crate::unit::Points::get),
                share: spend.max_share.map(|share| share.0),
                most: spend.max_amount.map(crate::unit::Amount::get),
                excluded,
                goods,
                shipping,
                own: spend.include_this_order == Some(true),
            })
        })
    }
}
