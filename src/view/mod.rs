//! The answer: what a member should see, as it is written in JSON. Absent means there is none.

mod applied;
mod coupon;
mod offered;
mod plan;
mod points;
mod quote;
mod recorded;
mod reward;
mod segment;
mod signal;
mod tier;
mod verdict;
mod with_plan;

use crate::json::{Show, shown};
use crate::unit::{Day, Instant};

pub use applied::{CouponTaken, RefusalView, RefusedView};
pub use coupon::{CouponReasonView, CouponView};
pub use offered::{AddedView, OfferView, UnlockView, WhatIfView};
pub use plan::{
    BreakEvenView, CheaperView, LastYearView, LeaveView, PlanForecastView, PlanPriceView, PlanTrialView,
    PlanView, RebateView, RenewView, SavedView, TermView, UpgradeView,
};
pub use points::{Dated, Entries, Expiring, LotView, Part, PointsLine, PointsView, Totals, Waiting};
pub use quote::{
    BalanceView, CutView, MetricChange, PartView, QuoteView, QuotedPoints, ReasonView, StepView, TaxView,
    TierAfter,
};
pub use recorded::{
    ChangeView, ChangedView, IssuedView, PostedLedgerView, PostedPlanView, PostedPointsView,
    PostedSignalView, PostedTierView, PostedView, RecordedEvent, RecordedView, RedeemedView, SentView,
};
pub use reward::{AutoView, LossView, ObstacleView, PriceView, REASON, RewardView};
pub use segment::{Extras, SegmentView};
pub use signal::{RaisedView, SignalView, SignalsView, ValueView};
pub use tier::{AboveView, ComingView, KeepView, NextView, Since, TierLine, TierName, TierView, Until};
pub use verdict::{Figure, Gives, Shown, Verdict};
pub use with_plan::{MorePointsView, WithPlanView};

shown! {
    /// What a view is about.
    pub struct Head<'a> {
        /// The program.
        program: ProgramName<'a> = "program",
        /// The member.
        member: MemberName<'a> = "member",
        /// The moment.
        now: Instant = "now",
        /// Its local date.
        today: Day = "today",
    }
}

shown! {
    /// A program by its names.
    pub struct ProgramName<'a> {
        /// The id.
        id: &'a str = "id",
        /// The version.
        version: &'a str = "version",
        /// The name in the locale.
        name: &'a str = "name",
    }
}

shown! {
    /// A member by its id.
    pub struct MemberName<'a> {
        /// The id.
        id: &'a str = "id",
    }
}

impl Show for Day {
    fn show(&self, out: &mut String) {
        out.push('"');
        self.push(out);
        out.push('"');
    }
}

impl Show for Instant {
    fn show(&self, out: &mut String) {
        out.push('"');
        self.push(out);
        out.push('"');
    }
}
