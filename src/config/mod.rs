//! A program as people write it: names and shapes, nothing more.

mod condition;
mod ladder;
mod ledger;
mod metric;
mod points;
mod rounding;
mod scope;
mod score;
mod window;

use crate::shape::{Held, Id, List, Names, record};
use crate::unit::{Currency, Zone};

pub use condition::{
    All, Any, Birthday, BirthdayIs, BirthdayWord, Bounds, Condition, DaysAround, EventIs, EventMarks,
    FirstOf, MetricIs, Not, PeriodBounds, TenureIs, TierIs, Tiers, Words,
};
pub use ladder::{Ladder, Otherwise, Tier, Unit, ValidFor, Validity};
pub use ledger::{Accrual, Ledger, PerDay, Shortage};
pub use metric::{
    Cap, CapOf, Count, Distinct, DistinctOf, Metric, Refresh, Since, Streak, StreakOf, Sum, SumOf, Tenure,
};
pub use points::{
    EarnRule, Expiry, ExpiryFrom, Limit, LimitWindow, Multiply, Negative, PerAmount, PointsRules, Worth,
};
pub use rounding::{RoundAt, Rounding, RoundingMode};
pub use scope::{Filter, Scope};
pub use score::{Balance, Band, Ratio, Score, ScorePart, ScorePer};
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
        /// Point currencies; one is usual.
        points: List<PointsRules> = "points",
        /// Ladders of tiers; one is usual.
        ladders: List<Ladder> = "ladders",
    }
    later ["segments", "benefits", "plans", "coupons", "rewards", "journeys", "versions", "steps", "groups", "calendar", "signals"]
}
