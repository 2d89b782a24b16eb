//! What recording brought about, in the program's names.

use crate::json::Maybe;
use crate::ledger::Posted;
use crate::member::Recorded;
use crate::program::Program;
use crate::state::{Change, Moved};
use crate::view::{
    ChangeView, ChangedView, PostedLedgerView, PostedPointsView, PostedTierView, PostedView, RecordedEvent,
    RecordedView,
};

/// What recording brought about, in the program's names.
#[must_use]
pub fn recorded<'a>(program: &'a Program, recorded: &'a Recorded) -> RecordedView<'a> {
    let events = recorded.events.iter().map(|event| RecordedEvent {
        id: &event.id,
        duplicate: event.posted.is_none(),
        posted: Maybe(event.posted.as_ref().map(|given| posted(program, given))),
    });
    let changed =
        recorded.changed.iter().map(|(id, given)| ChangedView { id, posted: posted(program, given) });
    RecordedView {
        events: events.collect(),
        elapsed: recorded.elapsed.iter().map(|line| change(program, line)).collect(),
        changed: changed.collect(),
    }
}

fn posted<'a>(program: &'a Program, given: &'a Posted) -> PostedView<'a> {
    let points = given.points.iter().filter_map(|line| {
        Some(PostedPointsView {
            currency: &program.points.get(line.currency)?.id,
            rule: &line.rule,
            points: line.points,
            usable_at: Maybe(line.usable_at),
            expires_at: Maybe(line.expires_at),
            last_day: Maybe(line.last_day),
        })
    });
    let ledger = given.points.iter().filter_map(|line| {
        let (_, metric) = program.ledger_metric(program.ledger(line.currency)?)?;
        Some(PostedLedgerView { metric: &metric.id, rule: &line.rule, amount: line.points })
    });
    let tiers = given.tiers.iter().filter_map(|step| {
        Some(PostedTierView {
            ladder: &program.ladders.get(step.ladder)?.id,
            from: Maybe(step.from.and_then(|from| tier(program, step.ladder, from))),
            to: Maybe(step.to.and_then(|to| tier(program, step.ladder, to))),
            last_day: Maybe(step.last_day),
        })
    });
    PostedView {
        version: &given.version,
        points: points.collect(),
        ledger: ledger.collect(),
        tiers: tiers.collect(),
    }
}

fn tier(program: &Program, ladder: usize, tier: usize) -> Option<&str> {
    program.ladders.get(ladder)?.tiers.get(tier).map(|tier| &*tier.id)
}

fn change<'a>(program: &'a Program, line: &'a Change) -> ChangeView<'a> {
    let view = ChangeView {
        at: line.at,
        day: line.day,
        kind: "",
        event: Maybe(line.event.as_deref()),
        currency: Maybe(None),
        points: Maybe(None),
        ladder: Maybe(None),
        from: Maybe(None),
        to: Maybe(None),
        last_day: Maybe(None),
    };
    match &line.moved {
        Moved::Points { currency, kind, points, .. } => ChangeView {
            kind: kind.as_str(),
            currency: Maybe(program.points.get(*currency).map(|rules| &*rules.id)),
            points: Maybe(Some(*points)),
            ..view
        },
        Moved::Tier { ladder, kind, from, to, last_day } => ChangeView {
            kind: kind.as_str(),
            ladder: Maybe(program.ladders.get(*ladder).map(|ladder| &*ladder.id)),
            from: Maybe(from.and_then(|from| tier(program, *ladder, from))),
            to: Maybe(to.and_then(|to| tier(program, *ladder, to))),
            last_day: Maybe(*last_day),
            ..view
        },
    }
}
