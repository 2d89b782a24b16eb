//! Rewards that points buy, as people write them.

use super::{Condition, Limit};
use crate::shape::{Blank, Id, List, Names, record, words};
use crate::unit::{Amount, Points};

record! {
    /// Something that points buy.
    pub struct Reward {
        /// The reward's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// What it is.
        kind: RewardKind = "kind",
        /// The currency of its price; the first unless said.
        currency: Option<Id> = "currency",
        /// Points for each.
        points: Points = "points",
        /// Money for each, beside the points.
        money: Option<Amount> = "money",
        /// Other prices: the first whose `when` holds counts.
        prices: List<RewardPrice> = "prices",
        /// When it can be redeemed, and by whom.
        when: Option<Condition> = "when",
        /// So many usable points are needed at least, whatever it costs.
        minimum_balance: Option<Points> = "minimumBalance",
        /// How many of it, or how many points for it, at most; every limit holds.
        limits: List<Limit> = "limits",
        /// When it is redeemed by itself.
        auto: Option<Auto> = "auto",
        /// The tier that it gives, of a `tierUpgrade`.
        tier: Option<Id> = "tier",
        /// The coupon that it issues, of a `coupon`; without it the host does.
        coupon: Option<Id> = "coupon",
    }
}

record! {
    /// A price of a reward.
    pub struct RewardPrice {
        /// For whom, and when.
        when: Condition = "when",
        /// Points for each.
        points: Points = "points",
        /// Money for each, beside the points.
        money: Option<Amount> = "money",
    }
}

record! {
    /// When a reward is redeemed by itself.
    pub struct Auto {
        /// As soon as so many points are usable and nothing else keeps the member from it, by an event or by time alone.
        at: Points = "at",
        /// Whether again and again; once unless said.
        repeat: Option<bool> = "repeat",
    }
}

words! {
    /// What a reward is.
    pub enum RewardKind {
        /// Goods.
        Goods = "goods",
        /// A coupon.
        Coupon = "coupon",
        /// A service.
        Service = "service",
        /// A ticket of a draw.
        Ticket = "ticket",
        /// A tier.
        TierUpgrade = "tierUpgrade",
        /// A gift to a good cause.
        Charity = "charity",
        /// Points of a partner.
        PartnerPoints = "partnerPoints",
    }
}

impl Blank for RewardKind {
    fn blank() -> Self {
        Self::Goods
    }
}

record! {
    /// What holds for redeeming rewards of a currency.
    pub struct Redeeming {
        /// How many redemptions, or how many points for them, at most; every limit holds.
        limits: List<Limit> = "limits",
        /// So many usable points are needed at least, whatever a reward costs.
        minimum_balance: Option<Points> = "minimumBalance",
        /// Whether points used on orders count in the limits; they do unless said.
        checkout: Option<bool> = "checkout",
    }
}
