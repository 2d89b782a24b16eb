//! Redemptions: what they name, and which cannot be.

use super::Member;
use super::resolve::Resolver;
use crate::ledger::{Entry, Given, GivenReward, Redeem, Redeemed, What};
use crate::problem::Code;
use crate::program::{LimitOf, Reward};
use crate::rule::{Obstacle, Standpoint, advance, at_once, obstacles, price};
use crate::shape::{Place, Reader};
use crate::state::State;
use crate::unit::{Instant, Overflow, Quantity, SAFE};

impl Resolver<'_, '_> {
    /// Points spent: so many, or the price of a reward.
    pub(super) fn redeem(&mut self, redeem: &Redeem, place: &Place<'_>) -> Option<What> {
        if let Some(points) = redeem.points {
            if redeem.quantity.is_some() {
                self.reader.not_allowed(&place.field("quantity"), "quantity");
                return None;
            }
            let currency = self.currency(redeem.currency.as_deref(), &place.field("currency"))?;
            return Some(What::Redeem { currency, points: points.get(), reward: redeem.reward.clone() });
        }
        let Some(reward) = &redeem.reward else {
            self.reader.note(place.field("points").problem(Code::Missing).text("field", "points"));
            return None;
        };
        if redeem.currency.is_some() {
            self.reader.not_allowed(&place.field("currency"), "currency");
            return None;
        }
        // What was posted holds, whatever became of the reward.
        let posted = |given: &Given| given.redeemed.iter().any(|redeemed| redeemed.id.is_none());
        if !redeem.posted.as_ref().is_some_and(posted) {
            let mut known = Vec::new();
            for reward in &self.program.rewards {
                known.push(&*reward.id);
            }
            self.find("reward", reward, &known, &place.field("reward"))?;
        }
        Some(What::Reward { reward: reward.clone(), quantity: redeem.quantity.map_or(1, Quantity::get) })
    }

    /// A reward that was posted as redeemed.
    pub(super) fn redeemed(&mut self, given: &GivenReward, place: &Place<'_>) -> Option<Redeemed> {
        let currency = self.currency(Some(&given.currency), &place.field("currency"));
        let tier = match &given.tier {
            Some(tier) => Some(self.tier(tier, &place.field("tier"))?),
            None => None,
        };
        Some(Redeemed {
            id: given.id.clone(),
            reward: given.reward.clone(),
            quantity: given.quantity.get(),
            currency: currency?,
            points: given.points.get(),
            money: given.money.map_or(0, crate::unit::Amount::get),
            tier,
        })
    }
}

impl Member {
    /// Notes everything that keeps a reward from being redeemed; of one that was posted, only that its points are missing.
    pub(super) fn redeemable(&self, entry: &Entry, position: usize, reader: &mut Reader, place: &Place<'_>) {
        let What::Reward { reward, quantity } = &entry.what else { return };
        let at = place.field("reward");
        let mut posted = entry.posted.iter().flat_map(|posted| posted.redeemed.iter());
        if let Some(sale) = posted.find(|redeemed| redeemed.id.is_none()) {
            return self.afford(entry, (position, sale.currency), sale.points, reader, &at);
        }
        let Some(reward) = self.program.rewards.iter().find(|known| known.id == *reward) else { return };
        match self.state_at(position, entry.at) {
            Ok(state) => self.note_obstacles(reward, *quantity, &state, entry, reader, place),
            Err(Overflow) => reader.note(place.problem(Code::Overflow)),
        }
    }

    fn note_obstacles(
        &self,
        reward: &Reward,
        quantity: i64,
        state: &State,
        entry: &Entry,
        reader: &mut Reader,
        place: &Place<'_>,
    ) {
        let now = Standpoint::of_state(&self.program, &self.person, state, entry.day).at(entry.at);
        let points = price(reward, &now).points.saturating_mul(quantity).min(SAFE);
        let balance = state.purses.get(reward.currency).map_or(0, |purse| purse.balance);
        let at = place.field("reward");
        let fixed = |units: i64| self.program.fixed(reward.currency, units);
        let most = at_once(reward);
        if quantity > most {
            let problem = place.field("quantity").problem(Code::OutOfRange).number("value", quantity);
            reader.note(problem.number("min", 1).number("max", most));
        }
        for obstacle in obstacles(state, reward, quantity, &now) {
            reader.note(match obstacle {
                Obstacle::When => at.problem(Code::RewardClosed).text("value", &*reward.id),
                Obstacle::Tier(present) => {
                    let (ladder, tier) = reward.tier.unwrap_or_default();
                    let problem = at.problem(Code::TierHigher).text("value", self.tier_name(ladder, tier));
                    problem.text("present", self.tier_name(ladder, present))
                }
                Obstacle::Minimum(minimum) => at
                    .problem(Code::MinimumBalance)
                    .fixed("value", fixed(balance))
                    .fixed("min", fixed(minimum)),
                Obstacle::Limit(limit, left) => {
                    let Some(limit) = self.program.redeem_limits.get(limit) else { continue };
                    let (of, asked) = match (limit.of, limit.pieces) {
                        (LimitOf::Points, _) => ("points", points),
                        (LimitOf::Times, true) => ("times", quantity),
                        (LimitOf::Times, false) => ("times", 1),
                    };
                    let fixed = |units: i64| limit.fixed(&self.program, reward.currency, units);
                    let problem = at.problem(Code::RedeemLimit).text("of", of).fixed("value", fixed(asked));
                    problem.fixed("left", fixed(left)).fixed("max", fixed(limit.max))
                }
                Obstacle::Points(points) => at
                    .problem(Code::InsufficientPoints)
                    .fixed("value", fixed(points))
                    .fixed("balance", fixed(balance)),
            });
        }
    }

    fn tier_name(&self, ladder: usize, tier: usize) -> &str {
        self.program.ladders.get(ladder).and_then(|ladder| ladder.tiers.get(tier)).map_or("", |tier| &tier.id)
    }

    /// Whether something was redeemed by itself under an id by an instant, and was not revoked before.
    pub(super) fn is_claimed(&self, id: &str, position: usize, at: Instant) -> bool {
        if self.program.rewards.iter().all(|reward| reward.auto.is_none()) {
            return self.log.claim(id, position).is_some();
        }
        let fresh = self.state_before(position).and_then(|mut state| {
            advance(&self.program, &self.person, state.to_mut(), at, &mut Vec::new())?;
            Ok(state.fresh_claims.iter().any(|claim| claim.redeemed.id.as_deref() == Some(id)))
        });
        fresh.unwrap_or(false) || self.log.claim(id, position).is_some()
    }
}
