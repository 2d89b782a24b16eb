//! Ladders of tiers.

use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::order::segments_in;
use super::points::last_day;
use crate::config;
use crate::shape::{Id, Names, Place};
use crate::unit::{Day, Period, Unit};

pub use crate::config::Otherwise;

/// A ladder of tiers.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// Its tiers, the lowest first; at least one.
    pub tiers: Vec<Tier>,
}

impl Ladder {
    /// Whether some tier is entered by a segment.
    pub(super) fn asks_for_segments(&self) -> bool {
        let mut segments = Vec::new();
        for enter in self.tiers.iter().filter_map(|tier| tier.enter.as_ref()) {
            segments_in(enter, &mut segments);
        }
        !segments.is_empty()
    }
}

/// A tier.
#[derive(Clone, Debug)]
pub struct Tier {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// What brings a member here.
    pub enter: Option<Condition>,
    /// How long it lasts; `None` is always.
    pub validity: Option<Validity>,
    /// What keeps it.
    pub keep: Option<Condition>,
    /// What follows when it is not kept.
    pub otherwise: Otherwise,
}

/// How long a tier lasts.
#[derive(Clone, Debug)]
pub struct Validity {
    period: Period,
    end_of: Option<Unit>,
    through: bool,
}

impl Validity {
    /// Whether its last day is the last of a unit of the calendar.
    #[must_use]
    pub fn ends_with_a_unit(&self) -> bool {
        self.end_of.is_some()
    }

    /// The last day of the `times`-th period from a day on.
    #[must_use]
    pub fn last_day(&self, from: Day, times: i32) -> Day {
        last_day(from, &self.period, times, self.through, self.end_of)
    }
}

impl From<config::Unit> for Unit {
    fn from(unit: config::Unit) -> Self {
        match unit {
            config::Unit::Month => Self::Month,
            config::Unit::Quarter => Self::Quarter,
            config::Unit::HalfYear => Self::HalfYear,
            config::Unit::Year => Self::Year,
        }
    }
}

impl Compiler<'_> {
    /// The ladder at a place.
    pub(super) fn ladder_of(&mut self, ladder: &config::Ladder, place: &Place<'_>) -> Option<Ladder> {
        let place = place.field("tiers");
        let (mut places, mut tiers) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (index, tier) in ladder.tiers.0.placed() {
            let kept = keep(&mut tiers, self.tier_of(tier, &place.index(index)));
            if kept {
                places.push(index);
            }
            sound &= kept;
        }
        self.ascending(&tiers, &places, &place);
        sound.then(|| Ladder { id: ladder.id.clone(), names: ladder.names.clone(), tiers })
    }

    fn tier_of(&mut self, tier: &config::Tier, place: &Place<'_>) -> Option<Tier> {
        let enter = self.optional(tier.enter.as_ref(), &place.field("enter"), Spot::Member);
        let validity = match &tier.valid_for {
            None | Some(config::ValidFor::Always) => Some(None),
            Some(config::ValidFor::For(validity)) => {
                self.validity(validity, &place.field("validFor")).map(Some)
            }
        };
        let keep = self.optional(tier.keep.as_ref(), &place.field("keep"), Spot::Member);
        let (Some(enter), Some(validity), Some(keep)) = (enter, validity, keep) else { return None };
        Some(Tier {
            id: tier.id.clone(),
            names: tier.names.clone(),
            enter,
            validity,
            keep,
            otherwise: tier.otherwise.unwrap_or(Otherwise::OneDown),
        })
    }

    fn validity(&mut self, validity: &config::Validity, place: &Place<'_>) -> Option<Validity> {
        let period = self.civil(&validity.period, place)?;
        Some(Validity {
            period,
            end_of: validity.end_of.map(Unit::from),
            through: validity.through == Some(true),
        })
    }
}
