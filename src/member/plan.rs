//! Events of plans: what they name, and whether they can be.

use super::Member;
use super::resolve::Resolver;
use crate::ledger::{Entry, Given, PlanChange, PlanStep, PostedPlan, Subscription, What};
use crate::problem::Code;
use crate::program::Program;
use crate::shape::{Place, Reader};
use crate::unit::{Amount, Day};

impl Resolver<'_, '_> {
    /// A plan that begins or goes on.
    pub(super) fn runs(&mut self, of: &Subscription, step: PlanStep, place: &Place<'_>) -> Option<What> {
        let plan = self.plan(&of.plan, &place.field("plan"));
        let trial = of.trial == Some(true);
        let rules = plan.and_then(|plan| self.program.plans.get(plan));
        let has_trial = rules.is_none_or(|rules| rules.trial.is_some());
        if trial && (step == PlanStep::Renew || !has_trial) {
            self.reader.not_allowed(&place.field("trial"), "trial");
        }
        let step = if trial { PlanStep::Trial } else { step };
        let lasts = trial || rules.is_none_or(|rules| rules.period.is_some());
        let end = self.last_of_plan(of.last_day, lasts, place);
        let price = of.price.map(Amount::get);
        Some(What::Plan { plan: plan?, step, end, price, renews: of.auto_renew })
    }

    /// What was posted of plans; none where it cannot be read.
    pub(super) fn posted_plan(&mut self, given: &Given, place: &Place<'_>) -> Option<Vec<PostedPlan>> {
        let Some(line) = &given.plan else { return Some(Vec::new()) };
        let at = place.field("plan");
        let plan = self.plan(&line.plan, &at.field("plan"));
        self.not_ancient(line.last_day, &at.field("lastDay"));
        let money = |amount: Option<Amount>| amount.map_or(0, Amount::get);
        Some(vec![PostedPlan {
            plan: plan?,
            term: line.from.zip(line.last_day).map(|(from, last)| (from, last.plus_days(1))),
            price: money(line.price),
            refund: money(line.refund),
            repay: money(line.repay),
        }])
    }

    /// A plan that takes the place of another.
    pub(super) fn changes(&mut self, change: &PlanChange, place: &Place<'_>) -> Option<What> {
        let plan = self.plan(&change.plan, &place.field("plan"));
        let from = self.plan(&change.from, &place.field("from"));
        if plan.is_some() && plan == from {
            self.reader.not_allowed(&place.field("from"), &change.from);
        }
        let (plan, from) = (plan?, from?);
        let rules = self.program.plans.get(plan)?;
        let lasts = rules.period.is_some() || rules.upgrades.iter().any(|upgrade| upgrade.from == from);
        let end = self.last_of_plan(change.last_day, lasts, place);
        let price = change.price.map(Amount::get);
        Some(What::Plan { plan, step: PlanStep::Change(from), end, price, renews: change.auto_renew })
    }

    /// The first date without a plan, where its last day is said; it must be where the plan has no period.
    fn last_of_plan(&mut self, last: Option<Day>, lasts: bool, place: &Place<'_>) -> Option<Day> {
        self.not_over(last, &place.field("lastDay"));
        if last.is_none() && !lasts {
            let at = place.field("lastDay");
            self.reader.note(at.problem(Code::Missing).text("field", "lastDay"));
        }
        last.map(|last| last.plus_days(1))
    }
}

impl Member {
    /// Notes why an event of a plan cannot be, if it cannot.
    pub(super) fn plan_event(&self, entry: &Entry, position: usize, reader: &mut Reader, place: &Place<'_>) {
        let What::Plan { plan, step, .. } = &entry.what else { return };
        let (of, field, trial) = match step {
            PlanStep::Subscribe | PlanStep::Renew => return,
            PlanStep::Trial => (*plan, "trial", true),
            PlanStep::Change(from) => (*from, "from", false),
            PlanStep::Cancel | PlanStep::Stop => (*plan, "plan", false),
        };
        let Ok(state) = self.state_before(position) else { return };
        let Some(runs) = state.plans.get(of) else { return };
        let wrong = if trial { runs.tried || !runs.terms.is_empty() } else { runs.on(entry.day).is_none() };
        if wrong {
            let code = if trial { Code::TrialTaken } else { Code::PlanNotRunning };
            let problem = place.field(field).problem(code);
            reader.note(problem.text("value", id(&self.program, of)));
        }
    }
}

fn id(program: &Program, plan: usize) -> &str {
    program.plans.get(plan).map_or("", |plan| &plan.id)
}
