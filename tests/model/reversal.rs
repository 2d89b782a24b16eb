//! Tiers that a refund takes back, on ladders that ask again.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::condition::tiers_named;
use super::ladder::{enters, note};
use super::state::{Standing, State};

/// From the lowest step on: where the refund took what brought it, it was never taken, and the next is asked of who stands
/// below; what is still to come does not come when the refund took what brought it.
pub fn reconsider(was: &mut State, state: &mut State, event: &str) {
    let mut changed = false;
    for ladder in 0..state.standings.len() {
        if state.book.program["ladders"][ladder]["onRefund"] != "reevaluate" {
            continue;
        }
        let before = state.standings[ladder].clone();
        let stood_before = was.standings[ladder].clone();
        let mut steps = vec![before.clone()];
        while let Some(stood) = steps[0].stood.clone() {
            steps.insert(0, *stood);
        }
        let mut left: Option<Standing> = None;
        for place in 0..steps.len() {
            let mut step = steps[place].clone();
            if let Some(below) = left.clone() {
                was.standings[ladder] = steps[place - 1].clone();
                state.standings[ladder] = below.clone();
                step.reached = ground(was, state, ladder, (step.tier.unwrap(), step.reached.unwrap()));
                if step.reached.is_none() {
                    continue;
                }
                step.stood = Some(Box::new(below));
            }
            was.standings[ladder] = steps[place].clone();
            state.standings[ladder] = step.clone();
            if let Some((rank, _)) = step.coming {
                step.promised = ground(was, state, ladder, (rank, step.promised.unwrap()));
                step.coming = step.coming.filter(|_| step.promised.is_some());
            }
            left = Some(step);
        }
        was.standings[ladder] = stood_before;
        state.standings[ladder] = Standing { history: before.history.clone(), ..left.unwrap() };
        let after = &state.standings[ladder];
        if (after.tier, after.since, after.coming) != (before.tier, before.since, before.coming) {
            note(state, ladder, "reversed", before.tier, Some(event));
            changed = true;
        }
    }
    if changed {
        reconsider(was, state, event);
    }
}

/// The day that a tier stands on after a refund: its own, unless the refund took it; else today, where it holds today.
fn ground(was: &State, is: &State, ladder: usize, (rank, day): (usize, Date)) -> Option<Date> {
    let taken = enters(was, ladder, rank, day) && !enters(is, ladder, rank, day);
    if taken { Some(is.day).filter(|today| enters(is, ladder, rank, *today)) } else { Some(day) }
}

/// Goes back to how the member stood when they had the posted tier; where they have it, what was to come does not.
pub fn go_back(state: &mut State, ladder: usize, step: &Value) -> bool {
    let to = step["to"].as_str().map(|to| tiers_named(&json!([to]), state.book)[0].1);
    let standing = &mut state.standings[ladder];
    if to == standing.tier && step.get("startsOn").is_none() {
        return standing.coming.take().is_some();
    }
    let mut stood = standing.stood.clone();
    while let Some(before) = stood {
        if before.tier == to && before.tier < standing.tier {
            *standing = Standing { history: standing.history.clone(), ..*before };
            return true;
        }
        stood = before.stood;
    }
    false
}
