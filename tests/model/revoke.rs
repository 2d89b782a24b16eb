//! Activities and redemptions that count no more.

use super::event::{enter, return_points};
use super::facts::{Act, Fact};
use super::state::State;
use super::{grants, metric, plans, rewards, wallet};

/// Takes back what an activity gave, or returns what a redemption took.
pub fn revoke(state: &mut State, fact: &Fact, event: &str) -> Result<(), &'static str> {
    let Some(place) = state.entry(event) else { return rewards::revoke(state, fact, event) };
    let act = state.entries[place].fact.act.clone();
    let issued = state.entries[place].fact.source["type"] == "couponIssued";
    let begins = matches!(state.entries[place].fact.source["type"].as_str(), Some("subscribe" | "renew"));
    if !issued && !begins && !matches!(act, Act::Activity { .. } | Act::Redeem { .. } | Act::Reward { .. }) {
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
    if begins {
        let plan = state.entries[place].fact.source["plan"].as_str().unwrap().to_owned();
        plans::withdraw(state, fact, &plan, event);
        return Ok(());
    }
    if issued {
        let of = state.entries[place].fact.clone();
        wallet::withdraw_issue(state, &of);
        return Ok(());
    }
    let spent = state.entries[place].spent.clone();
    if let Act::Redeem { currency, .. } = act {
        return_points(state, fact, state.book.currency(currency.as_deref()), &spent);
        return Ok(());
    }
    if let Some(sale) = state.entries[place].sale.clone() {
        return_points(state, fact, sale.currency, &spent);
        wallet::withdraw(state, event, &sale.reward);
        return Ok(());
    }
    state.entries[place].wholly_refunded = true;
    grants::take_back(state, fact, place, 0);
    state.entries[place].counted_by.clear();
    metric::came_back(state, state.entries[place].fact.day);
    Ok(())
}
