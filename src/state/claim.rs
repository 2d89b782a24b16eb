//! Rewards that were redeemed by themselves.

use super::Lot;
use crate::ledger::Redeemed;
use crate::unit::{Day, bytes};

/// A reward that was redeemed by itself.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What was redeemed; it has an id.
    pub redeemed: Redeemed,
    /// When.
    pub day: Day,
    /// The points it took, by lot.
    pub spent: Vec<Lot>,
}

/// How often a reward was redeemed by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Claims {
    /// The latest date.
    pub day: Option<Day>,
    /// How often on that date.
    pub times: usize,
}

bytes! {
    Claim { redeemed, day, spent }
    Claims { day, times }
}
