//! Steps between tiers.

use super::{Standpoint, holds, line};
use crate::ledger::{OpenTier, PostedTier};
use crate::program::{Otherwise, Program, Tier};
use crate::shape::Id;
use crate::state::{Change, Moved, Person, Standing, State, TierMoved};
use crate::unit::{Day, Instant};

/// The tier with which a member begins: the highest whose `enter` holds, else the first if everybody has it.
#[must_use]
pub fn first(program: &Program, person: &Person, state: &State, ladder: usize) -> Option<usize> {
    let at = Standpoint::of_state(program, person, state, person.joined).at(state.at);
    let tiers = &program.ladders.get(ladder)?.tiers;
    let highest = tiers.iter().rposition(|tier| tier.enter.as_ref().is_some_and(|enter| holds(enter, &at)));
    highest.or_else(|| tiers.first().is_some_and(|tier| tier.enter.is_none()).then_some(0))
}

/// Brings the member to the highest tier above the present one whose `enter` holds, on every ladder.
pub fn climb(
    program: &Program,
    person: &Person,
    state: &mut State,
    at: Instant,
    event: Option<&Id>,
    changes: &mut Vec<Change>,
) {
    let today = program.zone.day(at);
    let mut climbed = false;
    for (index, ladder) in program.ladders.iter().enumerate() {
        let above = state
            .ladders
            .get(index)
            .and_then(|standing| standing.tier)
            .map_or(0, |tier| tier.saturating_add(1));
        let sight = Standpoint::of_state(program, person, state, today).at(at);
        let reached = ladder
            .tiers
            .iter()
            .skip(above)
            .rposition(|tier| tier.enter.as_ref().is_some_and(|enter| holds(enter, &sight)));
        if let Some(reached) = reached {
            let to = (index, reached.saturating_add(above));
            step(program, state, to, TierMoved::Entered, (at, today), event, changes);
            climbed = true;
        }
    }
    // A step may open another; every step goes up, so this ends.
    if climbed {
        climb(program, person, state, at, event, changes);
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
    let (Some(of), Some(standing)) = (program.ladders.get(ladder), state.ladders.get_mut(ladder)) else {
        return;
    };
    let from = standing.tier;
    // What an opening brings may have ended before it came.
    let since = if program.zone.day(at) == day { at } else { program.zone.start_of(day) };
    standing.begin(of, tier, since, day, None);
    let moved = Moved::Tier { ladder, kind, from, to: Some(tier), last_day: standing.last_day };
    line(program, (at, event), event.is_none(), moved, changes);
}

/// Takes the steps that were posted with an event.
pub fn posted(
    program: &Program,
    state: &mut State,
    steps: &[PostedTier],
    at: Instant,
    event: &Id,
    changes: &mut Vec<Change>,
) {
    let today = program.zone.day(at);
    for given in steps {
        let (Some(of), Some(standing)) =
            (program.ladders.get(given.ladder), state.ladders.get_mut(given.ladder))
        else {
            continue;
        };
        let Some(to) = given.to else {
            leave(program, state, given.ladder, (at, Some(event)), changes);
            continue;
        };
        let from = standing.tier;
        let kind = if from.is_some_and(|from| to < from) { TierMoved::Dropped } else { TierMoved::Entered };
        standing.begin(of, to, at, today, given.last_day);
        let moved =
            Moved::Tier { ladder: given.ladder, kind, from, to: Some(to), last_day: standing.last_day };
        line(program, (at, Some(event)), false, moved, changes);
    }
}

/// Sets the tier that a member brings from another system.
pub fn open(
    program: &Program,
    state: &mut State,
    open: &OpenTier,
    at: Instant,
    event: &Id,
    changes: &mut Vec<Change>,
) {
    let (Some(of), Some(standing)) = (program.ladders.get(open.ladder), state.ladders.get_mut(open.ladder))
    else {
        return;
    };
    let from = standing.tier;
    standing.begin(of, open.tier, program.zone.start_of(open.since), open.since, open.last_day);
    let moved = Moved::Tier {
        ladder: open.ladder,
        kind: TierMoved::Opening,
        from,
        to: Some(open.tier),
        last_day: standing.last_day,
    };
    line(program, (at, Some(event)), false, moved, changes);
}

/// Ends the periods that are over: the tier goes on when `keep` holds at the end of the last day, else its `otherwise` follows.
/// Says whether there were any.
pub fn end_periods(
    program: &Program,
    person: &Person,
    state: &mut State,
    at: Instant,
    changes: &mut Vec<Change>,
) -> bool {
    let before = changes.len();
    for ladder in 0..program.ladders.len() {
        // What an opening brings may be several periods behind; each ends later than the one before.
        while let Some((tier, last)) = over(program, state, ladder, at) {
            let next = after_period(program, person, state, (ladder, tier), last);
            match next {
                Some(next) if next == tier => renew(program, state, (ladder, tier), at, changes),
                Some(next) => {
                    let first = last.plus_days(1);
                    step(program, state, (ladder, next), TierMoved::Dropped, (at, first), None, changes);
                }
                None => leave(program, state, ladder, (at, None), changes),
            }
        }
    }
    changes.len() > before
}

/// The tier on a ladder whose period is over at an instant, with its last day.
fn over(program: &Program, state: &State, ladder: usize, at: Instant) -> Option<(usize, Day)> {
    let standing = state.ladders.get(ladder)?;
    let (tier, last) = (standing.tier?, standing.last_day?);
    (program.zone.start_of(last.plus_days(1)) <= at).then_some((tier, last))
}

/// The same tier goes on in a new period.
fn renew(
    program: &Program,
    state: &mut State,
    (ladder, tier): (usize, usize),
    at: Instant,
    changes: &mut Vec<Change>,
) {
    let (Some(of), Some(standing)) = (program.ladders.get(ladder), state.ladders.get_mut(ladder)) else {
        return;
    };
    standing.renew(of);
    let (kind, last_day) = (TierMoved::Renewed, standing.last_day);
    let moved = Moved::Tier { ladder, kind, from: Some(tier), to: Some(tier), last_day };
    line(program, (at, None), true, moved, changes);
}

/// The member falls off a ladder.
fn leave(
    program: &Program,
    state: &mut State,
    ladder: usize,
    (at, event): (Instant, Option<&Id>),
    changes: &mut Vec<Change>,
) {
    let Some(standing) = state.ladders.get_mut(ladder) else { return };
    let from = standing.tier;
    *standing = Standing::default();
    let moved = Moved::Tier { ladder, kind: TierMoved::Dropped, from, to: None, last_day: None };
    line(program, (at, event), event.is_none(), moved, changes);
}

/// The tier that follows a period, as the facts stand at the end of its last day.
fn after_period(
    program: &Program,
    person: &Person,
    state: &State,
    (ladder, tier): (usize, usize),
    last: Day,
) -> Option<usize> {
    let tiers = &program.ladders.get(ladder)?.tiers;
    let at = Standpoint::of_state(program, person, state, last);
    if tiers.get(tier)?.keep.as_ref().is_some_and(|keep| holds(keep, &at)) {
        return Some(tier);
    }
    below(tiers, tier, &at)
}

/// The tier that follows when a tier is not kept; `None` when the member falls off the ladder.
#[must_use]
pub fn below(tiers: &[Tier], tier: usize, at: &Standpoint<'_>) -> Option<usize> {
    match tiers.get(tier)?.otherwise {
        Otherwise::OneDown => Some(tier.saturating_sub(1)),
        Otherwise::Base => Some(0),
        Otherwise::Relevel => tiers
            .get(..=tier)?
            .iter()
            .rposition(|tier| tier.enter.as_ref().is_none_or(|enter| holds(enter, at))),
    }
}
