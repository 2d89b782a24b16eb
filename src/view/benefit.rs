//! The benefits of a member.

use super::{Figure, Verdict};
use crate::json::{Maybe, shown};
use crate::unit::{Day, Fixed};

shown! {
    /// A benefit as a member sees it.
    pub struct BenefitView<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// What it is.
        kind: &'static str = "kind",
        /// Whether the member has it.
        granted: bool = "granted",
        /// Whether it can be used now.
        usable: bool = "usable",
        /// Who has it: what makes it the member's, or what would.
        verdict: Verdict<'a> = "verdict",
        /// All that keeps it from being used.
        reasons: Vec<BenefitReason<'a>> = "reasons",
        /// How much of it there is in a time.
        quota: Maybe<QuotaView> = "quota",
        /// What one use is worth.
        value: Maybe<WorthView> = "value",
        /// What its uses saved so far.
        saved: String = "saved",
        /// Where it can be used; everywhere when there is none.
        channel: Vec<&'a str> = "channel",
        /// The coupon that carries it out.
        coupon: Maybe<&'a str> = "coupon",
        /// Since when it is what it is, where it was something else before.
        version: Maybe<Day> = "version",
        /// Its last day, as far as that is known.
        last_day: Maybe<Day> = "lastDay",
        /// What is left of it is worth so much.
        worth: Maybe<String> = "worth",
        /// Its place among those that the member has and does not use, the one that is worth most first.
        remind: Maybe<i64> = "remind",
    }
}

shown! {
    /// Why a benefit cannot be used.
    pub struct BenefitReason<'a> {
        /// What it is: `gone`, `notGranted`, `when` or `quota`.
        is: &'static str = "is",
        /// What is missing, of `when`.
        verdict: Maybe<Verdict<'a>> = "verdict",
        /// The first date on which there is more of it, of `quota`.
        frees: Maybe<Day> = "frees",
    }
}

shown! {
    /// How much of a benefit there is in a time.
    pub struct QuotaView {
        /// What is counted: `times` or `amount`.
        of: &'static str = "of",
        /// So much.
        max: Figure = "max",
        /// So much of it was used.
        used: Figure = "used",
        /// So much is left.
        left: Figure = "left",
        /// The date on which it is whole again.
        resets: Maybe<Day> = "resets",
    }
}

shown! {
    /// What one use of a benefit is worth.
    pub struct WorthView {
        /// So much money.
        amount: Maybe<String> = "amount",
        /// So many per cent of what is bought.
        percent: Maybe<Fixed> = "percent",
    }
}

shown! {
    /// What is owed since refunds broke what benefits asked of orders.
    pub struct OwedView<'a> {
        /// All of it.
        amount: String = "amount",
        /// Order by order, the oldest first.
        of: Vec<OwedLine<'a>> = "of",
    }
}

shown! {
    /// What is owed for an order.
    pub struct OwedLine<'a> {
        /// The benefit.
        benefit: &'a str = "benefit",
        /// The order.
        order: &'a str = "order",
        /// How much.
        amount: String = "amount",
    }
}

shown! {
    /// A benefit that was used.
    pub struct PostedBenefitView<'a> {
        /// The benefit.
        benefit: &'a str = "benefit",
        /// How often.
        times: i64 = "times",
        /// What it saved.
        value: String = "value",
    }
}

shown! {
    /// What a benefit promises of a delivery.
    pub struct DeliveryView<'a> {
        /// The delivery.
        id: &'a str = "id",
        /// The benefit.
        benefit: &'a str = "benefit",
        /// The name in the locale.
        name: &'a str = "name",
        /// What it costs by the benefit; absent where it does not say.
        fee: Maybe<String> = "fee",
        /// For goods of so much it is free.
        threshold: Maybe<String> = "threshold",
        /// So much is missing to that.
        missing: Maybe<String> = "missing",
        /// The earliest day on which it comes.
        earliest: Maybe<Day> = "earliest",
        /// The latest.
        latest: Maybe<Day> = "latest",
    }
}
