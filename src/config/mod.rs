//! A program as people write it: names and shapes, nothing more.

mod condition;
mod ladder;
mod metric;
mod points;
mod rounding;
mod scope;

use crate::shape::{Id, Names, record};
use crate::unit::{Currency, Zone};

pub use condition::{
    All, Any, Birthday, BirthdayIs, BirthdayWord, Bounds, Condition, DaysAround, EventIs, EventMarks, FirstOf, MetricIs, Not, PeriodBounds,
    TenureIs, TierIs, Tiers, Words,
};
pub use ladder::{Ladder, Otherwise, Tier, Unit, Validity, ValidFor};
pub use metric::{Between, Count, Last, Metric, Since, Sum, SumOf, Tenure, Window, WindowWord};
pub use points::{EarnRule, Expiry, ExpiryFrom, Limit, LimitWindow, Multiply, Negative, PerAmount, PointsRules, Worth};
pub use rounding::{RoundAt, Rounding, RoundingMode};
pub use scope::{Filter, Scope};

record! {
    /// A loyalty program: the merchant's rules.
    pub struct Program {
        /// The version of the format's meaning: 1.
        format: i64 = "format",
        /// The program's id.
        id: Id = "id",
        /// The version of these rules; what was posted under it is never worked out anew by another.
        version: Id = "version",
        /// The program's name in each locale.
        names: Names = "names",
        /// The currency of every amount: an ISO 4217 code.
        currency: Currency = "currency",
        /// The IANA time zone in which days, months and birthdays are counted.
        time_zone: Zone = "timeZone",
        /// How amounts and points are rounded.
        rounding: Option<Rounding> = "rounding",
        /// Named sets of products.
        scopes: Vec<Scope> = "scopes",
        /// Named numbers over events.
        metrics: Vec<Metric> = "metrics",
        /// Point currencies; one is usual.
        points: Vec<PointsRules> = "points",
        /// Ladders of tiers; one is usual.
        ladders: Vec<Ladder> = "ladders",
    }
    later ["segments", "benefits", "plans", "coupons", "rewards", "journeys", "versions", "steps", "groups", "calendar", "signals"]
}
