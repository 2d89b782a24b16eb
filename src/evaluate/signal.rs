//! The signals that hold for a member, and those that events raised.

use super::Question;
use super::verdict::{figure, verdict};
use crate::json::Maybe;
use crate::ledger::{Action, Raised};
use crate::program::{Program, name};
use crate::rule::{Standpoint, holds};
use crate::state::{Change, Moved, Subject};
use crate::unit::Overflow;
use crate::view::{Entries, RaisedView, SignalView, SignalsView, ValueView};

/// What marks the member and events for review.
///
/// # Errors
/// When a product leaves its range.
pub fn signals<'a>(question: &Question<'a>, now: &Standpoint<'a>) -> Result<SignalsView<'a>, Overflow> {
    let mut member = Vec::new();
    for signal in &now.program.signals {
        if signal.on.is_none()
            && let Some(when) = &signal.when
            && holds(when, now)
        {
            let name = name(&signal.names, question.locale, &signal.id);
            let (action, verdict) = (signal.action.as_str(), verdict(when, now)?);
            member.push(SignalView { id: &signal.id, name, action, verdict });
        }
    }
    let mut entries = Vec::new();
    for change in question.standing.latest(Subject::Signals, question.history) {
        entries.extend(line(question, change));
    }
    Ok(SignalsView { member, events: Entries { total: question.standing.state.watch.raised, entries } })
}

fn line<'a>(question: &Question<'a>, change: &'a Change) -> Option<RaisedView<'a>> {
    let Moved::Raised(raised) = &change.moved else { return None };
    let (program, state) = (question.standing.program, &question.standing.state);
    let known = program.signals.iter().find(|signal| signal.id == raised.signal);
    let waits = |currency: usize, id: &str| {
        state.purses.get(currency).is_some_and(|purse| purse.pending.iter().any(|lot| *lot.id == *id))
    };
    let mut held = state.watch.held.iter().filter(|held| Some(&held.event) == change.event.as_ref());
    let held = raised.action == Action::Hold
        && held.any(|held| held.until > question.now && waits(held.currency, &held.event));
    Some(RaisedView {
        at: change.at,
        day: change.day,
        event: Maybe(change.event.as_deref()),
        id: &raised.signal,
        name: known.map_or(&*raised.signal, |signal| name(&signal.names, question.locale, &signal.id)),
        action: raised.action.as_str(),
        held: Maybe(held.then_some(true)),
        since: Maybe(raised.since),
        because: because(program, raised),
    })
}

/// The metrics that met a signal's condition, where there are any.
pub fn because<'a>(program: &'a Program, raised: &Raised) -> Maybe<Vec<ValueView<'a>>> {
    let mut because = Vec::new();
    for (metric, value) in &raised.because {
        if let Some(metric) = program.metrics.get(*metric) {
            because.push(ValueView { metric: &metric.id, value: figure(metric.measure(), *value, program) });
        }
    }
    Maybe(Some(because).filter(|because| !because.is_empty()))
}
