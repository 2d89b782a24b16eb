//! What an event granted when it was recorded, as hosts give it back.

use super::{GivenPlan, GivenSignal};
use crate::shape::{Id, Number, PointsFrom, record};
use crate::unit::{Amount, Day, Instant, Points, Quantity, SAFE};

record! {
    /// What an event granted when it was recorded: it is taken from here, and rules are not run again.
    pub struct Given {
        /// The version of the program under which it was granted.
        version: Id = "version",
        /// Points granted, and taken back.
        points: Vec<GivenPoints> = "points",
        /// What metrics were credited with, and what was taken back.
        ledger: Vec<GivenLedger> = "ledger",
        /// Steps between tiers.
        tiers: Vec<GivenTier> = "tiers",
        /// Rewards redeemed.
        redeemed: Vec<GivenReward> = "redeemed",
        /// Signals that the event raised.
        signals: Vec<GivenSignal> = "signals",
        /// Coupons issued.
        coupons: Vec<GivenCoupon> = "coupons",
        /// What the event did to a plan.
        plan: Option<GivenPlan> = "plan",
    }
}

record! {
    /// A coupon that was issued.
    pub struct GivenCoupon {
        /// The coupon.
        coupon: Id = "coupon",
        /// The id of what was issued.
        issue: Id = "issue",
        /// The tier or the reward that issued it; absent where an event did.
        rule: Option<Id> = "rule",
        /// From when it can be used.
        begins: Instant = "begins",
        /// When it lapses.
        expires_at: Option<Instant> = "expiresAt",
        /// Its last day.
        last_day: Option<Day> = "lastDay",
        /// In how many orders it can be used, where that is not one.
        uses: Option<Quantity> = "uses",
        /// The balance, of a voucher.
        balance: Option<Amount> = "balance",
    }
}

record! {
    /// What a rule credited a metric with, or took back when negative.
    pub struct GivenLedger {
        /// The metric.
        metric: Id = "metric",
        /// The rule.
        rule: Id = "rule",
        /// How much.
        amount: i64 = "amount",
        /// On what it was counted; it is shown, and not looked at.
        base: Option<Number> = "base",
        /// How much of it limits cut; it is shown, and not looked at.
        cut: Option<i64> = "cut",
    }
}

record! {
    /// Points that a rule granted, or took back when negative.
    pub struct GivenPoints {
        /// Their currency.
        currency: Id = "currency",
        /// The rule.
        rule: Id = "rule",
        /// How many.
        points: PointsFrom<{ -SAFE }> = "points",
        /// When they become usable.
        usable_at: Option<Instant> = "usableAt",
        /// When they lapse.
        expires_at: Option<Instant> = "expiresAt",
        /// Their last day.
        last_day: Option<Day> = "lastDay",
        /// On what they were counted; it is shown, and not looked at.
        base: Option<Number> = "base",
        /// What limits cut; it is shown, and not looked at.
        cut: Option<PointsFrom<0>> = "cut",
        /// Whether a tier of the rule's id brought them with it.
        gift: Option<bool> = "gift",
        /// Whether a coupon of the rule's id gave them; it is shown, and not looked at.
        coupon: Option<bool> = "coupon",
    }
}

record! {
    /// A step between tiers.
    pub struct GivenTier {
        /// The ladder.
        ladder: Id = "ladder",
        /// The tier before.
        from: Option<Id> = "from",
        /// The tier after; absent when the member has none.
        to: Option<Id> = "to",
        /// The last day of its period.
        last_day: Option<Day> = "lastDay",
        /// The day on which it begins, when it was reached for the next period.
        starts_on: Option<Day> = "startsOn",
    }
}

record! {
    /// A reward that was redeemed, at the price of then.
    pub struct GivenReward {
        /// The id by which it can be revoked, of one that was redeemed automatically.
        id: Option<Id> = "id",
        /// The reward.
        reward: Id = "reward",
        /// How many.
        quantity: Quantity = "quantity",
        /// The currency of the points.
        currency: Id = "currency",
        /// Points, for all of them.
        points: Points = "points",
        /// Money, for all of them.
        money: Option<Amount> = "money",
        /// The tier that it gave.
        tier: Option<Id> = "tier",
    }
}
