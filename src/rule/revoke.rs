//! Activities and redemptions that count no more.

use super::apply::Step;
use super::refund::{take_back, taken};
use super::{grant, spend};
use crate::ledger::{Entry, PostedPoints, What};
use crate::program::Counted;
use crate::shape::Id;
use crate::state::{Change, State};
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
    let Some((position, logged)) = step.log.revocable(event, step.before) else { return Ok(posted) };
    let Some(trace) = &logged.outcome.trace else { return Ok(posted) };
    let mut remains = trace.remains.clone();
    let (day, what) = (logged.entry.day, &logged.entry.what);
    if let What::Redeem { currency, .. } = what {
        spend::give_back(program, state, *currency, core::mem::take(&mut remains.spent), entry, changes)?;
    }
    let subject = if let What::Activity { subject, .. } = what { subject.as_deref() } else { None };
    for currency in 0..program.points.len() {
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
        if claim > 0 {
            take_back(
                step,
                state,
                entry,
                (event, position, currency),
                (claim, parts),
                &mut remains,
                changes,
            )?;
        }
    }
    for (index, metric) in program.metrics.iter().enumerate() {
        let then = trace.captured.as_ref().and_then(|captured| captured.resets.get(index));
        if let (Some(tally), Some(count)) = (state.metrics.get_mut(index), trace.remains.counted.get(index))
            && !matches!(metric.counted, Counted::Points(_))
            && state.resets.get(index) == then
        {
            tally.add(day, count.saturating_neg())?;
        }
    }
    Ok(posted)
}
