//! A member's segments.

use super::{CouponView, PlanView, RewardView, SignalsView, Verdict};
use crate::json::shown;

shown! {
    /// A segment, whether the member is in it, and why.
    pub struct SegmentView<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// Whether the member is in it.
        met: bool = "met",
        /// What makes it apply, or what is missing.
        verdict: Verdict<'a> = "verdict",
    }
}

shown! {
    /// What a view has beside its head, points and tiers.
    pub struct Extras<'a> {
        /// Every segment of the program, in its order.
        segments: Vec<SegmentView<'a>> = "segments",
        /// Every reward of the program, those that can be redeemed first, in its order.
        rewards: Vec<RewardView<'a>> = "rewards",
        /// What marks the member and events for review.
        signals: SignalsView<'a> = "signals",
        /// The coupons that were issued and can be used now or later.
        coupons: Vec<CouponView<'a>> = "coupons",
        /// Every plan of the program, in its order.
        plans: Vec<PlanView<'a>> = "plans",
    }
}
