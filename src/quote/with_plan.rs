//! What a cart would cost and bring if the member had a plan.

use super::{Forecast, Occasion, Quote, Wants, quote};
use crate::ledger::PlanStep;
use crate::rule::{Deal, Standpoint, plan_price, terms_of};
use crate::state::{State, Term};
use crate::unit::{Overflow, minus, plus};

/// A plan that does not run, and what the cart would be with it.
#[derive(Clone, Debug)]
pub struct WithPlan {
    /// The plan.
    pub plan: usize,
    /// What its term costs.
    pub price: i64,
    /// How much less there is to pay.
    pub saves: i64,
    /// How many points more the order earns, by currency.
    pub points: Vec<i64>,
}

/// The plans of which a term could begin now and none runs, in the program's order.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn with_plans(now: &Occasion<'_>, quoted: &Quote<'_>) -> Result<Vec<WithPlan>, Overflow> {
    let mut all = Vec::new();
    for plan in 0..now.program.plans.len() {
        let Some((price, state)) = subscribed(now, plan) else { continue };
        let with = quote(&Occasion { state: &state, ..*now }, Wants::default())?;
        let mut points = Vec::with_capacity(now.program.points.len());
        for currency in 0..now.program.points.len() {
            points.push(minus(
                earned(with.order.as_ref(), currency)?,
                earned(quoted.order.as_ref(), currency)?,
            )?);
        }
        all.push(WithPlan { plan, price, saves: minus(quoted.payable, with.payable)?, points });
    }
    Ok(all)
}

/// What a term costs that begins now, and the member with it; nothing where the plan runs already or is not for sale.
fn subscribed(now: &Occasion<'_>, plan: usize) -> Option<(i64, State)> {
    let (program, today) = (now.program, now.program.zone.day(now.at));
    let at = Standpoint::of_state(program, now.person, now.state, today).at(now.at);
    let (rules, own) = (program.plans.get(plan)?, now.state.plans.get(plan)?);
    if now.state.running(program, plan, today).is_some() {
        return None;
    }
    let price = plan_price(rules, own.renews, own, today, &at)?;
    let (from, until) = terms_of(&Deal::of(plan, PlanStep::Subscribe), now.state, &at)?.term?;
    let mut state = now.state.clone();
    state.plans.get_mut(plan)?.begin(Term::of((from, until), price));
    Some((price, state))
}

fn earned(order: Option<&Forecast>, currency: usize) -> Result<i64, Overflow> {
    let mut sum = 0;
    for line in order.map_or(&[][..], |order| &order.posted.points) {
        if line.currency == currency {
            sum = plus(sum, line.points)?;
        }
    }
    Ok(sum)
}
