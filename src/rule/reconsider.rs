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
/// on which it was reached by what was there before the refund, and holds neither then nor today by what is left. The member
/// then stands as before the step.
pub fn reconsider(now: &Occasion<'_>, was: &mut State, state: &mut State, changes: &mut Vec<Change>) {
    let mut moved = true;
    while moved {
        moved = false;
        for (index, ladder) in now.program.ladders.iter().enumerate() {
            let Some(present) = state.ladders.get(index).filter(|_| ladder.reevaluates).cloned() else {
                continue;
            };
            let stood = was.ladders.get(index).cloned();
            let mut standing = present.clone();
            loop {
                standing.coming = standing.coming.and_then(|coming| {
                    let reached = ground(now, (was, state), (ladder, coming.tier), coming.reached)?;
                    Some(Coming { reached, ..coming })
                });
                let (Some(tier), Some(before)) = (standing.tier, standing.before()) else { break };
                let reached = standing.reached.unwrap_or_else(|| now.today());
                let after = core::mem::replace(&mut standing, before);
                // What brought the member there was asked of who stood as before.
                for state in [&mut *was, &mut *state] {
                    if let Some(stands) = state.ladders.get_mut(index) {
                        *stands = standing.clone();
                    }
                }
                let reached = ground(now, (was, state), (ladder, tier), reached);
                if reached.is_some() {
                    standing = after;
                    standing.reached = reached;
                    break;
                }
            }
            let tier = |standing: &Standing| standing.coming.map(|coming| coming.tier);
            let is_other =
                tier(&standing) != tier(&present) || standing.earlier.len() != present.earlier.len();
            for (state, standing) in [(&mut *was, stood), (&mut *state, Some(standing))] {
                if let (Some(stands), Some(standing)) = (state.ladders.get_mut(index), standing) {
                    *stands = standing;
                }
            }
            if is_other {
                now.note(state, index, (TierMoved::Reversed, present.tier), None, changes);
                moved = true;
            }
        }
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
