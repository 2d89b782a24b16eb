//! Rewards that points buy.

use super::Program;
use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::limit::{LimitOf, Per};
use super::order::segments_in;
use crate::config::{self, RewardKind};
use crate::problem::Code;
use crate::shape::{Id, List, Names, Place};
use crate::unit::{Fixed, SAFE};

/// Something that points buy.
#[derive(Clone, Debug)]
pub struct Reward {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// The word for what it is.
    pub kind: &'static str,
    /// The currency.
    pub currency: usize,
    /// What each costs.
    pub price: Price,
    /// Other prices: the first whose condition holds counts.
    pub prices: Vec<(Condition, Price)>,
    /// When it can be redeemed.
    pub when: Option<Condition>,
    /// Whether that or a price names a segment.
    pub names_segments: bool,
    /// So many usable points are needed at least.
    pub minimum: i64,
    /// Its limits and those of its currency, by their places among the program's.
    pub limits: Vec<usize>,
    /// When it is redeemed by itself.
    pub auto: Option<Auto>,
    /// The ladder and the tier that it gives.
    pub tier: Option<(usize, usize)>,
    /// The coupon that it issues.
    pub coupon: Option<usize>,
}

/// What a reward costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Points.
    pub points: i64,
    /// Money.
    pub money: i64,
}

/// When a reward is redeemed by itself.
#[derive(Clone, Copy, Debug)]
pub struct Auto {
    /// As soon as so many points are usable.
    pub at: i64,
    /// Whether again and again.
    pub repeat: bool,
}

/// How many, or how many points, are redeemed at most.
#[derive(Clone, Debug)]
pub struct RedeemLimit {
    /// Of times or of points.
    pub of: LimitOf,
    /// At most so many.
    pub max: i64,
    /// Over what.
    pub per: Per,
    /// Whether each piece is a time, not each redemption.
    pub pieces: bool,
}

impl RedeemLimit {
    /// So much of it, of points of a currency with their decimals.
    #[must_use]
    pub fn fixed(&self, program: &Program, currency: usize, units: i64) -> Fixed {
        match self.of {
            LimitOf::Points => program.fixed(currency, units),
            LimitOf::Times => Fixed { units, decimals: 0 },
        }
    }
}

/// What holds for redeeming rewards of a currency.
#[derive(Clone, Debug, Default)]
pub struct Redeeming {
    /// The limits, by their places among the program's.
    pub limits: Vec<usize>,
    /// So many usable points are needed at least.
    pub minimum: i64,
    /// Whether points used on orders count in the limits.
    pub checkout: bool,
}

impl Compiler<'_> {
    /// What holds for redeeming rewards of the currency at a place.
    pub(super) fn redeeming(
        &mut self,
        redeem: Option<&config::Redeeming>,
        place: &Place<'_>,
    ) -> Option<Redeeming> {
        let Some(redeem) = redeem else { return Some(Redeeming { checkout: true, ..Redeeming::default() }) };
        Some(Redeeming {
            limits: self.redeem_limits(&redeem.limits, false, place)?,
            minimum: redeem.minimum_balance.map_or(0, crate::unit::Points::get),
            checkout: redeem.checkout != Some(false),
        })
    }

    /// The program's rewards.
    pub(super) fn rewards(
        &mut self,
        points: Option<&[super::PointsRules]>,
        place: &Place<'_>,
    ) -> Option<Vec<Reward>> {
        let config = self.config;
        let (mut seen, mut rewards) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (index, reward) in config.rewards.placed() {
            let at = place.index(index);
            self.unique(&mut seen, &reward.id, "reward", &at);
            sound &= keep(&mut rewards, self.reward(reward, points, &at));
        }
        sound.then_some(rewards)
    }

    fn reward(
        &mut self,
        reward: &config::Reward,
        points: Option<&[super::PointsRules]>,
        place: &Place<'_>,
    ) -> Option<Reward> {
        let currency = self.currency(reward.currency.as_deref(), &place.field("currency"));
        let mut prices = Vec::new();
        let mut sound = true;
        for (index, price) in reward.prices.placed() {
            let list = place.field("prices");
            let when = self.condition(&price.when, &list.index(index).field("when"), Spot::Member);
            let one = when.map(|when| (when, costs(price.points, price.money)));
            sound &= keep(&mut prices, one);
        }
        let when = self.optional(reward.when.as_ref(), &place.field("when"), Spot::Member);
        let mut segments = Vec::new();
        for when in when.iter().flatten().chain(prices.iter().map(|(when, _)| when)) {
            segments_in(when, &mut segments);
        }
        let limits = self.redeem_limits(&reward.limits, true, place);
        let tier = self.upgrade(reward, place);
        let coupon = match &reward.coupon {
            Some(coupon) => self.issuable(coupon, &place.field("coupon")).map(Some),
            None => Some(None),
        };
        if reward.coupon.is_some() && reward.kind != RewardKind::Coupon {
            self.reader.not_allowed(&place.field("coupon"), "coupon");
        }
        let price = costs(reward.points, reward.money);
        let auto = reward.auto.as_ref().map(|auto| self.automatic(auto, reward, place));
        let (currency, mut limits) = (currency?, limits?);
        let redeeming = points.and_then(|points| points.get(currency)).map(|rules| &rules.redeem);
        let least = redeeming.map_or(0, |redeeming| redeeming.minimum);
        limits.extend(redeeming.iter().flat_map(|redeeming| redeeming.limits.iter().copied()));
        let own = reward.minimum_balance.map_or(0, crate::unit::Points::get);
        sound.then_some(())?;
        Some(Reward {
            id: reward.id.clone(),
            names: reward.names.clone(),
            kind: word(reward.kind),
            currency,
            price,
            prices,
            when: when?,
            names_segments: !segments.is_empty(),
            minimum: own.max(least),
            limits,
            auto,
            tier: tier?,
            coupon: coupon?,
        })
    }

    /// The tier that a reward gives; those of that kind give one, others none.
    #[expect(
        clippy::option_option,
        reason = "the outer is whether it could be read, the inner whether it was written"
    )]
    fn upgrade(&mut self, reward: &config::Reward, place: &Place<'_>) -> Option<Option<(usize, usize)>> {
        match (&reward.tier, reward.kind) {
            (Some(tier), RewardKind::TierUpgrade) => self.tier_id(tier, &place.field("tier")).map(Some),
            (None, RewardKind::TierUpgrade) => {
                self.missing(place, "tier");
                None
            }
            (Some(_), _) => {
                self.reader.not_allowed(&place.field("tier"), "tier");
                None
            }
            (None, _) => Some(None),
        }
    }

    /// When a reward is redeemed by itself: not before its points are there, and nobody is asked for money.
    fn automatic(&mut self, auto: &config::Auto, reward: &config::Reward, place: &Place<'_>) -> Auto {
        let mut most = reward.points;
        let mut paid = reward.money.is_some();
        for price in reward.prices.iter() {
            most = most.max(price.points);
            paid |= price.money.is_some();
        }
        let at = place.field("auto");
        if paid || reward.tier.is_some() {
            self.reader.not_allowed(&at, "auto");
        } else if auto.at < most {
            let decimals = self.reader.decimals_of(reward.currency.as_deref());
            let fixed = |units: i64| Fixed { units, decimals };
            let problem = at.field("at").problem(Code::OutOfRange).fixed("value", fixed(auto.at.get()));
            self.reader.note(problem.fixed("min", fixed(most.get())).fixed("max", fixed(SAFE)));
        }
        Auto { at: auto.at.get(), repeat: auto.repeat == Some(true) }
    }

    /// The limits of a reward, or of all of a currency, by their places among the program's.
    fn redeem_limits(
        &mut self,
        limits: &List<config::Limit>,
        pieces: bool,
        place: &Place<'_>,
    ) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        let mut sound = true;
        let list = place.field("limits");
        for (index, limit) in limits.placed() {
            let at = list.index(index);
            for (given, field) in [
                (limit.subject.is_some(), "subject"),
                (limit.over.is_some(), "over"),
                (limit.beyond.is_some(), "beyond"),
            ] {
                if given {
                    self.reader.not_allowed(&at.field(field), field);
                }
            }
            let (of, per) = (self.how_much(limit, &at), self.per(&limit.per, &at.field("per")));
            if matches!(per, Some(Per::Balance)) {
                self.reader.not_allowed(&at.field("per"), "balance");
            }
            let Some(((of, max), per)) = of.zip(per) else {
                sound = false;
                continue;
            };
            self.redeem_limits.push(RedeemLimit { of, max, per, pieces });
            places.push(self.redeem_limits.len().saturating_sub(1));
        }
        sound.then_some(places)
    }
}

fn costs(points: crate::unit::Points, money: Option<crate::unit::Amount>) -> Price {
    Price { points: points.get(), money: money.map_or(0, crate::unit::Amount::get) }
}

fn word(kind: RewardKind) -> &'static str {
    match kind {
        RewardKind::Goods => "goods",
        RewardKind::Coupon => "coupon",
        RewardKind::Service => "service",
        RewardKind::Ticket => "ticket",
        RewardKind::TierUpgrade => "tierUpgrade",
        RewardKind::Charity => "charity",
        RewardKind::PartnerPoints => "partnerPoints",
    }
}
