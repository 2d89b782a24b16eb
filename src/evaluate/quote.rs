//! What a cart would cost and bring, in the program's names.

use super::recorded::posted;
use super::tier::{Place, named, place};
use super::verdict::figure;
use crate::json::Maybe;
use crate::ledger::PointsAsked;
use crate::program::{Program, name};
use crate::quote::{Occasion, Quote, Reason, Spending};
use crate::rule::Standpoint;
use crate::state::State;
use crate::unit::{Fixed, Overflow};
use crate::view::{
    BalanceView, ChargeView, CutView, MetricChange, PartView, QuoteView, QuotedPoints, ReasonView, StepView,
    TierAfter,
};

/// What a cart would cost and bring, in the program's names.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn quote<'a>(now: &Occasion<'a>, quoted: &'a Quote, locale: &str) -> Result<QuoteView<'a>, Overflow> {
    let (program, basket) = (now.program, now.basket);
    let money = |minor: i64| program.currency.text(minor);
    let after = quoted.order.as_ref().map_or(now.state, |order| &order.after);
    let (mut steps, mut charges) = (Vec::new(), Vec::new());
    let (mut goods_off, mut shipping_off) = (vec![0; basket.goods.len()], vec![0; basket.shipping.len()]);
    let goods: Vec<(&str, i64)> = basket.goods.iter().map(|goods| (&*goods.id, goods.amount)).collect();
    let shipping: Vec<(&str, i64)> = basket.shipping.iter().map(|fee| (&*fee.id, fee.amount)).collect();
    for (kind, taken) in &quoted.steps {
        goods_off.clone_from(&taken.goods);
        shipping_off.clone_from(&taken.shipping);
        steps.push(StepView {
            kind: kind.as_str(),
            amount: money(taken.total()?),
            lines: cuts(&goods, &taken.goods, program),
            shipping: cuts(&shipping, &taken.shipping, program),
        });
    }
    for charge in &basket.charges {
        charges.push(ChargeView { id: &charge.id, amount: money(charge.amount) });
    }
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
        lines: parts(&goods, &goods_off, &quoted.due.goods, program),
        shipping: parts(&shipping, &shipping_off, &quoted.due.shipping, program),
        charges,
        points: quoted.spending.as_ref().and_then(|spending| points(now, spending)),
        payable: money(quoted.payable),
        earn,
        ledger,
        balances: balances(now, after),
        tiers,
        changes: changes(now, after),
    })
}

/// What a step takes off those of which it takes something.
fn cuts<'a>(parts: &[(&'a str, i64)], taken: &[i64], program: &Program) -> Vec<CutView<'a>> {
    let mut cuts = Vec::new();
    for ((id, _), off) in parts.iter().zip(taken).filter(|(_, off)| **off > 0) {
        cuts.push(CutView { id, amount: program.currency.text(*off) });
    }
    cuts
}

/// What each line or delivery costs.
fn parts<'a>(parts: &[(&'a str, i64)], off: &[i64], left: &[i64], program: &Program) -> Vec<PartView<'a>> {
    let money = |minor: i64| program.currency.text(minor);
    let mut shown = Vec::new();
    for ((id, amount), (off, left)) in parts.iter().zip(off.iter().zip(left)) {
        shown.push(PartView { id, amount: money(*amount), points_off: money(*off), paid: money(*left) });
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
            Reason::NotSpendable => ReasonView::NotSpendable,
            Reason::Minimum(minimum) => ReasonView::Minimum { balance, minimum: fixed(minimum) },
            Reason::WholeUnits(unit) => ReasonView::WholeUnits { asked, unit: fixed(unit) },
            Reason::MoreThanUsable => ReasonView::MoreThanUsable { asked, usable, limited_by },
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
