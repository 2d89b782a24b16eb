//! Tiers after a refund, on ladders where it may take them back.

use super::Standpoint;
use super::look::enters;
use super::tier::Occasion;
use crate::program::{Ladder, Program};
use crate::state::{Change, Coming, Standing, State, TierMoved};
use crate::unit::Day;

/// What a refund may have to compare with, before it changes anything.
#[must_use]
pub fn before(program: &Program, state: &State) -> Option<State> {
    program.ladders.iter().any(|ladder| ladder.reevaluates).then(|| state.without_points())
}

/// Takes back every step up, and everything reached for later, of which the refund took the ground: its `enter` held on the day
/// on which it was reached by what was there before the refund, and holds neither then nor today by what is left. Steps are asked
/// from the lowest on, each of who stands on what is left below it.
pub fn reconsider(now: &Occasion<'_>, was: &mut State, state: &mut State, changes: &mut Vec<Change>) {
    let mut moved = true;
    while moved {
        moved = false;
        for (index, ladder) in now.program.ladders.iter().enumerate() {
            let Some(present) = state.ladders.get(index).filter(|_| ladder.reevaluates).cloned() else {
                continue;
            };
            let stood = was.ladders.get(index).cloned();
            let mut left: Vec<Standing> = Vec::new();
            let mut last: Option<Standing> = None;
            for step in present.with_earlier() {
                let mut standing = step.clone();
                if let (Some(before), Some(below), Some(tier)) = (&last, left.last(), step.tier) {
                    // What brought the member there was asked of who stood as before; what is left of that is asked now.
                    put(was, index, before);
                    put(state, index, below);
                    let reached = step.reached.unwrap_or_else(|| now.today());
                    let Some(ground) = ground(now, (was, state), (ladder, tier), reached) else {
                        last = Some(step);
                        continue;
                    };
                    standing.reached = Some(ground);
                }
                put(was, index, &step);
                put(state, index, &standing);
                standing.coming = standing.coming.and_then(|coming| {
                    let reached = ground(now, (was, state), (ladder, coming.tier), coming.reached)?;
                    Some(Coming { reached, ..coming })
                });
                last = Some(step);
                left.push(standing);
            }
            let mut standing = left.pop().unwrap_or_default();
            standing.earlier = left;
            let tier = |standing: &Standing| {
                (standing.tier, standing.since, standing.coming.map(|coming| coming.tier))
            };
            let is_other = tier(&standing) != tier(&present);
            put(state, index, &standing);
            if let Some(stood) = stood {
                put(was, index, &stood);
            }
            if is_other {
                now.note(state, index, (TierMoved::Reversed, present.tier), None, changes);
                moved = true;
            }
        }
    }
}

/// Lets a member stand so on a ladder.
fn put(state: &mut State, ladder: usize, standing: &Standing) {
    if let Some(stands) = state.ladders.get_mut(ladder) {
        stands.clone_from(standing);
    }
}

/// The day that is the ground of a tier after a refund: that on which it was reached, unless the refund took it; else today, where
/// what is left brings the member there.
fn ground(
    now: &Occasion<'_>,
    (was, is): (&State, &State),
    (ladder, tier): (&Ladder, usize),
    reached: Day,
) -> Option<Day> {
    let held = |state: &State, day: Day| {
        let at = Standpoint::of_state(now.program, now.person, state, day);
        ladder.tiers.get(tier).is_some_and(|tier| enters(tier, &at))
    };
    if !held(was, reached) || held(is, reached) {
        return Some(reached);
    }
    Some(now.today()).filter(|today| held(is, *today))
}
