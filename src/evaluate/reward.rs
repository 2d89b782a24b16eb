//! What points buy, as a member can redeem it.

use super::Question;
use super::verdict::verdict;
use crate::json::Maybe;
use crate::program::{LimitOf, Price, Reward, name};
use crate::rule::{Obstacle, Standpoint, Way, below, frees, holds, look, most, obstacles, price};
use crate::unit::{Fixed, Overflow};
use crate::view::{AutoView, LossView, ObstacleView, PriceView, REASON, RewardView};

/// Every reward, those that can be redeemed first.
///
/// # Errors
/// When a product leaves its range.
pub fn rewards<'a>(question: &Question<'a>, now: &Standpoint<'a>) -> Result<Vec<RewardView<'a>>, Overflow> {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (place, reward) in question.standing.program.rewards.iter().enumerate() {
        let stock = question.stock.iter().find(|(of, _)| *of == place).map(|(_, stock)| *stock);
        let shown = shown(question, now, reward, stock)?;
        if shown.redeemable { &mut open } else { &mut closed }.push(shown);
    }
    open.append(&mut closed);
    Ok(open)
}

fn shown<'a>(
    question: &Question<'a>,
    now: &Standpoint<'a>,
    reward: &'a Reward,
    stock: Option<i64>,
) -> Result<RewardView<'a>, Overflow> {
    let (program, state) = (question.standing.program, &*question.standing.state);
    let balance = state.purses.get(reward.currency).map_or(0, |purse| purse.balance);
    let price = price(reward, now);
    let mut reasons = Vec::new();
    for obstacle in obstacles(state, reward, 1, now) {
        reasons.push(reason(obstacle, balance, reward, question, now)?);
    }
    if stock == Some(0) {
        reasons.push(ObstacleView {
            is: "stock",
            left: Maybe(stock.map(|units| Fixed { units, decimals: 0 })),
            ..REASON
        });
    }
    let redeemable = reasons.is_empty();
    let most = most(state, reward, now).min(stock.unwrap_or(i64::MAX));
    let fixed = |units: i64| program.fixed(reward.currency, units);
    let priced = |price: Price| PriceView {
        points: fixed(price.points),
        money: Maybe(Some(price.money).filter(|money| *money > 0).map(|money| program.currency.text(money))),
    };
    Ok(RewardView {
        id: &reward.id,
        name: name(&reward.names, question.locale, &reward.id),
        kind: reward.kind,
        currency: program.points.get(reward.currency).map_or("", |rules| &rules.id),
        price: priced(price),
        regular: Maybe((price != reward.price).then(|| priced(reward.price))),
        redeemable,
        most: if redeemable { most } else { 0 },
        reasons,
        auto: Maybe(reward.auto.map(|auto| AutoView {
            at: fixed(auto.at),
            repeat: auto.repeat,
            missing: fixed(auto.at.saturating_sub(balance).max(0)),
        })),
        tier: Maybe(reward.tier.map(|(ladder, tier)| tier_id(question, ladder, tier))),
        stock: Maybe(stock),
        loses: Maybe(if redeemable { loses(question, now, (reward.currency, price.points)) } else { None }),
    })
}

/// The tiers that spending so many points would cost: at once on ladders that follow their conditions, else when a period ends that
/// would have gone on. None are where no metric is a balance.
fn loses<'a>(
    question: &Question<'a>,
    now: &Standpoint<'a>,
    (currency, points): (usize, i64),
) -> Option<Vec<LossView<'a>>> {
    let standing = question.standing;
    let (program, person, state) = (standing.program, standing.person, &*standing.state);
    if !program.asks_balance() {
        return None;
    }
    let mut after = state.without_points();
    let purse = after.purses.get_mut(currency)?;
    purse.balance = purse.balance.saturating_sub(points);
    let mut losses = Vec::new();
    for (ladder, stands) in program.ladders.iter().zip(&state.ladders) {
        let Some(rank) = stands.tier else { continue };
        let (to, from) = if ladder.follow.is_some() {
            let then = Standpoint::of_state(program, person, &after, now.today).at(now.instant());
            let down = |at: &Standpoint<'_>| match look(ladder, stands, at).step {
                Some(Way::Down(to)) => Some(to),
                Some(Way::Up(_)) | None => None,
            };
            let (None, Some(to)) = (down(now), down(&then)) else { continue };
            (to, now.today)
        } else {
            let Some(last) = stands.last_day else { continue };
            let then = Standpoint::of_state(program, person, &after, last);
            let keep = ladder.tiers.get(rank).and_then(|tier| tier.keep.as_ref());
            let is_kept = |at: &Standpoint<'_>| keep.is_some_and(|keep| holds(keep, at));
            if !is_kept(&Standpoint::of_state(program, person, state, last)) || is_kept(&then) {
                continue;
            }
            (below(ladder, rank, &then), last.plus_days(1))
        };
        let to = to.and_then(|tier| ladder.tiers.get(tier)).map(|tier| &*tier.id);
        losses.push(LossView { ladder: &ladder.id, to, from });
    }
    (!losses.is_empty()).then_some(losses)
}

fn reason<'a>(
    obstacle: Obstacle,
    balance: i64,
    reward: &'a Reward,
    question: &Question<'a>,
    now: &Standpoint<'a>,
) -> Result<ObstacleView<'a>, Overflow> {
    let state = &*question.standing.state;
    let fixed = |units: i64| now.program.fixed(reward.currency, units);
    let short = |is: &'static str, needed: i64| ObstacleView {
        is,
        needed: Maybe(Some(fixed(needed))),
        missing: Maybe(Some(fixed(needed.saturating_sub(balance)))),
        ..REASON
    };
    Ok(match obstacle {
        Obstacle::When => {
            let verdict = match &reward.when {
                Some(when) => Some(verdict(when, now)?),
                None => None,
            };
            ObstacleView { is: "when", verdict: Maybe(verdict), ..REASON }
        }
        Obstacle::Tier(present) => {
            let ladder = reward.tier.map_or(0, |(ladder, _)| ladder);
            ObstacleView { is: "tier", tier: Maybe(Some(tier_id(question, ladder, present))), ..REASON }
        }
        Obstacle::Minimum(needed) => short("minimumBalance", needed),
        Obstacle::Points(needed) => short("points", needed),
        Obstacle::Limit(place, left) => {
            let limit = now.program.redeem_limits.get(place);
            let of = |units: i64| limit.map(|limit| limit.fixed(now.program, reward.currency, units));
            ObstacleView {
                is: "limit",
                of: Maybe(limit.map(|limit| if limit.of == LimitOf::Times { "times" } else { "points" })),
                max: Maybe(limit.and_then(|limit| of(limit.max))),
                left: Maybe(of(left)),
                frees: Maybe(frees(place, reward, state, now)),
                ..REASON
            }
        }
    })
}

fn tier_id<'a>(question: &Question<'a>, ladder: usize, tier: usize) -> &'a str {
    let ladder = question.standing.program.ladders.get(ladder);
    ladder.and_then(|ladder| ladder.tiers.get(tier)).map_or("", |tier| &*tier.id)
}
