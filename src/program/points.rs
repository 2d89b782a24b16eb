//! Point currencies and how they are earned.

use super::compile::Compiler;
use super::condition::{Condition, Spot};
use super::expiry::Expiry;
use super::{Redeeming, Rule, Scheduled, Spend};
use crate::config;
use crate::problem::Code;
use crate::shape::{Id, MOST, Names, Place};
use crate::unit::{Day, Period, Unit};

/// A point currency.
#[derive(Clone, Debug)]
pub struct PointsRules {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// The decimals of its points; they are counted in smallest units.
    pub decimals: u32,
    /// So many points are worth so many minor units.
    pub worth: Option<(i64, i64)>,
    /// How points are earned, in this order.
    pub earn: Vec<Rule>,
    /// What is given on dates.
    pub scheduled: Vec<Scheduled>,
    /// The limits of all rules together, by their places among the program's.
    pub limits: Vec<usize>,
    /// How long they wait before they can be used.
    pub pending: Pending,
    /// When they lapse; `None` is never.
    pub expiry: Option<Expiry>,
    /// What happens to points owed.
    pub negative: config::Negative,
    /// From where points are taken back, in this order.
    pub taken_from: Vec<config::ReversalFrom>,
    /// How long points that come back lapsed can be used.
    pub grace: Option<Period>,
    /// Whether points that are received lapse when they would have for who sent them.
    pub keeps_expiry: bool,
    /// How they are spent at checkout.
    pub spend: Option<Spend>,
    /// What holds for redeeming rewards.
    pub redeem: Redeeming,
}

impl PointsRules {
    /// Whether points of an order wait until it is confirmed.
    #[must_use]
    pub fn until_confirmed(&self) -> bool {
        matches!(self.pending, Pending::UntilConfirmed(_))
    }
}

/// How long points wait before they can be used.
#[derive(Clone, Debug)]
pub enum Pending {
    /// Not at all.
    Never,
    /// For this period.
    For(Period),
    /// Of an order until it is confirmed, and so long after it; those of anything else do not.
    UntilConfirmed(Option<Period>),
    /// Until a term nears its end.
    Term(Box<PendingTerm>),
}

/// Points wait until a term of a plan nears its end.
#[derive(Clone, Debug)]
pub struct PendingTerm {
    /// So long before it.
    pub before: Period,
    /// The plan.
    pub plan: usize,
    /// What must hold then, or they lapse.
    pub when: Option<Condition>,
}

/// The last day of `times` periods from a day: the day before `D + times·P`, or with `through` that day itself, which makes each period a day longer, moved to the end of
/// its unit.
#[must_use]
pub fn last_day(from: Day, period: &Period, times: i32, through: bool, end_of: Option<Unit>) -> Day {
    let end = period.after(from, times);
    let last = end.plus_days(if through { times.saturating_sub(1) } else { -1 });
    end_of.map_or(last, |unit| last.end_of(unit))
}

impl Compiler<'_> {
    /// A point currency, whose rules stand in a field of the place.
    pub(super) fn points(
        &mut self,
        index: usize,
        rules: &config::PointsRules,
        (field, place): (&str, &Place<'_>),
    ) -> Option<PointsRules> {
        if rules.worth.as_ref().is_some_and(|worth| worth.amount.get() == 0) {
            self.zero_amount(&place.field("worth").field("amount"));
        }
        let decimals = self.within(rules.decimals.unwrap_or(0), (0, MOST.into()), &place.field("decimals"));
        let earning = self.earning(index, rules, (field, place));
        let limits = self.limits(index, None, &rules.limits, place);
        let expiry = rules.expiry.as_ref().map(|expiry| self.expiry(expiry, &place.field("expiry")));
        let spend = self.spend(index, rules, place);
        let redeem = self.redeeming(rules.redeem.as_ref(), &place.field("redeem"));
        let pending = self.pending(rules.pending.as_ref(), &place.field("pending"));
        let (earn, scheduled) = earning?;
        Some(PointsRules {
            id: rules.id.clone(),
            names: rules.names.clone(),
            decimals: u32::try_from(decimals?).ok()?,
            worth: rules.worth.as_ref().map(|worth| (worth.points.get(), worth.amount.get())),
            earn,
            scheduled,
            limits: limits?,
            pending: pending?,
            expiry,
            negative: rules.negative.unwrap_or(config::Negative::Debt),
            taken_from: self.taken_from(rules, place),
            grace: rules.reversal.as_ref().and_then(|reversal| reversal.grace.clone()),
            keeps_expiry: rules.transfer.as_ref().and_then(|transfer| transfer.expiry)
                == Some(config::TransferExpiry::Keep),
            spend: spend?,
            redeem: redeem?,
        })
    }

    fn pending(&mut self, pending: Option<&config::Pending>, place: &Place<'_>) -> Option<Pending> {
        let term = match pending {
            None => return Some(Pending::Never),
            Some(config::Pending::For(period)) => return Some(Pending::For(period.clone())),
            Some(config::Pending::Wait(config::Wait::Until(until))) => {
                return Some(Pending::UntilConfirmed(until.then.clone()));
            }
            Some(config::Pending::Wait(config::Wait::Term(term))) => term,
        };
        let before = self.civil(&term.before_term_end, &place.field("beforeTermEnd"));
        let plan = self.plan(&term.plan, &place.field("plan"));
        let when = self.optional(term.when.as_ref(), &place.field("when"), Spot::Member);
        Some(Pending::Term(Box::new(PendingTerm { before: before?, plan: plan?, when: when? })))
    }

    /// From where points are taken back; each place once. What is charged in money needs to be worth something.
    fn taken_from(&mut self, rules: &config::PointsRules, place: &Place<'_>) -> Vec<config::ReversalFrom> {
        use config::ReversalFrom::{Own, Pending, Usable};
        if rules.negative == Some(config::Negative::Money) && rules.worth.is_none() {
            self.missing(place, "worth");
        }
        let Some(from) = rules.reversal.as_ref().and_then(|reversal| reversal.from.as_ref()) else {
            return vec![Own, Pending, Usable];
        };
        let mut taken = Vec::new();
        for (index, word) in from.0.placed() {
            if taken.contains(word) {
                let shown = match word {
                    Own => "own",
                    Pending => "pending",
                    Usable => "usable",
                };
                let reversal = place.field("reversal");
                self.reader.not_allowed(&reversal.field("from").index(index), shown);
            }
            taken.push(*word);
        }
        taken
    }

    pub(super) fn zero_amount(&mut self, place: &Place<'_>) {
        let currency = self.currency;
        let problem =
            place.problem(Code::OutOfRange).text("value", currency.text(0)).text("min", currency.text(1));
        self.reader.note(problem.text("max", currency.text(crate::unit::SAFE)));
    }
}
