//! What happened: the member's profile and events as they are given, and as the engine keeps them.

mod acts;
mod attribute;
mod cart;
mod coupon;
mod entry;
mod event;
mod gift;
mod given;
mod plan;
mod posted;
mod profile;
mod signal;
mod source;

pub use acts::Acts;
pub use attribute::{Attributes, Traits, TraitsChange, Value};
pub use cart::{
    ApplyPolicy, Cart, CartCharge, CartLine, CartShipping, CatalogueLine, CouponUse, Objective, PointsAsked,
    Prices,
};
pub use coupon::{CouponIssued, CouponReturned, CouponTaken, CouponUsed, OrderCoupon};
pub use entry::{Entry, Issued, Line, OpenLot, OpenTier, Order, Returned, Taken, What};
pub use event::{
    Activity, Adjust, Confirm, Event, Opening, OpeningLot, OpeningMetric, OpeningTier, OrderEvent, OrderLine,
    ProfileEvent, Redeem, Refund, RefundLine, Revoke, TierSet,
};
pub use gift::{Donate, Received, SentLot, Transfer};
pub use given::{Given, GivenCoupon, GivenLedger, GivenPoints, GivenReward, GivenTier};
pub use plan::{Cancel, Ends, GivenPlan, PlanChange, PlanStep, PostedPlan, Subscription};
pub use posted::{Basis, Posted, PostedPoints, PostedTier, Redeemed};
pub use profile::{Birthday, Profile};
pub use signal::{Action, GivenSignal, GivenValue, Raised, Watched};
pub use source::Source;
