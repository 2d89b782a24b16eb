//! What a cart would cost and bring.

use super::{
    ComingView, CouponTaken, Figure, NextView, OfferView, PostedLedgerView, PostedPointsView, RefusedView,
    TierName, UnlockView, Until, WithPlanView,
};
use crate::json::{Maybe, Show, shown, tagged};
use crate::unit::{Day, Fixed, Instant};

shown! {
    /// What a cart would cost and bring.
    pub struct QuoteView<'a> {
        /// The moment.
        now: Instant = "now",
        /// Its local date.
        today: Day = "today",
        /// The goods at the cart's prices.
        subtotal: String = "subtotal",
        /// What is taken off, step by step.
        steps: Vec<StepView<'a>> = "steps",
        /// The lines of the cart.
        lines: Vec<PartView<'a>> = "lines",
        /// What coupons brought into it.
        added: Vec<PartView<'a>> = "added",
        /// The deliveries of the cart.
        shipping: Vec<PartView<'a>> = "shipping",
        /// What the host adds.
        charges: Vec<PartView<'a>> = "charges",
        /// What is taken off lines of each tax rate; empty where no line has one.
        taxes: Vec<TaxView> = "taxes",
        /// Coupons that were named and cannot be used.
        refused: Vec<RefusedView<'a>> = "refused",
        /// Whether no other coupons are better; where they were searched for.
        optimal: Maybe<bool> = "optimal",
        /// How much less might be to pay with others at most, where the work did not suffice to try them.
        missed: Maybe<String> = "missed",
        /// Points that are used and could be, or null where the program has none.
        points: Option<QuotedPoints<'a>> = "points",
        /// What is left to pay.
        payable: String = "payable",
        /// What the order would be posted with.
        earn: Vec<PostedPointsView<'a>> = "earn",
        /// What it would credit metrics with.
        ledger: Vec<PostedLedgerView<'a>> = "ledger",
        /// The points of every currency after it.
        balances: Vec<BalanceView<'a>> = "balances",
        /// The standing on every ladder after it.
        tiers: Vec<TierAfter<'a>> = "tiers",
        /// The metrics that it changes.
        changes: Vec<MetricChange<'a>> = "changes",
        /// All coupons of the member and the cart, where they are asked for.
        coupons: Maybe<Vec<OfferView<'a>>> = "coupons",
        /// What a little more would unlock, as far as that is asked for.
        unlocks: Vec<UnlockView<'a>> = "unlocks",
        /// What it would be with plans that do not run, where that is asked for.
        with_plan: Maybe<Vec<WithPlanView<'a>>> = "withPlan",
        /// What tells it apart: the same program, member, cart and moment give the same everywhere.
        fingerprint: String = "fingerprint",
    }
}

shown! {
    /// What one step takes off.
    pub struct StepView<'a> {
        /// The step.
        id: &'a str = "id",
        /// What for.
        kind: &'static str = "kind",
        /// How much in all.
        amount: String = "amount",
        /// Of which lines.
        lines: Vec<CutView<'a>> = "lines",
        /// Of which products that coupons brought.
        added: Vec<CutView<'a>> = "added",
        /// Of which deliveries.
        shipping: Vec<CutView<'a>> = "shipping",
        /// Of which charges.
        charges: Vec<CutView<'a>> = "charges",
        /// Its coupons, in the order in which they apply.
        coupons: Vec<CouponTaken<'a>> = "coupons",
    }
}

shown! {
    /// What a step takes off a line or a delivery.
    pub struct CutView<'a> {
        /// The line or the delivery.
        id: &'a str = "id",
        /// How much.
        amount: String = "amount",
    }
}

shown! {
    /// What a line, a delivery or a charge costs.
    pub struct PartView<'a> {
        /// Its id; of what coupons brought its SKU.
        id: &'a str = "id",
        /// How many units are bought; of lines and what was brought.
        quantity: Maybe<i64> = "quantity",
        /// At the cart's prices.
        amount: String = "amount",
        /// What coupons take off.
        coupons_off: String = "couponsOff",
        /// What points take off.
        points_off: String = "pointsOff",
        /// What is left to pay.
        paid: String = "paid",
    }
}

shown! {
    /// What is taken off lines of a tax rate.
    pub struct TaxView {
        /// The tax in per cent; null of lines without one.
        rate: Option<String> = "rate",
        /// What coupons and points take off.
        off: String = "off",
    }
}

shown! {
    /// Points that are used on a cart and could be.
    pub struct QuotedPoints<'a> {
        /// The currency.
        currency: &'a str = "currency",
        /// The usable balance.
        balance: Fixed = "balance",
        /// The fewest points that take the most off.
        usable: Fixed = "usable",
        /// What they take off.
        takes_off: String = "takesOff",
        /// What keeps more from being used.
        limited_by: &'static str = "limitedBy",
        /// Points that are used.
        used: Fixed = "used",
        /// Why those that were asked for are not.
        reasons: Vec<ReasonView> = "reasons",
    }
}

/// Why points that were asked for are not used.
#[derive(Clone, Copy, Debug)]
pub enum ReasonView {
    /// The program does not let points be spent at checkout.
    NotSpendable,
    /// The balance is below the least.
    Minimum {
        /// The balance.
        balance: Fixed,
        /// The least.
        minimum: Fixed,
    },
    /// They are no multiple of a unit.
    WholeUnits {
        /// What was asked for.
        asked: Fixed,
        /// The unit.
        unit: Fixed,
    },
    /// They are more than can be used.
    MoreThanUsable {
        /// What was asked for.
        asked: Fixed,
        /// What can be used.
        usable: Fixed,
        /// What keeps more from being used.
        limited_by: &'static str,
    },
}

impl Show for ReasonView {
    fn show(&self, out: &mut String) {
        let mut is = |word: &str, fields: &[(&str, &dyn Show)]| tagged(word, fields, out);
        match self {
            Self::NotSpendable => is("notSpendable", &[]),
            Self::Minimum { balance, minimum } => {
                is("minimum", &[("balance", balance), ("minimum", minimum)]);
            }
            Self::WholeUnits { asked, unit } => is("wholeUnits", &[("asked", asked), ("unit", unit)]),
            Self::MoreThanUsable { asked, usable, limited_by } => {
                is("moreThanUsable", &[("asked", asked), ("usable", usable), ("limitedBy", limited_by)]);
            }
        }
    }
}

shown! {
    /// Points of a currency after the order.
    pub struct BalanceView<'a> {
        /// The currency.
        currency: &'a str = "currency",
        /// Points that can be used.
        balance: Fixed = "balance",
        /// Points that wait.
        pending: Fixed = "pending",
        /// Points owed.
        debt: Fixed = "debt",
        /// How many of those owed before it the order fills.
        fills: Fixed = "fills",
    }
}

shown! {
    /// Where a member stands on a ladder after the order.
    pub struct TierAfter<'a> {
        /// The ladder.
        id: &'a str = "id",
        /// Its name in the locale.
        name: &'a str = "name",
        /// The tier before, or null.
        before: Option<TierName<'a>> = "before",
        /// The tier after, or null.
        after: Option<TierName<'a>> = "after",
        /// Until when, or null for always.
        until: Option<Until> = "until",
        /// The tier that was reached for the next period, or null.
        coming: Option<ComingView<'a>> = "coming",
        /// The next tier and the ways to it after the order, or null.
        next: Option<NextView<'a>> = "next",
    }
}

shown! {
    /// A metric before and after the order.
    pub struct MetricChange<'a> {
        /// The metric.
        metric: &'a str = "metric",
        /// Its unit.
        unit: &'static str = "unit",
        /// Its value before; absent where there is nothing to count from.
        before: Maybe<Figure> = "before",
        /// Its value after.
        after: Maybe<Figure> = "after",
    }
}
