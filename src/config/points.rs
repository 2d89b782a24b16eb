//! Point currencies and how they are earned, as people write them.

use super::{EarnRule, Earning, Limit, Unit};
use crate::shape::{Id, List, Names, record, words};
use crate::unit::{Amount, Period, Points};

record! {
    /// A point currency.
    pub struct PointsRules {
        /// The currency's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// What points are worth in money.
        worth: Option<Worth> = "worth",
        /// How they are earned, in this order: rules, and groups of rules.
        earn: List<Earning> = "earn",
        /// How much all rules together give at most; every limit holds.
        limits: List<Limit> = "limits",
        /// How long points wait before they can be used.
        pending: Option<Period> = "pending",
        /// When points lapse; never unless said.
        expiry: Option<Expiry> = "expiry",
        /// What happens to points owed; a debt unless said.
        negative: Option<Negative> = "negative",
    }
    later ["spend", "reversal", "decimals", "transfer", "auto"]
}

impl PointsRules {
    /// The rules in their order, those of groups among them.
    pub fn rules(&self) -> impl Iterator<Item = &EarnRule> {
        self.earn.iter().flat_map(Earning::rules)
    }
}

record! {
    /// What points are worth.
    pub struct Worth {
        /// So many points
        points: Points = "points",
        /// are worth this amount.
        amount: Amount = "amount",
    }
}

record! {
    /// When points lapse.
    pub struct Expiry {
        /// After this period, which starts on a local date (or at the instant, when it is counted in hours).
        after: Period = "after",
        /// From the day they become usable, or the day they were earned; usable unless said.
        from: Option<ExpiryFrom> = "from",
        /// Their last day moves to the end of this unit.
        end_of: Option<Unit> = "endOf",
        /// Whether the day after the period is the last day.
        through: Option<bool> = "through",
    }
    later ["activity", "yearly"]
}

words! {
    /// From when an expiry counts.
    pub enum ExpiryFrom {
        /// From the day points become usable.
        Usable = "usable",
        /// From the day points were earned.
        Earned = "earned",
    }
}

words! {
    /// What happens to points owed.
    pub enum Negative {
        /// They are owed: later points fill the gap first.
        Debt = "debt",
        /// They are waived.
        Zero = "zero",
    }
}
