//! The plans of a member.

use super::Verdict;
use crate::json::{Maybe, shown};
use crate::unit::{Day, Fixed, Instant};

shown! {
    /// A plan as a member sees it.
    pub struct PlanView<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// Whether it runs.
        state: &'static str = "state",
        /// Since when without a gap.
        since: Maybe<Day> = "since",
        /// Its last day, or the last one that it had.
        last_day: Maybe<Day> = "lastDay",
        /// The first instant without it.
        expires_at: Maybe<Instant> = "expiresAt",
        /// How many days are left, this one included.
        days_left: Maybe<i64> = "daysLeft",
        /// Whether it renews by itself.
        auto_renew: bool = "autoRenew",
        /// The plan that includes it and by which it runs.
        included_by: Maybe<&'a str> = "includedBy",
        /// What the next term costs this member.
        price: Maybe<PlanPriceView> = "price",
        /// What would lower that.
        cheaper: Vec<CheaperView<'a>> = "cheaper",
        /// The trial, while the member may take it.
        trial: Maybe<PlanTrialView> = "trial",
        /// What going over from a plan that runs costs.
        upgrade: Vec<UpgradeView<'a>> = "upgrade",
        /// The term that would follow.
        renew: Maybe<RenewView> = "renew",
        /// What leaving now brings and costs.
        cancel: Maybe<LeaveView> = "cancel",
        /// The present term.
        term: Maybe<TermView> = "term",
        /// The rules of earning that ask for it.
        rebates: Vec<RebateView<'a>> = "rebates",
        /// How much must be spent for them to pay its fee.
        break_even: Vec<BreakEvenView<'a>> = "breakEven",
        /// The year up to today.
        last_year: Maybe<LastYearView> = "lastYear",
        /// The next term, if it is as the year up to today.
        forecast: Maybe<PlanForecastView> = "forecast",
        /// The plan that would pay more.
        better: Maybe<&'a str> = "better",
    }
}

shown! {
    /// What a term costs.
    pub struct PlanPriceView {
        /// So much.
        amount: String = "amount",
        /// What it costs for all, where that is not the same.
        regular: Maybe<String> = "regular",
    }
}

shown! {
    /// A lower price, and what it asks.
    pub struct CheaperView<'a> {
        /// So much.
        amount: String = "amount",
        /// What is missing.
        verdict: Verdict<'a> = "verdict",
    }
}

shown! {
    /// A trial.
    pub struct PlanTrialView {
        /// What it costs.
        amount: String = "amount",
        /// The last day of one that begins today.
        last_day: Day = "lastDay",
    }
}

shown! {
    /// Going over from another plan.
    pub struct UpgradeView<'a> {
        /// The plan.
        from: &'a str = "from",
        /// What is to be paid.
        amount: String = "amount",
        /// The last day then.
        last_day: Day = "lastDay",
    }
}

shown! {
    /// A term that would follow.
    pub struct RenewView {
        /// What it costs.
        amount: String = "amount",
        /// Its first day.
        from: Day = "from",
        /// Its last day.
        last_day: Day = "lastDay",
    }
}

shown! {
    /// Leaving.
    pub struct LeaveView {
        /// What comes back.
        refund: String = "refund",
        /// What is repaid.
        repay: String = "repay",
    }
}

shown! {
    /// A term.
    pub struct TermView {
        /// Its first day.
        from: Day = "from",
        /// Its last day.
        last_day: Day = "lastDay",
        /// What was paid.
        paid: String = "paid",
        /// What it saved.
        saved: SavedView = "saved",
        /// By how much that is more than was paid.
        ahead: String = "ahead",
    }
}

shown! {
    /// What a term saved.
    pub struct SavedView {
        /// By benefits.
        benefits: String = "benefits",
        /// By coupons that ask for the plan.
        coupons: String = "coupons",
        /// What points are worth that rules gave which ask for it.
        points: String = "points",
        /// Together.
        total: String = "total",
    }
}

shown! {
    /// A rule of earning that asks for a plan.
    pub struct RebateView<'a> {
        /// The rule.
        rule: &'a str = "rule",
        /// The currency.
        currency: &'a str = "currency",
        /// Its points in per cent of what is paid, where they are worth something.
        percent: Maybe<Fixed> = "percent",
        /// How many it gave in the present term.
        points: Fixed = "points",
        /// What they are worth.
        worth: Maybe<String> = "worth",
        /// How many it gives in a term at most.
        max: Maybe<Fixed> = "max",
        /// How many of them are left.
        left: Maybe<Fixed> = "left",
    }
}

shown! {
    /// How much must be spent in a term for a rebate to pay a fee.
    pub struct BreakEvenView<'a> {
        /// The rule.
        rule: &'a str = "rule",
        /// Above the fee of this plan; above nothing where it is absent.
        over: Maybe<&'a str> = "over",
        /// The fee.
        fee: String = "fee",
        /// So much.
        spend: String = "spend",
        /// What is missing of it to what was spent in a year.
        left: Maybe<String> = "left",
        /// From where on no more is given.
        cap_at: Maybe<String> = "capAt",
    }
}

shown! {
    /// The year up to today.
    pub struct LastYearView {
        /// What was spent.
        spend: Maybe<String> = "spend",
        /// What the plan saved.
        saved: String = "saved",
        /// By how much that is more than it cost.
        net: String = "net",
    }
}

shown! {
    /// A term that is as the year up to today.
    pub struct PlanForecastView {
        /// What it saves.
        saved: String = "saved",
        /// What it costs.
        fee: String = "fee",
        /// By how much the one is more than the other.
        net: String = "net",
    }
}
