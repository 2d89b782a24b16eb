//! A program as people write it: names and shapes, nothing more.

mod checkout;
mod condition;
mod coupon;
mod discount;
mod earn;
mod event;
mod ladder;
mod ledger;
mod limit;
mod metric;
mod person;
mod plan;
mod points;
mod reward;
mod rounding;
mod scope;
mod score;
mod segment;
mod signal;
mod spend;
mod timing;
mod window;

use crate::shape::{Held, Id, List, Names, record};
use crate::unit::{Currency, Zone};

pub use checkout::{Checkout, ChooseCoupons, CouponGroup, Prices, Stacks, StacksWord, Step, StepOrder};
pub use condition::{
    All, Any, Birthday, BirthdayIs, BirthdayWord, Bounds, Condition, DaysAround, MetricIs, Not, PeriodBounds,
    TenureIs, TierIs, Tiers,
};
pub use coupon::{Automatic, Coupon, CouponLimit, CouponLimitOf, CouponLimitPer, CouponValidity};
pub use discount::{
    Add, Allocation, Bundle, Buy, BuyGet, Discount, DiscountStep, EveryFull, Get, GiftUnits, Least, Pays,
    PercentOf, Product, Repeat, Replace, SplitBy, SplitHow, SplitRounding, Take, Target, ThresholdOn,
    UnitsOf, Voucher,
};
pub use earn::{
    Band, Choose, Combine, EarnRule, Earning, Multiply, PaidBase, PerAmount, PercentValue, RuleGroup,
    Schedule, Streak,
};
pub use event::{
    CartIs, CartMarks, ChannelIs, EventIs, EventMarks, EventType, FirstOf, PaymentIs, ShippingMethodIs,
    StoreIs, Words,
};
pub use ladder::{
    DayOfMonth, Deduct, Evaluate, EvaluateWord, Follow, Gift, GiftPoints, Ladder, OnDay, OnRefund, Otherwise,
    Starts, Tier, Unit, ValidFor, Validity,
};
pub use ledger::{Accrual, Ledger, PerDay, Shortage};
pub use limit::{Limit, LimitWindow, Over};
pub use metric::{
    Cap, CapOf, Count, CountOf, CountsAt, Distinct, DistinctOf, Metric, Refresh, Since, StreakMetric,
    StreakOf, Sum, SumOf, Tenure,
};
pub use person::{AttributeIs, InactiveFor, InactiveForIs, TagIs};
pub use plan::{
    Anchor, AutoRenewal, EarlyExit, Plan, PlanIs, PlanPrice, ProRata, RefundBy, RefundOnCancel, Renewal,
    Trial, Upgrade, UpgradeTerm,
};
pub use points::{
    Expiry, ExpiryActivity, ExpiryAfter, ExpiryFrom, ExpiryYearly, Negative, Pending, PendingTerm,
    PointsRules, ReversalFrom, Transfer, TransferExpiry, Wait, Worth, YearlyOf,
};
pub use reward::{Auto, Redeeming, Reward, RewardKind, RewardPrice};
pub use rounding::{RoundAt, Rounding, RoundingMode};
pub use scope::{Filter, Scope};
pub use score::{Average, Balance, Ratio, Score, ScoreBand, ScorePart, ScorePer};
pub use segment::{Segment, SegmentIs};
pub use signal::{Rate, Signal};
pub use spend::{Covered, Spend};
pub use timing::{TimeIs, Timing, Weekday};
pub use window::{Between, Complete, CompleteMonths, Last, Window, WindowWord};

record! {
    /// A loyalty program: the merchant's rules.
    pub struct Program {
        /// The version of the format's meaning: 1.
        format: Held<i64> = "format",
        /// The program's id.
        id: Held<Id> = "id",
        /// The version of these rules; what was posted under it is never worked out anew by another.
        version: Held<Id> = "version",
        /// The program's name in each locale.
        names: Names = "names",
        /// The currency of every amount: an ISO 4217 code.
        currency: Held<Currency> = "currency",
        /// The IANA time zone in which days, months and birthdays are counted.
        time_zone: Held<Zone> = "timeZone",
        /// How amounts and points are rounded.
        rounding: Option<Rounding> = "rounding",
        /// Named sets of products.
        scopes: List<Scope> = "scopes",
        /// Named numbers over events.
        metrics: List<Metric> = "metrics",
        /// Named conditions that label members.
        segments: List<Segment> = "segments",
        /// Point currencies; one is usual.
        points: List<PointsRules> = "points",
        /// Ladders of tiers; one is usual.
        ladders: List<Ladder> = "ladders",
        /// Paid plans.
        plans: List<Plan> = "plans",
        /// What points buy.
        rewards: List<Reward> = "rewards",
        /// Coupons, issued, entered as codes, or offered to all.
        coupons: List<Coupon> = "coupons",
        /// How coupons join at checkout.
        checkout: Option<Checkout> = "checkout",
        /// What marks events and members for review.
        signals: List<Signal> = "signals",
    }
    later ["benefits", "journeys", "versions", "calendar"]
}
