//! What an event granted when it was recorded.

use super::{Issued, PostedPlan, Raised};
use crate::shape::Id;
use crate::unit::{Day, Few, Instant, bytes, variant_bytes};

/// What an event granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The version of the program.
    pub version: Id,
    /// Points granted, and taken back.
    pub points: Vec<PostedPoints>,
    /// Steps between tiers.
    pub tiers: Vec<PostedTier>,
    /// Rewards redeemed: by the event itself, then automatically.
    pub redeemed: Few<Redeemed>,
    /// Signals that the event raised.
    pub signals: Few<Raised>,
    /// Coupons issued.
    pub coupons: Few<Issued>,
    /// What the event did to a plan; nothing or one.
    pub plans: Few<PostedPlan>,
}

/// A reward that was redeemed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redeemed {
    /// By which it can be revoked, where no event redeemed it.
    pub id: Option<Id>,
    /// The reward's id.
    pub reward: Id,
    /// How many.
    pub quantity: i64,
    /// The currency.
    pub currency: usize,
    /// Points, for all of them.
    pub points: i64,
    /// Money, for all of them.
    pub money: i64,
    /// The ladder and the tier that it gave.
    pub tier: Option<(usize, usize)>,
}

/// Points that a rule granted, or took back when negative.
#[derive(Clone, Debug, Eq)]
pub struct PostedPoints {
    /// The currency.
    pub currency: usize,
    /// The rule's id.
    pub rule: Id,
    /// How many.
    pub points: i64,
    /// When they become usable; `None` for points taken back.
    pub usable_at: Option<Instant>,
    /// When they lapse.
    pub expires_at: Option<Instant>,
    /// Their last day.
    pub last_day: Option<Day>,
    /// On what they were counted, for the receipt.
    pub base: Option<Basis>,
    /// What limits cut, for the receipt.
    pub cut: i64,
    /// Whether a tier brought them with it, whose id is the rule's.
    pub gift: bool,
}

/// On how much points were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Money.
    Money(i64),
    /// Units.
    Units(i64),
}

impl PartialEq for PostedPoints {
    /// Whether they grant the same; what a receipt says beside it does not come back from the host.
    fn eq(&self, other: &Self) -> bool {
        self.currency == other.currency
            && self.rule == other.rule
            && self.points == other.points
            && self.usable_at == other.usable_at
            && self.expires_at == other.expires_at
            && self.last_day == other.last_day
            && self.gift == other.gift
    }
}

/// A step between tiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedTier {
    /// The ladder.
    pub ladder: usize,
    /// The tier before.
    pub from: Option<usize>,
    /// The tier after.
    pub to: Option<usize>,
    /// The last day of its period.
    pub last_day: Option<Day>,
    /// The day on which it begins, when it was reached for the next period.
    pub starts_on: Option<Day>,
}

bytes! {
    Posted { version, points; rare tiers, redeemed, signals, coupons, plans }
    Redeemed { id, reward, quantity, currency, points, money, tier }
    PostedPoints { currency, rule, points, usable_at, expires_at, last_day, base, cut, gift }
    PostedTier { ladder, from, to, last_day, starts_on }
}

variant_bytes! {
    Basis {
        0 => Money(amount),
        1 => Units(units),
    }
}
