//! Activities and redemptions that count no more.

use super::apply::Step;
use super::count::{count_all, count_keys, is_of_now, subjects};
use super::refund::{take_back, taken};
use super::value::came_back;
use super::{coupon, grant, ledger, redeem, spend};
use crate::ledger::{Entry, PostedPoints, What};
use crate::shape::Id;
use crate::state::{Change, Claim, State};
use crate::unit::{Overflow, plus};

/// Takes back what an activity gave and what it counted, or returns what a redemption took; gives what was taken as it is posted.
/// What was revoked before stays as it is.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn revoke(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    event: &Id,
    changes: &mut Vec<Change>,
) -> Result<Vec<PostedPoints>, Overflow> {
    let program = step.program;
    let mut posted = Vec::new();
    let Some((position, logged)) = step.log.revocable(event, step.before) else {
        return claimed(step, state, entry, event, changes).map(|()| posted);
    };
    let Some(trace) = &logged.outcome.trace else { return Ok(posted) };
    let mut remains = trace.remains.clone();
    if let What::Issue(Some(issued)) = &logged.entry.what {
        state.wallet.withdraw(&issued.issue, None);
    } else if let What::Plan { plan, .. } = &logged.entry.what {
        if let Some(plan) = state.plans.get_mut(*plan) {
            plan.withdraw(event, entry.day);
        }
    } else if let What::Reward { reward, .. } = &logged.entry.what {
        coupon::withdraw(state, event, reward);
    }
    let (day, what) = (logged.entry.day, &logged.entry.what);
    let spent = core::mem::take(&mut remains.spent);
    if let What::Redeem { currency, points, .. } = what {
        redeem::count_points(program, state, (*currency, *points), -1, day)?;
        spend::give_back(program, state, *currency, spent, entry, changes)?;
    } else if let What::Reward { .. } = what
        && let Some(sale) = logged.outcome.posted.redeemed.first()
    {
        redeem::count(program, state, sale, -1, day)?;
        spend::give_back(program, state, sale.currency, spent, entry, changes)?;
    }
    let subject = if let What::Activity { subject, .. } = what { subject.as_deref() } else { None };
    for (currency, _) in program.earning() {
        let (mut claim, mut parts) = (0, Vec::new());
        for (_, rule, points) in trace.remains.grants.iter().filter(|(of, _, _)| *of == currency) {
            claim = plus(claim, *points)?;
            let gone = points.saturating_neg();
            if let Some(captured) = &trace.captured {
                grant::count(program, state, (currency, rule, subject), gone, -1, captured)?;
            }
            posted.push(taken(currency, rule, gone));
            parts.push((rule.clone(), gone));
        }
        if let Some(metric) = program.credited(currency) {
            ledger::book(program, step.person, state, metric, claim.saturating_neg(), (entry.day, day))?;
        } else if claim > 0 {
            let of: (&str, usize, usize) = (event, position, currency);
            take_back(step, state, entry, of, (claim, parts), &mut remains, changes)?;
        }
    }
    if let (What::Activity { subject, .. }, Some(captured)) = (what, &trace.captured) {
        let mut counts = Vec::with_capacity(program.metrics.len());
        for (metric, count) in trace.remains.counted.iter().enumerate() {
            let is_left = is_of_now(state, captured, metric);
            counts.push(if is_left { count.saturating_neg() } else { 0 });
        }
        let mut keys = subjects(program, &trace.remains.counted, subject.as_ref());
        keys.retain(|(metric, _)| is_of_now(state, captured, *metric));
        count_all(program, state, counts, day)?;
        count_keys(state, &keys, -1, day)?;
    }
    came_back(program, step.person, state, (entry.day, day))?;
    Ok(posted)
}

/// Returns what was redeemed by itself under an id, unless it was returned before.
fn claimed(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    id: &Id,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let is_it = |claim: &&Claim| claim.redeemed.id.as_ref() == Some(id);
    let fresh = state.fresh_claims.iter().find(is_it).cloned();
    let Some(claim) = fresh.or_else(|| Some(step.log.claim(id, step.before)?.1)) else { return Ok(()) };
    coupon::withdraw(state, id, &claim.redeemed.reward);
    redeem::count(step.program, state, &claim.redeemed, -1, claim.day)?;
    spend::give_back(step.program, state, claim.redeemed.currency, claim.spent, entry, changes)
}
