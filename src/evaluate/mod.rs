//! What a member should see at a moment.

mod applied;
mod benefit;
mod cart;
mod coupon;
mod offered;
mod person;
mod plan;
mod points;
mod quote;
mod rebate;
mod recorded;
mod refusal;
mod reward;
mod signal;
mod tier;
mod verdict;

use crate::member::Standing;
use crate::program::name;
use crate::rule::{Standpoint, segments};
use crate::unit::{Instant, Overflow};
use crate::view::{
    BenefitView, CouponView, Extras, Head, MemberName, PlanView, PointsView, ProgramName, SegmentView,
    TierView,
};

pub use offered::what_if;
pub use quote::quote;
pub use recorded::recorded;

/// A view at hand: the member as of a moment, the locale of names, and how many lines of each history to show.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The member as of the moment.
    pub standing: &'a Standing<'a>,
    /// The moment.
    pub now: Instant,
    /// The locale of names.
    pub locale: &'a str,
    /// How many lines of each history to show.
    pub history: usize,
    /// How many lots of each currency to give.
    pub lots: usize,
    /// How many of which reward there are, where the host says so.
    pub stock: &'a [(usize, i64)],
}

impl<'a> Question<'a> {
    /// The member at the moment.
    fn standpoint(&self) -> Standpoint<'a> {
        let all = self.standing;
        Standpoint::of_state(all.program, all.person, &all.state, all.program.zone.day(self.now)).at(self.now)
    }

    /// What it is about.
    #[must_use]
    pub fn head(&self) -> Head<'a> {
        let program = self.standing.program;
        Head {
            program: ProgramName {
                id: &program.id,
                version: &program.version,
                name: name(&program.names, self.locale, &program.id),
            },
            member: MemberName { id: &self.standing.person.id },
            now: self.now,
            today: program.zone.day(self.now),
        }
    }

    /// The points of every currency.
    #[must_use]
    pub fn points(&self) -> Vec<PointsView<'a>> {
        (0..self.standing.program.points.len())
            .filter_map(|currency| points::points(self, currency))
            .collect()
    }

    /// What there is beside head, points and tiers.
    ///
    /// # Errors
    /// When a product leaves its range.
    pub fn extras(&self) -> Result<Extras<'a>, Overflow> {
        let (all, now) = (self.standing, self.standpoint());
        let mut shown = Vec::new();
        let held = segments(&now);
        for ((segment, verdict), met) in verdict::segments(&now)?.into_iter().zip(held) {
            let name = name(&segment.names, self.locale, &segment.id);
            shown.push(SegmentView { id: &segment.id, name, met, verdict });
        }
        Ok(Extras {
            segments: shown,
            rewards: reward::rewards(self, &now)?,
            signals: signal::signals(self, &now)?,
            coupons: coupon::coupons(self, &now),
            plans: plan::plans(self, &now)?,
            benefits: benefit::benefits(self, &now)?,
            owed: benefit::owed(all.program, &all.state),
        })
    }

    /// The coupons that were issued and can be used now or later.
    #[must_use]
    pub fn coupons(&self) -> Vec<CouponView<'a>> {
        coupon::coupons(self, &self.standpoint())
    }

    /// Every benefit of the program.
    ///
    /// # Errors
    /// When a product leaves its range.
    pub fn benefits(&self) -> Result<Vec<BenefitView<'a>>, Overflow> {
        benefit::benefits(self, &self.standpoint())
    }

    /// Every plan of the program.
    ///
    /// # Errors
    /// When a product leaves its range.
    pub fn plans(&self) -> Result<Vec<PlanView<'a>>, Overflow> {
        plan::plans(self, &self.standpoint())
    }

    /// The standing on every ladder.
    ///
    /// # Errors
    /// When a product leaves its range.
    pub fn tiers(&self) -> Result<Vec<TierView<'a>>, Overflow> {
        let mut tiers = Vec::new();
        for ladder in 0..self.standing.program.ladders.len() {
            tiers.extend(tier::tier(self, ladder)?);
        }
        Ok(tiers)
    }
}
