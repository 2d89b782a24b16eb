//! Steps between tiers.

use super::{Standpoint, holds};
use crate::ledger::{OpenTier, PostedTier};
use crate::program::{Otherwise, Program};
use crate::shape::Id;
use crate::state::{Change, Moved, Person, State, TierMoved};
use crate::unit::{Day, Instant};

/// The tier with which a member begins: the highest whose `enter` holds, else the first if everybody has it.
#[must_use]
pub fn first(program: &Program, person: &Person, state: &State, ladder: usize) -> Option<usize> {
    let at = Standpoint::of_state(program, person, state, person.joined);
    let tiers = &program.ladders.get(ladder)?.tiers;
    let highest = tiers.iter().rposition(|tier| tier.enter.as_ref().is_some_and(|enter| holds(enter, &at)));
    highest.or_else(|| tiers.first().is_some_and(|tier| tier.enter.is_none()).then_some(0))
}

/// Brings the member to the highest tier above the present one whose `enter` holds, on every ladder.
pub fn climb(program: &Program, person: &Person, state: &mut State, at: Instant, event: Option<&Id>, changes: &mut Vec<Change>) {
    let today = program.zone.day(at);
    for (index, ladder) in program.ladders.iter().enumerate() {
        let above = state.ladders.get(index).and_then(|standing| standing.tier).map_or(0, |tier| tier.saturating_add(1));
        let sight = Standpoint::of_state(program, person, state, today);
        let reached = ladder.tiers.iter().skip(above).rposition(|tier| tier.enter.as_ref().is_some_and(|enter| holds(enter, &sight)));
        if let Some(reached) = reached {
            step(program, state, (index, reached.saturating_add(above)), TierMoved::Entered, (at, today), event, changes);
        }
    }
}

/// Brings the member to a tier, whose first period begins on the date.
pub fn step(
    program: &Program,
    state: &mut State,
    (ladder, tier): (usize, usize),
    kind: TierMoved,
    (at, day): (Instant, Day),
    event: Option<&Id>,
    changes: &mut Vec<Change>,
) {
    let (Some(of), Some(standing)) = (program.ladders.get(ladder), state.ladders.get_mut(ladder)) else { return };
    let from = standing.tier;
    standing.begin(of, tier, at, day, None);
    let moved = Moved::Tier { ladder, kind, from, to: tier, last_day: standing.last_day };
    changes.push(Change { at, day: program.zone.day(at), event: event.cloned(), by_time: event.is_none(), moved });
}

/// Takes the steps that were posted with an event.
pub fn posted(program: &Program, state: &mut State, steps: &[PostedTier], at: Instant, event: &Id, changes: &mut Vec<Change>) {
    let today = program.zone.day(at);
    for given in steps {
        let (Some(of), Some(standing)) = (program.ladders.get(given.ladder), state.ladders.get_mut(given.ladder)) else { continue };
        let from = standing.tier;
        let kind = if from.is_some_and(|from| given.to < from) { TierMoved::Dropped } else { TierMoved::Entered };
        standing.begin(of, given.to, at, today, given.last_day);
        let moved = Moved::Tier { ladder: given.ladder, kind, from, to: given.to, last_day: standing.last_day };
        changes.push(Change { at, day: today, event: Some(event.clone()), by_time: false, moved });
    }
}

/// Sets the tier that a member brings from another system.
pub fn open(program: &Program, state: &mut State, open: &OpenTier, at: Instant, event: &Id, changes: &mut Vec<Change>) {
    let (Some(of), Some(standing)) = (program.ladders.get(open.ladder), state.ladders.get_mut(open.ladder)) else { return };
    let from = standing.tier;
    standing.begin(of, open.tier, program.zone.start_of(open.since), open.since, open.last_day);
    let moved = Moved::Tier { ladder: open.ladder, kind: TierMoved::Opening, from, to: open.tier, last_day: standing.last_day };
    changes.push(Change { at, day: program.zone.day(at), event: Some(event.clone()), by_time: false, moved });
}

/// Ends the periods that are over: the tier goes on when `keep` holds at the end of the last day, else its `otherwise` follows.
pub fn end_periods(program: &Program, person: &Person, state: &mut State, at: Instant, changes: &mut Vec<Change>) {
    for ladder in 0..program.ladders.len() {
        let ended = state.ladders.get(ladder).and_then(|standing| Some((standing.tier?, standing.last_day?)));
        let Some((tier, last)) = ended.filter(|(_, last)| program.zone.start_of(last.plus_days(1)) <= at) else { continue };
        let next = after_period(program, person, state, (ladder, tier), last);
        let first = last.plus_days(1);
        if next != tier {
            step(program, state, (ladder, next), TierMoved::Dropped, (at, first), None, changes);
            continue;
        }
        let (Some(of), Some(standing)) = (program.ladders.get(ladder), state.ladders.get_mut(ladder)) else { continue };
        standing.renew(of);
        let moved = Moved::Tier { ladder, kind: TierMoved::Renewed, from: Some(tier), to: tier, last_day: standing.last_day };
        changes.push(Change { at, day: program.zone.day(at), event: None, by_time: true, moved });
    }
}

/// The tier that follows a period, as the facts stand at the end of its last day.
fn after_period(program: &Program, person: &Person, state: &State, (ladder, tier): (usize, usize), last: Day) -> usize {
    let Some(tiers) = program.ladders.get(ladder).map(|ladder| &ladder.tiers) else { return tier };
    let at = Standpoint::of_state(program, person, state, last);
    let Some(present) = tiers.get(tier) else { return tier };
    if present.keep.as_ref().is_some_and(|keep| holds(keep, &at)) {
        return tier;
    }
    match present.otherwise {
        Otherwise::OneDown => tier.saturating_sub(1),
        Otherwise::Base => 0,
        Otherwise::Relevel => {
            let reachable = tiers.get(..=tier).unwrap_or_default();
            reachable.iter().rposition(|tier| tier.enter.as_ref().is_some_and(|enter| holds(enter, &at))).unwrap_or(0)
        }
    }
}
