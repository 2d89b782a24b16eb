//! Where a member stands on a ladder.

use crate::program::{Ladder, Tier, Validity};
use crate::unit::{Day, Instant, bytes};

/// Where a member stands on a ladder.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The tier, by its place on the ladder.
    pub tier: Option<usize>,
    /// Since when the member has it.
    pub since: Option<(Instant, Day)>,
    /// The first day of the present period.
    pub period_from: Option<Day>,
    /// The last day of the present period; `None` is always.
    pub last_day: Option<Day>,
    /// The first day of the first period, and which period the present one is: later ones are counted from there.
    counted: Option<(Day, i32)>,
    /// A tier that was reached and begins later.
    pub coming: Option<Coming>,
    /// The day whose facts met what brought the member here.
    pub reached: Option<Day>,
    /// Whether it was given.
    pub given: bool,
    /// On ladders where a refund may take a tier back, how the member stood before each step up of the present period, the
    /// earliest first.
    pub earlier: Vec<Self>,
}

/// A tier that was reached and begins later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// The tier.
    pub tier: usize,
    /// The day on which it begins.
    pub starts_on: Day,
    /// The day whose facts met what brings a member there.
    pub reached: Day,
}

impl Standing {
    /// Begins a tier on a day, its first period with it. The last day is the tier's own unless it is given.
    pub fn begin(&mut self, ladder: &Ladder, tier: usize, at: Instant, day: Day, last_day: Option<Day>) {
        let validity = ladder.tiers.get(tier).and_then(|tier| tier.validity.as_ref());
        let first = self.counts_from(ladder, tier, day).filter(|_| last_day.is_none()).unwrap_or(day);
        self.tier = Some(tier);
        self.since = Some((at, day));
        self.period_from = Some(day);
        self.last_day = last_day.or_else(|| validity.map(|validity| validity.last_day(first, 1)));
        self.counted = Some((first, 1));
        self.coming = self.coming.filter(|coming| coming.tier > tier);
        (self.reached, self.given) = (None, false);
        self.earlier.clear();
    }

    /// The day from which the first period of a tier is counted to which a member falls on a day: as for renewals, what was added to the
    /// unit of the period that is over does not count twice.
    fn counts_from(&self, ladder: &Ladder, tier: usize, day: Day) -> Option<Day> {
        let validity = |tier: usize| ladder.tiers.get(tier).and_then(|tier| tier.validity.as_ref());
        let (over, (first, times)) = (validity(self.tier.filter(|old| *old > tier)?)?, self.counted?);
        let last =
            self.last_day.filter(|last| last.plus_days(1) == day && over.last_day(first, times) == *last);
        let from = last.and(over.unit()).map(|_| over.bare_last_day(first, times).plus_days(1))?;
        validity(tier).filter(|next| next.is_longer() && next.last_day(from, 1) >= day).map(|_| from)
    }

    /// How the member stood before each step up, and stands.
    #[must_use]
    pub fn with_earlier(&self) -> Vec<Self> {
        let mut all = self.earlier.clone();
        all.push(Self { earlier: Vec::new(), ..self.clone() });
        all
    }

    /// How the member stood before the latest step up.
    #[must_use]
    pub fn before(&self) -> Option<Self> {
        let (last, earlier) = self.earlier.split_last()?;
        Some(Self { earlier: earlier.to_vec(), ..last.clone() })
    }

    /// Takes steps up back until the member has a tier again, or what was reached for later, where that is the present
    /// tier; whether that can be.
    pub fn revert(&mut self, to: Option<usize>) -> bool {
        if to == self.tier {
            return self.coming.take().is_some();
        }
        let mut earlier = self.before();
        while let Some(standing) = earlier {
            if standing.tier == to {
                *self = standing;
                return true;
            }
            earlier = standing.before();
        }
        false
    }

    /// Takes the tier away; one that was reached for later still comes.
    pub fn end(&mut self) {
        *self = Self { coming: self.coming, ..Self::default() };
    }

    /// The day on which a tier begins that is reached today, when that is later.
    #[must_use]
    pub fn starts_on(&self, tier: &Tier, today: Day) -> Option<Day> {
        if !tier.later {
            return None;
        }
        let unit = || tier.validity.as_ref().and_then(Validity::unit).map(|unit| today.end_of(unit));
        self.last_day.or_else(unit).map(|last| last.plus_days(1))
    }

    /// Goes on with the same tier in a new period. Periods are counted from the first day of the first one, so that clamping does not
    /// add up; those that end with a unit of the calendar are counted from the day after the last unit, those after
    /// a last day that was given from their own first day.
    pub fn renew(&mut self, ladder: &Ladder) {
        let validity =
            self.tier.and_then(|tier| ladder.tiers.get(tier)).and_then(|tier| tier.validity.as_ref());
        let Some(last) = self.last_day else { return };
        self.given = false;
        self.earlier.clear();
        let start = last.plus_days(1);
        self.period_from = Some(start);
        let (Some(validity), Some((first, times))) = (validity, self.counted) else {
            self.last_day = None;
            return;
        };
        let (first, times) = match (validity.last_day(first, times) == last, validity.unit()) {
            (false, _) => (start, 1),
            (true, Some(_)) => (validity.bare_last_day(first, times).plus_days(1), 1),
            (true, None) => (first, times.saturating_add(1)),
        };
        self.last_day = Some(validity.last_day(first, times)).filter(|next| *next > last);
        self.counted = Some((first, times));
    }
}

bytes! {
    Standing { tier, since, period_from, last_day, counted, coming, reached, given, earlier }
    Coming { tier, starts_on, reached }
}
