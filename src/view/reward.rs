//! What points buy.

use super::Verdict;
use crate::json::{Maybe, shown};
use crate::unit::{Day, Fixed};

shown! {
    /// A reward, as a member can redeem it.
    pub struct RewardView<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// What it is.
        kind: &'static str = "kind",
        /// The currency of its points.
        currency: &'a str = "currency",
        /// What one costs this member.
        price: PriceView = "price",
        /// What one costs others, where that differs.
        regular: Maybe<PriceView> = "regular",
        /// Whether one can be redeemed now.
        redeemable: bool = "redeemable",
        /// How many can be redeemed at once.
        most: i64 = "most",
        /// Everything that keeps the member from redeeming one.
        reasons: Vec<ObstacleView<'a>> = "reasons",
        /// When it is redeemed by itself.
        auto: Maybe<AutoView> = "auto",
        /// The tier that it gives.
        tier: Maybe<&'a str> = "tier",
        /// How many there are, as the host says.
        stock: Maybe<i64> = "stock",
        /// The tiers that redeeming one would cost.
        loses: Maybe<Vec<LossView<'a>>> = "loses",
    }
}

shown! {
    /// A tier that redeeming a reward would cost.
    pub struct LossView<'a> {
        /// The ladder.
        ladder: &'a str = "ladder",
        /// The tier that the member would have then.
        to: Option<&'a str> = "to",
        /// From this date on.
        from: Day = "from",
    }
}

shown! {
    /// What a reward costs.
    pub struct PriceView {
        /// Points.
        points: Fixed = "points",
        /// Money.
        money: Maybe<String> = "money",
    }
}

shown! {
    /// When a reward is redeemed by itself.
    pub struct AutoView {
        /// As soon as so many points are usable.
        at: Fixed = "at",
        /// Whether again and again.
        repeat: bool = "repeat",
        /// How many points are missing.
        missing: Fixed = "missing",
    }
}

shown! {
    /// What keeps a member from redeeming a reward.
    pub struct ObstacleView<'a> {
        /// What it is: `when`, `tier`, `minimumBalance`, `limit`, `points` or `stock`.
        is: &'static str = "is",
        /// What is missing for `when`.
        verdict: Maybe<Verdict<'a>> = "verdict",
        /// The member's tier, which is higher.
        tier: Maybe<&'a str> = "tier",
        /// So many usable points are needed.
        needed: Maybe<Fixed> = "needed",
        /// So many are missing.
        missing: Maybe<Fixed> = "missing",
        /// What a limit counts: `times` or `points`.
        of: Maybe<&'static str> = "of",
        /// How much a limit lets.
        max: Maybe<Fixed> = "max",
        /// How much of it is left.
        left: Maybe<Fixed> = "left",
        /// The first date on which it lets one again.
        frees: Maybe<Day> = "frees",
    }
}

/// A reason without anything to say.
pub const REASON: ObstacleView<'static> = ObstacleView {
    is: "",
    verdict: Maybe(None),
    tier: Maybe(None),
    needed: Maybe(None),
    missing: Maybe(None),
    of: Maybe(None),
    max: Maybe(None),
    left: Maybe(None),
    frees: Maybe(None),
};
