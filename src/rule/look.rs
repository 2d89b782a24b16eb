//! Where a look at a ladder brings a member.

use super::{Standpoint, holds};
use crate::program::{Follow, Ladder, Tier};
use crate::state::{Coming, Standing};

/// Where a look at a ladder brings a member.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// A tier that is reached, to begin later.
    pub coming: Option<Coming>,
    /// A step to be taken now.
    pub step: Option<Way>,
}

/// A step to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To a higher tier.
    Up(usize),
    /// To a lower tier, or off the ladder.
    Down(Option<usize>),
}

impl Look {
    /// The tier to which it brings the member up now.
    #[must_use]
    pub fn up(&self) -> Option<usize> {
        match self.step {
            Some(Way::Up(tier)) => Some(tier),
            Some(Way::Down(_)) | None => None,
        }
    }

    /// Whether it brings the member anywhere.
    #[must_use]
    pub fn moves(&self) -> bool {
        self.coming.is_some() || self.step.is_some()
    }
}

/// Whether what brings a member to a tier holds.
#[must_use]
pub fn enters(tier: &Tier, at: &Standpoint<'_>) -> bool {
    tier.enter.as_ref().is_some_and(|enter| holds(enter, at))
}

/// The highest tier whose `enter` holds, else the first if everybody has it.
#[must_use]
pub fn highest(tiers: &[Tier], at: &Standpoint<'_>) -> Option<usize> {
    let highest = tiers.iter().rposition(|tier| enters(tier, at));
    highest.or_else(|| tiers.first().is_some_and(Tier::is_everybodys).then_some(0))
}

/// The nearest tier below that is open to all; nobody falls to a tier of the invited.
#[must_use]
pub fn one_down(tiers: &[Tier], tier: usize) -> Option<usize> {
    tiers.get(..tier)?.iter().rposition(|tier| !tier.invite)
}

/// Where a look at a ladder brings a member who stands there so.
#[must_use]
pub fn look(ladder: &Ladder, standing: &Standing, at: &Standpoint<'_>) -> Look {
    if let Some(follow) = ladder.follow {
        return Look { coming: None, step: followed(follow, &ladder.tiers, standing, at) };
    }
    let mut look = Look::default();
    let above = standing.tier.map_or(0, |tier| tier.saturating_add(1));
    for (rank, tier) in ladder.tiers.iter().enumerate().skip(above).rev() {
        if !enters(tier, at) {
            continue;
        }
        let Some(starts_on) = standing.starts_on(tier, at.today) else {
            look.step = Some(Way::Up(rank));
            break;
        };
        let known = |coming: Option<Coming>| coming.is_some_and(|coming| coming.tier >= rank);
        if !known(look.coming) && !known(standing.coming) {
            look.coming = Some(Coming { tier: rank, starts_on, reached: at.today });
        }
    }
    look
}

/// The step by which a tier follows its conditions; what was given is not taken away.
fn followed(follow: Follow, tiers: &[Tier], standing: &Standing, at: &Standpoint<'_>) -> Option<Way> {
    let held = highest(tiers, at);
    if let Some(higher) = held.filter(|_| held > standing.tier) {
        return Some(Way::Up(higher));
    }
    let present = standing.tier.filter(|_| held < standing.tier && !standing.given)?;
    Some(Way::Down(match follow {
        Follow::Both => held,
        Follow::OneDown => one_down(tiers, present),
    }))
}
