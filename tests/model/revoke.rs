//! Activities and redemptions that count no more.

use super::event::{enter, return_points};
use super::facts::{Act, Fact};
use super::state::State;
use super::{grants, metric};

/// Takes back what an activity gave, or returns what a redemption took.
pub fn revoke(state: &mut State, fact: &Fact, event: &str) -> Result<(), &'static str> {
    let place = state.entry(event).ok_or("unknownEvent")?;
    let act = state.entries[place].fact.act.clone();
    if !matches!(act, Act::Activity { .. } | Act::Redeem { .. }) {
        return Err("notRevocable");
    }
    if state.entries[place].revoked {
        if !state.forced.contains(&fact.id) {
            return Err("notRevocable");
        }
        enter(state, fact, Vec::new());
        return Ok(());
    }
    state.entries[place].revoked = true;
    enter(state, fact, Vec::new());
    if let Act::Redeem { currency, .. } = act {
        return_points(state, fact, state.book.currency(currency.as_deref()), place);
        return Ok(());
    }
    state.entries[place].wholly_refunded = true;
    grants::take_back(state, fact, place, 0);
    state.entries[place].counted_by.clear();
    metric::came_back(state, state.entries[place].fact.day);
    Ok(())
}
