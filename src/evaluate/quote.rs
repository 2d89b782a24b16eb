//! What a cart would cost and bring, in the program's names.

use super::applied::{cuts, parts, taken, taxes};
use super::offered::{offers, unlocks};
use super::recorded::posted;
use super::refusal::refused;
use super::tier::{Place, named, place};
use super::verdict::figure;
use crate::json::Maybe;
use crate::ledger::PointsAsked;
use crate::program::name;
use crate::quote::{NotUsed, Occasion, Quote, Spending, Taken, WithPlan, mark};
use crate::rule::Standpoint;
use crate::state::State;
use crate::unit::{Fixed, Overflow, plus};
use crate::view::{
    BalanceView, MetricChange, MorePointsView, QuoteView, QuotedPoints, ReasonView, StepView, TierAfter,
    WithPlanView,
};

/// What a cart would cost and bring, in the program's names.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn quote<'a>(
    now: &Occasion<'a>,
    quoted: &'a Quote<'a>,
    locale: &'a str,
) -> Result<QuoteView<'a>, Overflow> {
    let (program, basket) = (now.program, now.basket);
    let money = |minor: i64| program.currency.text(minor);
    let after = quoted.order.as_ref().map_or(now.state, |order| &order.after);
    let mut steps = Vec::new();
    let items = basket.items.list.len();
    let (mut coupons_off, mut points_off) = (vec![0; items], vec![0; items]);
    for step in &quoted.steps {
        let Some(known) = program.checkout.steps.get(step.step) else { continue };
        let sums = if known.points { &mut points_off } else { &mut coupons_off };
        for (sum, off) in sums.iter_mut().zip(step.taken.items()) {
            *sum = plus(*sum, *off)?;
        }
        let [lines, added, shipping, charges] = cuts(now, &step.taken);
        let mut coupons = Vec::new();
        for (place, used) in &step.applied {
            if let Some(offer) = quoted.chosen.offers.list.get(*place) {
                coupons.push(taken(now, offer, &used.applied, locale));
            }
        }
        steps.push(StepView {
            id: &known.id,
            kind: if known.points { "points" } else { "coupons" },
            amount: money(step.taken.total()?),
            lines,
            added,
            shipping,
            charges,
            coupons,
        });
    }
    let taxes = taxes(now, &coupons_off, &points_off)?;
    let off = (Taken::of(basket, coupons_off), Taken::of(basket, points_off));
    let [lines, added, shipping, charges] = parts(now, &quoted.due, &off);
    let (mut earn, mut ledger, mut tiers) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(order) = &quoted.order {
        let posted = posted(program, &order.posted);
        (earn, ledger) = (posted.points, posted.ledger);
    }
    for ladder in 0..program.ladders.len() {
        tiers.extend(tier(now, after, ladder, locale)?);
    }
    Ok(QuoteView {
        now: now.at,
        today: program.zone.day(now.at),
        subtotal: money(quoted.subtotal),
        steps,
        lines,
        added,
        shipping,
        charges,
        taxes,
        refused: refused(now, &quoted.chosen.asked, &quoted.chosen.offers.refused)?,
        optimal: Maybe(quoted.chosen.optimal),
        missed: Maybe(quoted.chosen.missed.map(|missed| program.currency.text(missed))),
        points: quoted.chosen.trial.spending.as_ref().and_then(|spending| points(now, spending)),
        payable: money(quoted.payable),
        earn,
        ledger,
        balances: balances(now, after),
        tiers,
        changes: changes(now, after),
        coupons: offers(now, quoted, locale)?,
        unlocks: unlocks(now, quoted, locale),
        with_plan: Maybe(quoted.with_plan.as_ref().map(|plans| with_plans(now, plans, locale))),
        fingerprint: mark(now, quoted),
    })
}

/// What the cart would be with plans that do not run.
fn with_plans<'a>(now: &Occasion<'a>, plans: &[WithPlan], locale: &str) -> Vec<WithPlanView<'a>> {
    let program = now.program;
    let mut shown = Vec::new();
    for with in plans {
        let Some(plan) = program.plans.get(with.plan) else { continue };
        let mut points = Vec::new();
        for (place, (rules, more)) in program.points.iter().zip(&with.points).enumerate() {
            points.push(MorePointsView { currency: &rules.id, points: program.fixed(place, *more) });
        }
        shown.push(WithPlanView {
            plan: &plan.id,
            name: name(&plan.names, locale, &plan.id),
            price: program.currency.text(with.price),
            saves: program.currency.text(with.saves),
            points,
        });
    }
    shown
}

/// Points that are used and could be.
fn points<'a>(now: &Occasion<'a>, spending: &Spending) -> Option<QuotedPoints<'a>> {
    let asked = if let PointsAsked::Number(asked) = now.basket.asked { asked } else { 0 };
    let Spending { balance, usable, used, .. } = *spending;
    let limited_by = spending.bound.as_str();
    let rules = now.program.points.first()?;
    let fixed = |units: i64| Fixed { units, decimals: rules.decimals };
    let [balance, usable, used, asked] = [balance, usable, used, asked].map(fixed);
    let mut reasons = Vec::new();
    for reason in &spending.reasons {
        reasons.push(match *reason {
            NotUsed::NotSpendable => ReasonView::NotSpendable,
            NotUsed::Minimum(minimum) => ReasonView::Minimum { balance, minimum: fixed(minimum) },
            NotUsed::WholeUnits(unit) => ReasonView::WholeUnits { asked, unit: fixed(unit) },
            NotUsed::MoreThanUsable => ReasonView::MoreThanUsable { asked, usable, limited_by },
        });
    }
    let takes_off = now.program.currency.text(spending.takes_off);
    Some(QuotedPoints { currency: &rules.id, balance, usable, takes_off, limited_by, used, reasons })
}

/// The points of every currency after the order.
fn balances<'a>(now: &Occasion<'a>, after: &State) -> Vec<BalanceView<'a>> {
    let mut balances = Vec::new();
    let purses = now.state.purses.iter().zip(&after.purses);
    for (rules, (before, after)) in now.program.points.iter().zip(purses) {
        let fixed = |units: i64| Fixed { units, decimals: rules.decimals };
        balances.push(BalanceView {
            currency: &rules.id,
            balance: fixed(after.balance),
            pending: fixed(after.waiting()),
            debt: fixed(after.debt),
            fills: fixed(before.debt.saturating_sub(after.debt).max(0)),
        });
    }
    balances
}

/// Where the member stands on a ladder after the order.
fn tier<'a>(
    now: &Occasion<'a>,
    after: &'a State,
    index: usize,
    locale: &str,
) -> Result<Option<TierAfter<'a>>, Overflow> {
    let program = now.program;
    let (Some(ladder), Some(before), Some(standing)) =
        (program.ladders.get(index), now.state.ladders.get(index), after.ladders.get(index))
    else {
        return Ok(None);
    };
    let at = Standpoint::of_state(program, now.person, after, program.zone.day(now.at)).at(now.at);
    let Place { tier, until, coming, next } = place(ladder, standing, &at, locale)?;
    Ok(Some(TierAfter {
        id: &ladder.id,
        name: name(&ladder.names, locale, &ladder.id),
        before: before.tier.and_then(|tier| named(ladder, tier, locale)),
        after: tier,
        until,
        coming,
        next,
    }))
}

/// The metrics whose value the order changes.
fn changes<'a>(now: &Occasion<'a>, after: &State) -> Vec<MetricChange<'a>> {
    let (program, person) = (now.program, now.person);
    let today = program.zone.day(now.at);
    let [was, is] =
        [now.state, after].map(|state| Standpoint::of_state(program, person, state, today).at(now.at));
    let mut changes = Vec::new();
    for (index, metric) in program.metrics.iter().enumerate() {
        let (before, after) = (was.metric(index), is.metric(index));
        if before != after {
            let measure = metric.measure();
            let shown = |value: Option<i64>| Maybe(value.map(|value| figure(measure, value, program)));
            let (before, after) = (shown(before), shown(after));
            changes.push(MetricChange { metric: &metric.id, unit: measure.as_str(), before, after });
        }
    }
    changes
}
