//! What is taken off, and from how much on.

use super::compile::Compiler;
use super::spend::WHOLE;
use crate::config;
use crate::shape::{Place, Share, Some1};
use crate::unit::{Amount, Quantity};

/// What is taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// So much.
    Amount(i64),
    /// So many ten-thousandths of a per cent, and never more than so much.
    Percent(i64, Option<i64>),
    /// All that is more than so much.
    Price(i64),
}

/// A least amount, or a least number of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// So much money.
    Amount(i64),
    /// So many units.
    Quantity(i64),
}

impl Least {
    /// Another number of the same.
    #[must_use]
    pub fn with(self, number: i64) -> Self {
        match self {
            Self::Amount(_) => Self::Amount(number),
            Self::Quantity(_) => Self::Quantity(number),
        }
    }

    /// How much or how many.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Amount(number) | Self::Quantity(number) => number,
        }
    }
}

/// Units that are bought, and units that are got for less.
#[derive(Clone, Copy, Debug)]
pub struct BuyGet {
    /// The scope of what must be bought.
    pub buys: Option<usize>,
    /// How much of it.
    pub least: Least,
    /// The scope of what is got.
    pub gets: Option<usize>,
    /// How many units.
    pub quantity: i64,
    /// What is taken off each.
    pub cut: Cut,
}

impl Compiler<'_> {
    /// What is taken off: exactly one of three.
    pub(super) fn cut(
        &mut self,
        parts: (Option<Amount>, Option<Share>, Option<Amount>),
        cap: Option<Amount>,
        place: &Place<'_>,
    ) -> Option<Cut> {
        let cut = match parts {
            (Some(amount), None, None) => Cut::Amount(amount.get()),
            (None, Some(share), None) => Cut::Percent(share.0, cap.map(Amount::get)),
            (None, None, Some(price)) => Cut::Price(price.get()),
            _ => {
                self.exactly_one(&["amountOff", "percentOff", "fixedPrice"], place);
                return None;
            }
        };
        if cap.is_some() && !matches!(cut, Cut::Percent(..)) {
            self.reader.not_allowed(&place.field("cap"), "cap");
        }
        Some(cut)
    }

    /// A least amount or number of units, more than nothing.
    pub(super) fn least(
        &mut self,
        amount: Option<Amount>,
        quantity: Option<Quantity>,
        place: &Place<'_>,
    ) -> Option<Least> {
        match (amount, quantity) {
            (Some(amount), None) => {
                if amount.get() == 0 {
                    self.zero_amount(&place.field("amount"));
                }
                Some(Least::Amount(amount.get()))
            }
            (None, Some(quantity)) => Some(Least::Quantity(quantity.get())),
            _ => {
                self.exactly_one(&["amount", "quantity"], place);
                None
            }
        }
    }

    /// Steps, of which each is higher than the one before, and all of money or all of units.
    pub(super) fn steps(
        &mut self,
        steps: &Some1<config::DiscountStep>,
        place: &Place<'_>,
    ) -> Option<Vec<(Least, Cut)>> {
        let (mut compiled, mut sound) = (Vec::new(), true);
        for (index, step) in steps.0.placed() {
            let at = place.index(index);
            let least = self.least(step.amount, step.quantity, &at);
            let parts = (step.amount_off, step.percent_off, step.fixed_price);
            let cut = self.cut(parts, step.cap, &at);
            let Some((least, cut)) = least.zip(cut) else {
                sound = false;
                continue;
            };
            if let Some((before, _)) = compiled.last() {
                let field = if matches!(least, Least::Amount(_)) { "amount" } else { "quantity" };
                if core::mem::discriminant(before) != core::mem::discriminant(&least) {
                    self.reader.not_allowed(&at.field(field), field);
                } else if least.number() <= before.number() {
                    let [low, high] = [*before, least].map(|least| self.least_text(least));
                    self.out_of_order(&low, &high, &at.field(field));
                }
            }
            compiled.push((least, cut));
        }
        sound.then_some(compiled)
    }

    fn least_text(&self, least: Least) -> String {
        match least {
            Least::Amount(amount) => self.currency.text(amount),
            Least::Quantity(quantity) => quantity.to_string(),
        }
    }

    /// What must be bought, and what is got for it.
    pub(super) fn buy_get(&mut self, buy_get: &config::BuyGet, place: &Place<'_>) -> Option<BuyGet> {
        let (buy, get) = (&buy_get.buy, &buy_get.get);
        let (buy_at, get_at) = (place.field("buy"), place.field("get"));
        let buys = self.maybe_scope(buy.scope.as_deref(), &buy_at.field("scope"));
        let gets = self.maybe_scope(get.scope.as_deref(), &get_at.field("scope"));
        let least = self.least(buy.amount, buy.quantity, &buy_at);
        let parts = (get.amount_off, get.percent_off, get.fixed_price);
        let cut = if matches!(parts, (None, None, None)) {
            Some(Cut::Percent(WHOLE, None))
        } else {
            self.cut(parts, None, &get_at)
        };
        Some(BuyGet { buys: buys?, least: least?, gets: gets?, quantity: get.quantity.get(), cut: cut? })
    }
}
