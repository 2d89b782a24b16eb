//! Point currencies and how they are earned, as people write them.

use super::{Condition, EarnRule, Earning, Limit, Redeeming, Spend, Unit};
use crate::json::Json;
use crate::ledger::Acts;
use crate::shape::{Blank, Id, List, Names, Place, Reader, Shape, Some1, keyed, record, words};
use crate::unit::{Amount, Day, MonthDay, Period, Points};

record! {
    /// A point currency.
    pub struct PointsRules {
        /// The currency's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// How many decimals its points have: 0 to 4; none unless said.
        decimals: Option<i64> = "decimals",
        /// What points are worth in money.
        worth: Option<Worth> = "worth",
        /// How they are earned, in this order: rules, and groups of rules.
        earn: List<Earning> = "earn",
        /// How much all rules together give at most; every limit holds.
        limits: List<Limit> = "limits",
        /// How long points wait before they can be used.
        pending: Option<Pending> = "pending",
        /// When points lapse; never unless said.
        expiry: Option<Expiry> = "expiry",
        /// What happens to points owed; a debt unless said.
        negative: Option<Negative> = "negative",
        /// How points are taken back and returned.
        reversal: Option<Reversal> = "reversal",
        /// How points are sent to other members.
        transfer: Option<Transfer> = "transfer",
        /// How they are spent at checkout; not at all unless said. Of the first currency only.
        spend: Option<Spend> = "spend",
        /// What holds for redeeming rewards.
        redeem: Option<Redeeming> = "redeem",
    }
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

/// How long points wait: a period, or for something.
#[derive(Clone, Debug)]
pub enum Pending {
    /// For this period.
    For(Period),
    /// For something.
    Wait(Wait),
}

keyed! {
    /// What points wait for, known by its one key.
    pub enum Wait {
        /// Something happens.
        Until(PendingUntil) = "until",
        /// A term of a plan nears its end.
        Term(Box<PendingTerm>) = "beforeTermEnd",
    }
    later []
}

record! {
    /// Points of an order wait until it is final; those of anything else do not wait.
    pub struct PendingUntil {
        /// What they wait for.
        until: Until = "until",
        /// How long they wait after it.
        then: Option<Period> = "then",
    }
}

record! {
    /// Points wait until the term of a plan in which they were earned has no more than so long to run.
    pub struct PendingTerm {
        /// So long before its end; what is earned later waits for the next term's.
        before_term_end: Period = "beforeTermEnd",
        /// The plan.
        plan: Id = "plan",
        /// What must hold then; if it does not they lapse.
        when: Option<Condition> = "when",
    }
}

words! {
    /// What points wait for.
    pub enum Until {
        /// The order is confirmed, by an event or by its own `confirmAfter`.
        Confirm = "confirm",
    }
}

impl Blank for Until {
    fn blank() -> Self {
        Self::Confirm
    }
}

impl Shape for Pending {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return Wait::read(reader, json, place).map(Self::Wait);
        }
        Period::read(reader, json, place).map(Self::For)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [Period::schema(schema), Wait::schema(schema)] })
    }
}

keyed! {
    /// When points lapse, known by its one key.
    pub enum Expiry {
        /// A period after they came.
        After(ExpiryAfter) = "after",
        /// All of them, when nothing happened for a period.
        Activity(ExpiryActivity) = "activity",
        /// On a day of the year.
        Yearly(ExpiryYearly) = "yearly",
    }
    later []
}

record! {
    /// Points lapse a period after they came.
    pub struct ExpiryAfter {
        /// After this period, which starts on a local date (or at the instant, when it is counted in hours).
        after: Period = "after",
        /// From the day they become usable, or the day they were earned; usable unless said.
        from: Option<ExpiryFrom> = "from",
        /// Their last day moves to the end of this unit.
        end_of: Option<Unit> = "endOf",
        /// Whether the day after the period is the last day.
        through: Option<bool> = "through",
    }
}

record! {
    /// All points lapse when nothing happened for a period.
    pub struct ExpiryActivity {
        /// For this period, in months and days, from the date of the last such act, of joining, or `from`, whichever is latest.
        activity: Period = "activity",
        /// The acts that keep points; whatever the member does unless said.
        of: Option<Some1<Acts>> = "of",
        /// A date before which the period does not start.
        from: Option<Day> = "from",
        /// Their last day moves to the end of this unit.
        end_of: Option<Unit> = "endOf",
        /// Whether the day after the period is the last day.
        through: Option<bool> = "through",
    }
}

record! {
    /// Points lapse on a day of the year.
    pub struct ExpiryYearly {
        /// The last day on which they can be used: `--12-31`.
        yearly: MonthDay = "yearly",
        /// Which points have it as their last day; those of last year unless said.
        of: Option<YearlyOf> = "of",
        /// Whether the year in which they were earned counts, or that in which they become usable; earned unless said.
        from: Option<ExpiryFrom> = "from",
    }
}

words! {
    /// Which points have a day of the year as their last day.
    pub enum YearlyOf {
        /// All that there are then.
        All = "all",
        /// Those of the calendar year before.
        LastYear = "lastYear",
        /// Those of the calendar year before that.
        YearBeforeLast = "yearBeforeLast",
    }
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

record! {
    /// How points are taken back and returned.
    pub struct Reversal {
        /// From where they are taken back, in this order; from all three unless said.
        from: Option<Some1<ReversalFrom>> = "from",
        /// How long points that come back lapsed can be used; not at all unless said.
        grace: Option<Period> = "grace",
    }
}

words! {
    /// From where points are taken back.
    pub enum ReversalFrom {
        /// From what the event itself gave.
        Own = "own",
        /// From points that wait, those that wait longest first.
        Pending = "pending",
        /// From usable points, in the order of spending.
        Usable = "usable",
    }
}

record! {
    /// How points are sent to other members.
    pub struct Transfer {
        /// When points that are received lapse; like fresh ones unless said.
        expiry: Option<TransferExpiry> = "expiry",
    }
}

words! {
    /// When points that are received lapse.
    pub enum TransferExpiry {
        /// Like points earned at that instant, which wait for nothing.
        Fresh = "fresh",
        /// When they would have lapsed for the member who sent them.
        Keep = "keep",
    }
}

words! {
    /// What happens to points owed.
    pub enum Negative {
        /// They are owed: later points fill the gap first.
        Debt = "debt",
        /// They are waived.
        Zero = "zero",
        /// They are charged in money, by what points are worth.
        Money = "money",
    }
}
