//! Rewards that points buy: what one costs, why it cannot be redeemed, and redeeming it.

use super::dates::earlier;
use super::tier::{Occasion, set};
use super::window::{is_open, next_turn, span};
use super::{Standpoint, coupon, holds, line, spend};
use crate::ledger::{Entry, OpenTier, Redeemed};
use crate::program::{LimitOf, Per, Price, Program, RedeemLimit, Reward};
use crate::shape::Id;
use crate::state::{Change, Lot, Moved, Person, PointsMoved, Remains, State, TierMoved, Trace};
use crate::unit::{Day, Instant, Overflow, Rounding, SAFE, divide, plus};

/// Why a reward cannot be redeemed.
#[derive(Clone, Copy, Debug)]
pub enum Obstacle {
    /// What it asks for does not hold.
    When,
    /// The member has a higher tier than it gives.
    Tier(usize),
    /// So many usable points are needed, whatever it costs.
    Minimum(i64),
    /// A limit, by its place, that lets so much more.
    Limit(usize, i64),
    /// So many points are needed.
    Points(i64),
}

/// What a reward costs a member.
#[must_use]
pub fn price(reward: &Reward, at: &Standpoint<'_>) -> Price {
    for (when, price) in &reward.prices {
        if holds(when, at) {
            return *price;
        }
    }
    reward.price
}

/// Everything that keeps a member from redeeming so many of a reward, stock aside.
#[must_use]
pub fn obstacles(state: &State, reward: &Reward, quantity: i64, at: &Standpoint<'_>) -> Vec<Obstacle> {
    let balance = balance(state, reward);
    let points = price(reward, at).points.saturating_mul(quantity).min(SAFE);
    let mut obstacles = Vec::new();
    if !reward.when.as_ref().is_none_or(|when| holds(when, at)) {
        obstacles.push(Obstacle::When);
    }
    if let Some((ladder, tier)) = reward.tier
        && let Some(present) = at.tier(ladder).filter(|present| *present > tier)
    {
        obstacles.push(Obstacle::Tier(present));
    }
    if balance < reward.minimum {
        obstacles.push(Obstacle::Minimum(reward.minimum));
    }
    for place in &reward.limits {
        let Some(limit) = at.program.redeem_limits.get(*place) else { continue };
        let left = left(*place, limit, at.person, state, at.today);
        if asked(limit, quantity, points) > left {
            obstacles.push(Obstacle::Limit(*place, left));
        }
    }
    if points > balance {
        obstacles.push(Obstacle::Points(points));
    }
    obstacles
}

/// How many of a reward its points and limits let a member redeem at once.
#[must_use]
pub fn most(state: &State, reward: &Reward, at: &Standpoint<'_>) -> i64 {
    let points = price(reward, at).points;
    let pieces = |sum: i64| {
        let pieces = divide(i128::from(sum), i128::from(points), Rounding::Down);
        i64::try_from(pieces).unwrap_or(0)
    };
    let mut most = pieces(balance(state, reward));
    for place in &reward.limits {
        let Some(limit) = at.program.redeem_limits.get(*place) else { continue };
        let left = left(*place, limit, at.person, state, at.today);
        most = most.min(match (limit.of, limit.pieces) {
            (LimitOf::Points, _) => pieces(left),
            (LimitOf::Times, true) => left,
            (LimitOf::Times, false) => {
                if left > 0 {
                    most
                } else {
                    0
                }
            }
        });
    }
    most.min(at_once(reward))
}

/// How many of a reward can be redeemed at once, whatever its points and limits let: tiers come one at a time, and coupons a hundred.
#[must_use]
pub fn at_once(reward: &Reward) -> i64 {
    if reward.tier.is_some() {
        1
    } else if reward.coupon.is_some() {
        COUPONS
    } else {
        SAFE
    }
}

/// So many coupons at most are issued for one redemption.
const COUPONS: i64 = 100;

pub(super) fn balance(state: &State, reward: &Reward) -> i64 {
    state.purses.get(reward.currency).map_or(0, |purse| purse.balance)
}

/// How much of a limit so many pieces for so many points take.
fn asked(limit: &RedeemLimit, pieces: i64, points: i64) -> i64 {
    match limit.of {
        LimitOf::Points => points,
        LimitOf::Times => {
            if limit.pieces {
                pieces
            } else {
                1
            }
        }
    }
}

/// How much a limit lets more on a date.
fn left(place: usize, limit: &RedeemLimit, person: &Person, state: &State, today: Day) -> i64 {
    let Per::Window(window) = &limit.per else { return limit.max };
    if !is_open(window, state, today) {
        return 0;
    }
    let (from, to) = span(window, person, state, today);
    let used = state.redeemed.get(place).map_or(0, |tally| tally.sum(from, to));
    limit.max.saturating_sub(used).max(0)
}

/// Whether a reward, by its place, is redeemed by itself and its points are there.
#[must_use]
pub fn is_ready(state: &State, place: usize, reward: &Reward) -> bool {
    let claimed = || state.claims.get(place).is_some_and(|claims| claims.day.is_some());
    reward.auto.is_some_and(|auto| balance(state, reward) >= auto.at && (auto.repeat || !claimed()))
}

/// The first date after today on which a limit of a reward may let more.
#[must_use]
pub fn turns_of_limits(reward: &Reward, state: &State, at: &Standpoint<'_>) -> Option<Day> {
    let mut next = None;
    for place in &reward.limits {
        if let Some(Per::Window(window)) = at.program.redeem_limits.get(*place).map(|limit| &limit.per)
            && let Some(tally) = state.redeemed.get(*place)
        {
            let (from, _) = span(window, at.person, state, at.today);
            next = earlier(next, next_turn(window, at.person, state, tally.next(from), at.today));
        }
    }
    next
}

/// Dates looked at for one on which a limit has room again.
const TURNS: usize = 400;

/// The first date after today on which a limit lets one of a reward, when nothing more is redeemed.
#[must_use]
pub fn frees(place: usize, reward: &Reward, state: &State, at: &Standpoint<'_>) -> Option<Day> {
    let limit = at.program.redeem_limits.get(place)?;
    let Per::Window(window) = &limit.per else { return None };
    let tally = state.redeemed.get(place)?;
    let one = asked(limit, 1, price(reward, at).points);
    let mut day = at.today;
    for _ in 0..TURNS {
        let (from, _) = span(window, at.person, state, day);
        day = next_turn(window, at.person, state, tally.next(from), day)?;
        if left(place, limit, at.person, state, day) >= one {
            return Some(day);
        }
    }
    None
}

/// What an event redeems: as it was posted, else at the program's price.
///
/// # Errors
/// When the points or the money leave 2^53 − 1.
pub fn of_event(
    program: &Program,
    person: &Person,
    state: &State,
    entry: &Entry,
    (reward, quantity): (&str, i64),
) -> Result<Option<Redeemed>, Overflow> {
    if let Some(posted) = &entry.posted
        && let Some(redeemed) = posted.redeemed.iter().find(|redeemed| redeemed.id.is_none())
    {
        return Ok(Some(redeemed.clone()));
    }
    let Some(reward) = program.rewards.iter().find(|known| *known.id == *reward) else { return Ok(None) };
    let at = Standpoint::of_state(program, person, state, entry.day).at(entry.at);
    bought(reward, quantity, price(reward, &at), None).map(Some)
}

/// So many of a reward at a price.
pub(super) fn bought(
    reward: &Reward,
    quantity: i64,
    price: Price,
    id: Option<Id>,
) -> Result<Redeemed, Overflow> {
    let all = |of: i64| plus(of.checked_mul(quantity).ok_or(Overflow)?, 0);
    Ok(Redeemed {
        id,
        reward: reward.id.clone(),
        quantity,
        currency: reward.currency,
        points: all(price.points)?,
        money: all(price.money)?,
        tier: reward.tier,
    })
}

/// Redeems a reward by an event, which may give a tier.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn sell(
    now: &Occasion<'_>,
    state: &mut State,
    entry: &Entry,
    sale: &Redeemed,
    changes: &mut Vec<Change>,
) -> Result<Trace, Overflow> {
    let lots = pay(now.program, state, (entry.at, &entry.id, false), sale, changes)?;
    if let Some((ladder, tier)) = sale.tier {
        let tier = OpenTier { ladder, tier, since: entry.day, last_day: None };
        set(now, state, &tier, (TierMoved::Set, Some(String::from(&*sale.reward))), changes);
    }
    if entry.posted.is_none() {
        issue(now, state, &entry.id, sale, changes);
    }
    Ok(Trace::of(now.program, None, Remains { spent: lots, ..Remains::default() }))
}

/// Issues the coupon of a reward that was redeemed under an id, as often as it was redeemed.
pub(super) fn issue(
    now: &Occasion<'_>,
    state: &mut State,
    id: &Id,
    redeemed: &Redeemed,
    changes: &mut Vec<Change>,
) {
    let reward = now.program.rewards.iter().find(|reward| reward.id == redeemed.reward);
    let Some((rule, coupon)) = reward.and_then(|reward| Some((&reward.id, reward.coupon?))) else { return };
    let count = usize::try_from(redeemed.quantity.min(COUPONS)).unwrap_or(0);
    coupon::issue(now, state, (id, rule), &vec![coupon; count], changes);
}

/// Takes the points of what is redeemed, and counts it; gives what was taken, by lot.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn pay(
    program: &Program,
    state: &mut State,
    (at, id, by_time): (Instant, &Id, bool),
    redeemed: &Redeemed,
    changes: &mut Vec<Change>,
) -> Result<Vec<Lot>, Overflow> {
    let (currency, points) = (redeemed.currency, redeemed.points);
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(Vec::new()) };
    let (taken, missing) = purse.spend(points)?;
    purse.totals.spent = plus(purse.totals.spent, points)?;
    spend::owe(program, state, currency, missing)?;
    let balance = state.purses.get(currency).map_or(0, |purse| purse.balance);
    let moved = Moved::Points {
        currency,
        kind: PointsMoved::Spent,
        points: points.saturating_neg(),
        balance,
        parts: Vec::new(),
        reason: Some(String::from(&*redeemed.reward)),
    };
    line(program, (at, Some(id)), by_time, moved, changes);
    count(program, state, redeemed, 1, program.zone.day(at))?;
    Ok(taken)
}

/// Counts what was redeemed on a date in its limits, or with −1 that it was revoked.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn count(
    program: &Program,
    state: &mut State,
    redeemed: &Redeemed,
    sign: i64,
    day: Day,
) -> Result<(), Overflow> {
    let reward = program.rewards.iter().find(|known| known.id == redeemed.reward);
    let limits = match reward {
        Some(reward) => &reward.limits,
        None => return count_points(program, state, (redeemed.currency, redeemed.points), sign, day),
    };
    add(program, state, limits, (redeemed.quantity, redeemed.points), sign, day)
}

/// Counts points of a currency that were spent otherwise, as one redemption.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn count_points(
    program: &Program,
    state: &mut State,
    (currency, points): (usize, i64),
    sign: i64,
    day: Day,
) -> Result<(), Overflow> {
    let Some(rules) = program.points.get(currency) else { return Ok(()) };
    add(program, state, &rules.redeem.limits, (1, points), sign, day)
}

fn add(
    program: &Program,
    state: &mut State,
    limits: &[usize],
    (pieces, points): (i64, i64),
    sign: i64,
    day: Day,
) -> Result<(), Overflow> {
    for place in limits {
        let Some(limit) = program.redeem_limits.get(*place) else { continue };
        if let Some(tally) = state.redeemed.get_mut(*place).filter(|_| matches!(limit.per, Per::Window(_))) {
            tally.add(day, asked(limit, pieces, points).saturating_mul(sign))?;
        }
    }
    Ok(())
}
