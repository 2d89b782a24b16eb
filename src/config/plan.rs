//! Paid plans, as people write them.

use super::{Condition, Words};
use crate::shape::{Blank, Id, List, Names, Some1, record, words};
use crate::unit::{Amount, Day, Period, Quantity};

record! {
    /// A paid plan.
    pub struct Plan {
        /// The plan's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// What a term costs: the first entry that holds. A plan without any is not sold, only tracked.
        price: List<PlanPrice> = "price",
        /// What a term costs while it renews by itself; as any other unless said.
        auto_renewal: Option<AutoRenewal> = "autoRenewal",
        /// How long a term lasts, in months and days; without it events say its last day.
        period: Option<Period> = "period",
        /// A term before the first that is paid, once for each member.
        trial: Option<Trial> = "trial",
        /// Plans that count as running while this one does, with all that they include.
        includes: List<Id> = "includes",
        /// The plans from which a member may go over, paying the difference.
        upgrade_from: List<Upgrade> = "upgradeFrom",
        /// Where a renewed term begins.
        renewal: Option<Renewal> = "renewal",
        /// What comes back when the plan is cancelled; nothing unless said.
        refund_on_cancel: Option<RefundOnCancel> = "refundOnCancel",
        /// What is repaid by who leaves early.
        early_exit: Option<EarlyExit> = "earlyExit",
        /// What a member spends in a year, a metric of money: forecasts rest on it.
        spend: Option<Id> = "spend",
    }
}

record! {
    /// What a term costs.
    pub struct PlanPrice {
        /// For whom.
        when: Option<Condition> = "when",
        /// So much.
        amount: Amount = "amount",
        /// Only for the first so many terms in a row.
        terms: Option<Quantity> = "terms",
    }
}

record! {
    /// What terms cost that renew by themselves.
    pub struct AutoRenewal {
        /// The first entry that holds.
        price: Some1<PlanPrice> = "price",
    }
}

record! {
    /// A term before the first that is paid.
    pub struct Trial {
        /// How long it lasts.
        period: Period = "period",
        /// What it costs; nothing unless said.
        amount: Option<Amount> = "amount",
    }
}

record! {
    /// A plan from which a member may go over.
    pub struct Upgrade {
        /// The plan.
        plan: Id = "plan",
        /// In what is counted what is left of its term.
        by: ProRata = "by",
        /// What becomes of its end; it is kept unless said.
        term: Option<UpgradeTerm> = "term",
    }
}

words! {
    /// In what a term is counted.
    pub enum ProRata {
        /// In days.
        Days = "days",
        /// In whole months from its first day.
        Months = "months",
    }
}

impl Blank for ProRata {
    fn blank() -> Self {
        Self::Days
    }
}

words! {
    /// What becomes of the end of the term before.
    pub enum UpgradeTerm {
        /// It stays; the difference for what is left is paid.
        Keep = "keep",
        /// A whole term begins; what is left is taken off its price.
        New = "new",
    }
}

record! {
    /// Where a renewed term begins.
    pub struct Renewal {
        /// Of a renewal before the end; `oldEnd` unless said.
        early: Option<Anchor> = "early",
        /// Of one after it; `payment` unless said.
        late: Option<Anchor> = "late",
        /// How long after the end a late one may begin there; always unless said.
        grace: Option<Period> = "grace",
    }
}

words! {
    /// Where a renewed term begins.
    pub enum Anchor {
        /// Where the term before ends.
        OldEnd = "oldEnd",
        /// On the day on which it is paid.
        Payment = "payment",
    }
}

record! {
    /// What comes back when a plan is cancelled.
    pub struct RefundOnCancel {
        /// In what is counted what is left of the term, or the whole.
        by: RefundBy = "by",
        /// So many days or months more than are left, but never more than was paid.
        extra: Option<Quantity> = "extra",
    }
}

words! {
    /// How much of what was paid comes back.
    pub enum RefundBy {
        /// By the days that are left.
        Days = "days",
        /// By the months that are left, a month begun counted as used.
        Months = "months",
        /// All of it.
        Whole = "whole",
    }
}

impl Blank for RefundBy {
    fn blank() -> Self {
        Self::Whole
    }
}

record! {
    /// What is repaid by who leaves early.
    pub struct EarlyExit {
        /// Before so many terms in a row were paid.
        terms: Quantity = "terms",
        /// For each term begun what it lacked of this.
        regular: Amount = "regular",
    }
}

record! {
    /// A plan that runs.
    pub struct PlanIs {
        /// The plan, or one of several; one that includes it will do.
        plan: Words = "plan",
        /// Its present term was paid on this date or before.
        bought_until: Option<Day> = "boughtUntil",
        /// It has run without a gap since this date, or longer.
        since: Option<Day> = "since",
    }
}
