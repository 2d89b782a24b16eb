//! Rewards that are redeemed by themselves.

use super::redeem::{balance, bought, is_ready, issue, most, obstacles, pay, price};
use super::tier::Occasion;
use super::{Standpoint, numbered};
use crate::ledger::{Entry, Redeemed};
use crate::program::Program;
use crate::state::{Change, Claim, Person, State};
use crate::unit::{Instant, Overflow, Rounding, divide};

/// Redeems what is redeemed by itself after an event; what was posted in place of what the program says.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn after(
    program: &Program,
    person: &Person,
    state: &mut State,
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Result<Vec<Redeemed>, Overflow> {
    let at = (entry.at, false);
    let Some(posted) = &entry.posted else {
        return automatic(program, person, state, at, changes);
    };
    let mut claimed = posted.redeemed.to_vec();
    claimed.retain(|redeemed| redeemed.id.is_some());
    for redeemed in &claimed {
        claim(program, state, at, redeemed, changes)?;
    }
    Ok(claimed)
}

/// Redeems what is redeemed by itself as soon as so many points are usable; gives it as it is posted.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn automatic(
    program: &Program,
    person: &Person,
    state: &mut State,
    (at, by_time): (Instant, bool),
    changes: &mut Vec<Change>,
) -> Result<Vec<Redeemed>, Overflow> {
    let mut all = Vec::new();
    let today = program.zone.day(at);
    for (index, reward) in program.rewards.iter().enumerate() {
        let Some(auto) = reward.auto.filter(|_| is_ready(state, index, reward)) else { continue };
        let spare = balance(state, reward).saturating_sub(auto.at);
        let claims = state.claims.get(index).copied().unwrap_or_default();
        let now = Standpoint::of_state(program, person, state, today).at(at);
        if !obstacles(state, reward, 1, &now).is_empty() {
            continue;
        }
        let price = price(reward, &now);
        let times = divide(i128::from(spare), i128::from(price.points), Rounding::Down);
        let times = i64::try_from(times).unwrap_or(0).saturating_add(1).min(most(state, reward, &now));
        let nth = if claims.day == Some(today) { claims.times.saturating_add(1) } else { 1 };
        let id = String::from(&*reward.id) + "@" + &today.text();
        let id = numbered(id, u64::try_from(nth).unwrap_or(0));
        let redeemed = bought(reward, if auto.repeat { times } else { 1 }, price, Some(id.into()))?;
        claim(program, state, (at, by_time), &redeemed, changes)?;
        if let Some(id) = &redeemed.id {
            let now = Occasion { program, person, at, event: (!by_time).then_some(id) };
            issue(&now, state, id, &redeemed, changes);
        }
        all.push(redeemed);
    }
    Ok(all)
}

/// Redeems by itself what was decided on.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
fn claim(
    program: &Program,
    state: &mut State,
    (at, by_time): (Instant, bool),
    redeemed: &Redeemed,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let Some(id) = &redeemed.id else { return Ok(()) };
    let day = program.zone.day(at);
    let spent = pay(program, state, (at, id, by_time), redeemed, changes)?;
    let place = program.rewards.iter().position(|reward| reward.id == redeemed.reward);
    if let Some(claims) = place.and_then(|place| state.claims.get_mut(place)) {
        claims.times = if claims.day == Some(day) { claims.times.saturating_add(1) } else { 1 };
        claims.day = Some(day);
    }
    state.fresh_claims.push(Claim { redeemed: redeemed.clone(), day, spent });
    Ok(())
}
