//! Paid plans: what a term costs, how long it lasts, and what comes back.

use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::measure::Measure;
use crate::config::{self, Anchor, RefundBy, UpgradeTerm};
use crate::problem::Code;
use crate::shape::{Id, List, Names, Place};
use crate::unit::{Amount, Day, Period, Quantity};

pub use crate::config::ProRata;

/// A paid plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// What a term costs: the first that holds.
    pub prices: Vec<PlanPrice>,
    /// What a term costs while it renews by itself.
    pub by_itself: Option<Vec<PlanPrice>>,
    /// How long a term lasts.
    pub period: Option<Period>,
    /// The term before the first that is paid, and what it costs.
    pub trial: Option<(Period, i64)>,
    /// The plans that count as running this one while they run, itself first.
    pub covered_by: Vec<usize>,
    /// From which plans members go over.
    pub upgrades: Vec<Upgrade>,
    /// Whether an early renewal begins where the term before ends.
    pub early_at_end: bool,
    /// Where a late one begins.
    pub late: Late,
    /// What comes back on leaving, and so many units more than are left; without units the whole.
    pub refund: Option<(Option<ProRata>, i64)>,
    /// Who leaves before so many terms repays for each what it lacked of an amount.
    pub early_exit: Option<(i64, i64)>,
    /// What a member spends in a year.
    pub spend: Option<usize>,
}

/// Where a term begins that is paid after the end of the one before.
#[derive(Clone, Debug)]
pub enum Late {
    /// On the day on which it is paid.
    AtPayment,
    /// Where the term before ends.
    AtEnd,
    /// There, if no more than this has passed since; else on the day on which it is paid.
    Within(Period),
}

impl Late {
    /// Whether a term that is paid on a date begins where the one before ended.
    #[must_use]
    pub fn begins_at(&self, end: Day, paid: Day) -> bool {
        match self {
            Self::AtPayment => false,
            Self::AtEnd => true,
            Self::Within(grace) => paid < grace.after(end, 1),
        }
    }
}

/// What a term costs.
#[derive(Clone, Debug)]
pub struct PlanPrice {
    /// For whom.
    pub when: Option<Condition>,
    /// So much.
    pub amount: i64,
    /// For so many terms in a row.
    pub terms: Option<i64>,
}

/// How members go over from another plan.
#[derive(Clone, Debug)]
pub struct Upgrade {
    /// The plan.
    pub from: usize,
    /// In what is counted what is left.
    pub by: ProRata,
    /// Whether the end of the term stays.
    pub keeps: bool,
}

/// Plans of which one runs.
#[derive(Clone, Debug)]
pub struct PlanIs {
    /// The plans.
    pub plans: Vec<usize>,
    /// The present term was paid on this date or before.
    pub bought_until: Option<Day>,
    /// It has run without a gap since this date.
    pub since: Option<Day>,
}

/// Every plan of which a condition asks that it runs, without a `not` around it.
pub(super) fn plans_in(condition: Option<&Condition>) -> Vec<usize> {
    let mut plans = Vec::new();
    if let Some(condition) = condition {
        condition.plans_in(&mut plans);
    }
    plans
}

impl Condition {
    fn plans_in(&self, plans: &mut Vec<usize>) {
        match self {
            Self::Plan(is) => plans.extend(&is.plans),
            Self::All(list) | Self::Any(list) => {
                for condition in list {
                    condition.plans_in(plans);
                }
            }
            Self::Not(_)
            | Self::Metric { .. }
            | Self::Tier { .. }
            | Self::Tenure(_)
            | Self::Birthday(_)
            | Self::Event(_)
            | Self::First(_)
            | Self::Said(..)
            | Self::Attribute(_)
            | Self::Tag(_)
            | Self::InactiveFor(..)
            | Self::Time(_)
            | Self::Segment(_)
            | Self::Cart(_) => {}
        }
    }
}

impl Compiler<'_> {
    /// The place of a plan.
    pub(super) fn plan(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let ids = self.ids;
        self.known(("plan", None), &ids.plans, id, place)
    }

    /// Plans of which one runs.
    pub(super) fn plan_is(&mut self, is: &config::PlanIs, place: &Place<'_>) -> Option<Condition> {
        let (mut plans, mut sound) = (Vec::new(), true);
        let at = place.field("plan");
        for (index, id) in is.plan.0.iter().enumerate() {
            let one = is.plan.0.len() == 1;
            sound &= keep(&mut plans, if one { self.plan(id, &at) } else { self.plan(id, &at.index(index)) });
        }
        self.plans_asked.extend(&plans);
        let (bought_until, since) = (is.bought_until, is.since);
        sound.then(|| Condition::Plan(Box::new(PlanIs { plans, bought_until, since })))
    }

    /// The program's plans.
    pub(super) fn plans(&mut self, place: &Place<'_>) -> Option<Vec<Plan>> {
        let config = self.config;
        let (mut seen, mut plans) = (Vec::new(), Vec::new());
        let mut sound = true;
        let mut includes = Vec::new();
        for (index, plan) in config.plans.placed() {
            let at = place.index(index);
            self.unique(&mut seen, &plan.id, "plan", &at);
            let mut named = Vec::new();
            for (nth, id) in plan.includes.placed() {
                let list = at.field("includes");
                sound &= keep(&mut named, self.other_plan(plan, id, &list.index(nth)));
            }
            includes.push(named);
            sound &= keep(&mut plans, self.plan_of(plan, &at));
        }
        for (own, plan) in plans.iter_mut().enumerate() {
            plan.covered_by.push(own);
            let mut next = 0;
            while let Some(one) = plan.covered_by.get(next).copied() {
                for (whole, named) in includes.iter().enumerate() {
                    if named.contains(&one) && !plan.covered_by.contains(&whole) {
                        plan.covered_by.push(whole);
                    }
                }
                next = next.saturating_add(1);
            }
        }
        sound.then_some(plans)
    }

    /// The place of a plan that is not the one that names it.
    fn other_plan(&mut self, plan: &config::Plan, id: &Id, place: &Place<'_>) -> Option<usize> {
        if plan.id == *id {
            self.reader.not_allowed(place, id);
            return None;
        }
        self.plan(id, place)
    }

    fn plan_of(&mut self, plan: &config::Plan, place: &Place<'_>) -> Option<Plan> {
        let prices = self.plan_prices(&plan.price, &place.field("price"));
        let by_itself = match &plan.auto_renewal {
            Some(auto) => {
                let at = place.field("autoRenewal");
                self.plan_prices(&auto.price.0, &at.field("price")).map(Some)
            }
            None => Some(None),
        };
        let period = match &plan.period {
            Some(period) => self.civil(period, &place.field("period")).map(Some),
            None => Some(None),
        };
        let trial = match &plan.trial {
            Some(trial) => {
                let at = place.field("trial");
                let period = self.civil(&trial.period, &at.field("period"));
                period.map(|period| Some((period, trial.amount.map_or(0, Amount::get))))
            }
            None => Some(None),
        };
        let upgrades = self.upgrades(plan, place);
        let late = self.late(plan, place);
        let refund = match &plan.refund_on_cancel {
            Some(refund) => self.refund_of(refund, plan, place).map(Some),
            None => Some(None),
        };
        let spend = self.spent_in(plan, place);
        Some(Plan {
            id: plan.id.clone(),
            names: plan.names.clone(),
            prices: prices?,
            by_itself: by_itself?,
            period: period?,
            trial: trial?,
            covered_by: Vec::new(),
            upgrades: upgrades?,
            early_at_end: plan.renewal.as_ref().and_then(|renewal| renewal.early) != Some(Anchor::Payment),
            late: late?,
            refund: refund?,
            early_exit: plan.early_exit.as_ref().map(|exit| (exit.terms.get(), exit.regular.get())),
            spend: spend?,
        })
    }

    fn plan_prices(&mut self, prices: &List<config::PlanPrice>, place: &Place<'_>) -> Option<Vec<PlanPrice>> {
        let (mut compiled, mut sound) = (Vec::new(), true);
        for (index, price) in prices.placed() {
            let at = place.index(index);
            let when = self.optional(price.when.as_ref(), &at.field("when"), Spot::Member);
            let (amount, terms) = (price.amount.get(), price.terms.map(Quantity::get));
            sound &= keep(&mut compiled, when.map(|when| PlanPrice { when, amount, terms }));
        }
        sound.then_some(compiled)
    }

    fn upgrades(&mut self, plan: &config::Plan, place: &Place<'_>) -> Option<Vec<Upgrade>> {
        let (mut upgrades, mut sound) = (Vec::<Upgrade>::new(), true);
        for (index, upgrade) in plan.upgrade_from.placed() {
            let list = place.field("upgradeFrom");
            let at = list.index(index);
            let from = self.other_plan(plan, &upgrade.plan, &at.field("plan"));
            let config = self.config;
            let old = from.and_then(|from| config.plans.get(from));
            self.in_months(upgrade.by == ProRata::Months, old, &at);
            if from.is_some_and(|from| upgrades.iter().any(|known| known.from == from)) {
                let problem = at.field("plan").problem(Code::DuplicateId).text("kind", "plan");
                self.reader.note(problem.text("value", &*upgrade.plan));
            }
            let keeps = upgrade.term != Some(UpgradeTerm::New);
            sound &= keep(&mut upgrades, from.map(|from| Upgrade { from, by: upgrade.by, keeps }));
        }
        sound.then_some(upgrades)
    }

    /// Notes that months are counted where a plan's terms are counted in days.
    fn in_months(&mut self, months: bool, plan: Option<&config::Plan>, place: &Place<'_>) {
        let days = plan.and_then(|plan| plan.period.as_ref()).is_some_and(Period::has_days);
        if months && days {
            self.reader.not_allowed(&place.field("by"), "months");
        }
    }

    fn late(&mut self, plan: &config::Plan, place: &Place<'_>) -> Option<Late> {
        let Some(renewal) = &plan.renewal else { return Some(Late::AtPayment) };
        let at = place.field("renewal");
        let at_end = renewal.late == Some(Anchor::OldEnd);
        let Some(grace) = &renewal.grace else {
            return Some(if at_end { Late::AtEnd } else { Late::AtPayment });
        };
        if !at_end {
            self.reader.not_allowed(&at.field("grace"), "grace");
            return None;
        }
        self.civil(grace, &at.field("grace")).map(Late::Within)
    }

    fn refund_of(
        &mut self,
        refund: &config::RefundOnCancel,
        plan: &config::Plan,
        place: &Place<'_>,
    ) -> Option<(Option<ProRata>, i64)> {
        let at = place.field("refundOnCancel");
        let by = match refund.by {
            RefundBy::Days => Some(ProRata::Days),
            RefundBy::Months => Some(ProRata::Months),
            RefundBy::Whole => None,
        };
        self.in_months(refund.by == RefundBy::Months, Some(plan), &at);
        if by.is_none() && refund.extra.is_some() {
            self.reader.not_allowed(&at.field("extra"), "extra");
            return None;
        }
        Some((by, refund.extra.map_or(0, Quantity::get)))
    }

    /// The metric of what a member spends, which is one of money.
    #[expect(
        clippy::option_option,
        reason = "the outer is whether it could be read, the inner whether it was written"
    )]
    fn spent_in(&mut self, plan: &config::Plan, place: &Place<'_>) -> Option<Option<usize>> {
        let Some(id) = &plan.spend else { return Some(None) };
        let at = place.field("spend");
        let metric = self.metric_id(id, &at)?;
        if self.measure(metric) != Measure::Money {
            self.reader.note(at.problem(Code::WrongUnit).text("value", &**id).text("unit", "money"));
            return None;
        }
        Some(Some(metric))
    }
}
