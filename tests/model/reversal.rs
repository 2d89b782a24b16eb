//! Tiers that a refund takes back, on ladders that ask again.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::condition::tiers_named;
use super::ladder::{enters, note};
use super::state::{Standing, State};

/// As long as the refund took what brought the present tier, the member stands as before; what is still to come does not come
/// when the refund took what brought it.
pub fn reconsider(was: &mut State, state: &mut State, event: &str) {
    let mut changed = false;
    for ladder in 0..state.standings.len() {
        if state.book.program["ladders"][ladder]["onRefund"] != "reevaluate" {
            continue;
        }
        let before = state.standings[ladder].clone();
        let stood_before = was.standings[ladder].clone();
        loop {
            let coming = state.standings[ladder].coming;
            let day = state.standings[ladder].promised;
            if let Some((rank, _)) = coming {
                let ground = ground(was, state, ladder, (rank, day.unwrap()));
                state.standings[ladder].promised = ground;
                state.standings[ladder].coming = coming.filter(|_| ground.is_some());
            }
            let present = state.standings[ladder].clone();
            let Some(stood) = present.stood.clone() else { break };
            was.standings[ladder] = (*stood).clone();
            state.standings[ladder] = Standing { history: present.history.clone(), ..*stood };
            let ground = ground(was, state, ladder, (present.tier.unwrap(), present.reached.unwrap()));
            if ground.is_some() {
                state.standings[ladder] = Standing { reached: ground, ..present };
                break;
            }
        }
        was.standings[ladder] = stood_before;
        let after = &state.standings[ladder];
        if after.coming != before.coming || after.steps() != before.steps() {
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
