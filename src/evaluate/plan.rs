//! The plans of a member: how they run and what they cost.

use super::Question;
use super::rebate;
use super::verdict::verdict;
use crate::json::Maybe;
use crate::ledger::{PlanStep, PostedPlan};
use crate::program::{Plan, PlanIs, Program, name};
use crate::rule::{Deal, Standpoint, applies, holds, plan_price, plan_prices, terms_of};
use crate::state;
use crate::unit::{Day, Overflow};
use crate::view::{
    CheaperView, LeaveView, PlanPriceView, PlanTrialView, PlanView, RenewView, UpgradeView, Verdict,
};

/// The verdict on plans of which one must run.
pub fn runs<'a>(is: &PlanIs, met: bool, at: &Standpoint<'a>) -> Verdict<'a> {
    let (mut plans, mut until) = (Vec::new(), None);
    for plan in &is.plans {
        plans.extend(at.program.plans.get(*plan).map(|plan| &*plan.id));
        until = until.max(at.plan(*plan).map(|runs| runs.until.plus_days(-1)));
    }
    let (until, bought_until, since) = (Maybe(until), Maybe(is.bought_until), Maybe(is.since));
    Verdict::Plan { met, plans, until, bought_until, since }
}

/// Every plan of the program, in its order.
///
/// # Errors
/// When a product leaves its range.
pub fn plans<'a>(question: &Question<'a>, now: &Standpoint<'a>) -> Result<Vec<PlanView<'a>>, Overflow> {
    let mut shown = Vec::new();
    let accounts = rebate::accounts(question, now);
    for (place, plan) in now.program.plans.iter().enumerate() {
        let one = One { question, now, place, plan };
        let mut view = one.shown()?;
        rebate::add(&mut view, question, now, (place, &accounts));
        shown.push(view);
    }
    Ok(shown)
}

/// A plan at hand.
struct One<'q, 'a> {
    question: &'q Question<'a>,
    now: &'q Standpoint<'a>,
    place: usize,
    plan: &'a Plan,
}

impl<'a> One<'_, 'a> {
    fn shown(&self) -> Result<PlanView<'a>, Overflow> {
        let (program, today) = (self.now.program, self.now.today);
        let state = &self.question.standing.state;
        let nothing = state::Plan::default();
        let own = state.plans.get(self.place).unwrap_or(&nothing);
        let present = own.on(today);
        let running = state.running(program, self.place, today);
        let until = running.map(|runs| runs.until).or_else(|| own.until());
        let by = running.filter(|_| present.is_none()).and_then(|runs| program.plans.get(runs.by));
        let price = next_price(self.plan, own, self.now);
        let money = |minor: i64| program.currency.text(minor);
        let cancel = present.and_then(|_| self.deal(PlanStep::Cancel));
        Ok(PlanView {
            id: &self.plan.id,
            name: name(&self.plan.names, self.question.locale, &self.plan.id),
            state: match (present, running) {
                (Some(term), _) if term.terms == 0 => "trial",
                (_, Some(_)) => "active",
                (_, None) => {
                    if own.terms.is_empty() {
                        "none"
                    } else {
                        "lapsed"
                    }
                }
            },
            since: Maybe(running.map(|runs| runs.since)),
            last_day: Maybe(until.map(|until| until.plus_days(-1))),
            expires_at: Maybe(running.map(|runs| program.zone.start_of(runs.until))),
            days_left: Maybe(running.map(|runs| today.days_until(runs.until))),
            auto_renew: own.renews,
            included_by: Maybe(by.map(|plan| &*plan.id)),
            price: Maybe(price.map(|amount| self.price(amount, own.renews))),
            cheaper: self.cheaper(own, price)?,
            trial: Maybe(self.trial(own)),
            upgrade: self.upgrades(present.is_some()),
            renew: Maybe((!own.terms.is_empty()).then(|| self.renewed()).flatten()),
            cancel: Maybe(cancel.map(|of| LeaveView { refund: money(of.refund), repay: money(of.repay) })),
            term: Maybe(present.map(|term| rebate::term(program, term))),
            rebates: Vec::new(),
            break_even: Vec::new(),
            last_year: Maybe(None),
            forecast: Maybe(None),
            better: Maybe(None),
        })
    }

    fn deal(&self, step: PlanStep) -> Option<PostedPlan> {
        terms_of(&Deal::of(self.place, step), &self.question.standing.state, self.now)
    }

    /// A price, beside what it is for all.
    fn price(&self, amount: i64, renews: bool) -> PlanPriceView {
        let text = |minor: i64| self.now.program.currency.text(minor);
        let all =
            plan_prices(self.plan, renews).iter().find(|price| price.when.is_none() && price.terms.is_none());
        let regular = all.map(|price| price.amount).filter(|regular| *regular != amount);
        PlanPriceView { amount: text(amount), regular: Maybe(regular.map(text)) }
    }

    /// Lower prices whose conditions do not hold, and what is missing.
    fn cheaper(&self, own: &state::Plan, price: Option<i64>) -> Result<Vec<CheaperView<'a>>, Overflow> {
        let mut cheaper = Vec::new();
        let ran = ran(own, self.now.today);
        for one in plan_prices(self.plan, own.renews) {
            let lower = price.is_none_or(|price| one.amount < price) && applies(one, ran);
            if let Some(when) = one.when.as_ref().filter(|when| lower && !holds(when, self.now)) {
                let verdict = verdict(when, self.now)?;
                cheaper.push(CheaperView { amount: self.now.program.currency.text(one.amount), verdict });
            }
        }
        Ok(cheaper)
    }

    fn trial(&self, own: &state::Plan) -> Option<PlanTrialView> {
        let (period, amount) = self.plan.trial.as_ref().filter(|_| own.terms.is_empty() && !own.tried)?;
        let last_day = period.after(self.now.today, 1).plus_days(-1);
        Some(PlanTrialView { amount: self.now.program.currency.text(*amount), last_day })
    }

    /// What going over costs from plans that run by themselves.
    fn upgrades(&self, runs: bool) -> Vec<UpgradeView<'a>> {
        let mut ways = Vec::new();
        let program = self.now.program;
        for upgrade in self.plan.upgrades.iter().filter(|_| !runs) {
            let Some(from) = program.plans.get(upgrade.from) else { continue };
            let old = self.question.standing.state.plans.get(upgrade.from);
            if old.is_none_or(|old| old.on(self.now.today).is_none()) {
                continue;
            }
            if let Some((price, (_, last_day))) =
                self.deal(PlanStep::Change(upgrade.from)).as_ref().and_then(dated)
            {
                ways.push(UpgradeView { from: &from.id, amount: program.currency.text(price), last_day });
            }
        }
        ways
    }

    fn renewed(&self) -> Option<RenewView> {
        let (price, (from, last_day)) = self.deal(PlanStep::Renew).as_ref().and_then(dated)?;
        Some(RenewView { amount: self.now.program.currency.text(price), from, last_day })
    }
}

/// What a term costs, with its first day and its last.
fn dated(of: &PostedPlan) -> Option<(i64, (Day, Day))> {
    of.term.map(|(from, until)| (of.price, (from, until.plus_days(-1))))
}

/// What the next term costs a member, if it is for sale.
pub fn next_price(plan: &Plan, own: &state::Plan, now: &Standpoint<'_>) -> Option<i64> {
    let from = own.until().filter(|until| *until > now.today).unwrap_or(now.today);
    plan_price(plan, own.renews, own, from, now)
}

/// How many terms in a row were paid so far.
fn ran(own: &state::Plan, today: Day) -> i64 {
    let from = own.until().filter(|until| *until > today).unwrap_or(today);
    own.run_before(from).fold(0_i64, |ran, term| ran.saturating_add(term.terms))
}

/// The plan of an id's place, for what names it.
pub fn id_of(program: &Program, plan: usize) -> Option<&str> {
    program.plans.get(plan).map(|plan| &*plan.id)
}
