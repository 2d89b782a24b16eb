//! Ladders of tiers.

use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::gift::Gift;
use super::order::segments_in;
use super::points::last_day;
use crate::config::{self, DayOfMonth};
use crate::problem::Code;
use crate::shape::{Id, Names, Place};
use crate::unit::{Day, Period, Unit};

pub use crate::config::{Follow, Otherwise};

/// A ladder of tiers.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// Its tiers, the lowest first; at least one.
    pub tiers: Vec<Tier>,
    /// When upgrades are looked at.
    pub looks: Looks,
    /// How tiers follow their conditions, where they do.
    pub follow: Option<Follow>,
    /// Whether a refund may take a tier back.
    pub reevaluates: bool,
}

/// When upgrades are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Looks {
    /// At every event, and on each date on which a date alone may bring one.
    Event,
    /// When a day begins.
    Daily,
    /// When a day of each month begins.
    Monthly(OfMonth),
}

impl Looks {
    /// Whether it is time to look; `by_date` when a day begins, and not at an event.
    #[must_use]
    pub fn now(self, today: Day, by_date: bool) -> bool {
        match self {
            Self::Event => true,
            Self::Daily => by_date,
            Self::Monthly(day) => by_date && day.in_month_of(today) == today,
        }
    }
}

/// A day of each month; the last one of months that do not have it.
#[derive(Clone, Copy, Debug)]
pub struct OfMonth(i32);

impl OfMonth {
    /// The day in the month of a date.
    fn in_month_of(self, date: Day) -> Day {
        let first = date.start_of(Unit::Month);
        first.plus_days(self.0.saturating_sub(1)).min(date.end_of(Unit::Month))
    }

    /// The first such day after a date.
    #[must_use]
    pub fn after(self, date: Day) -> Day {
        let this = self.in_month_of(date);
        if this > date { this } else { self.in_month_of(date.end_of(Unit::Month).plus_days(1)) }
    }
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
    /// Whether only a `tierSet` brings a member here.
    pub invite: bool,
    /// Whether it begins with the next period.
    pub later: bool,
    /// Which metric falls by how much at the end of each period.
    pub deduct: Option<(usize, i64)>,
    /// What happens when a member comes up to it.
    pub on_enter: Gift,
    /// What happens when its period ends and it goes on.
    pub on_renew: Gift,
}

/// How long a tier lasts.
#[derive(Clone, Debug)]
pub struct Validity {
    period: Period,
    end_of: Option<Unit>,
    through: bool,
    plus: Option<Period>,
}

impl Validity {
    /// The unit of the calendar with which it ends.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        self.end_of
    }

    /// Whether something is added to the unit with which it ends.
    #[must_use]
    pub fn is_longer(&self) -> bool {
        self.plus.is_some()
    }

    /// The last day of the `times`-th period from a day on, without what is added to it.
    #[must_use]
    pub fn bare_last_day(&self, from: Day, times: i32) -> Day {
        last_day(from, &self.period, times, self.through, self.end_of)
    }

    /// The last day of the `times`-th period from a day on.
    #[must_use]
    pub fn last_day(&self, from: Day, times: i32) -> Day {
        let last = self.bare_last_day(from, times);
        self.plus.as_ref().map_or(last, |plus| plus.after(last.plus_days(1), 1).plus_days(-1))
    }
}

impl Tier {
    /// Whether everybody has it, where it is the lowest.
    #[must_use]
    pub fn is_everybodys(&self) -> bool {
        self.enter.is_none() && !self.invite
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
        if ladder.follow.is_some() && ladder.on_refund.is_some() {
            self.reader.not_allowed(&place.field("onRefund"), "onRefund");
        }
        let place = place.field("tiers");
        let (mut places, mut tiers) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (index, tier) in ladder.tiers.0.placed() {
            if ladder.follow.is_some() {
                self.without_period(tier, &place.index(index));
            }
            if ladder.on_refund == Some(config::OnRefund::Reevaluate) {
                self.without_gift(tier, &place.index(index));
            }
            let kept = keep(&mut tiers, self.tier_of(tier, &place.index(index)));
            if kept {
                places.push(index);
            }
            sound &= kept;
        }
        self.ascending(&tiers, &places, &place);
        let looks = match ladder.evaluate {
            None | Some(config::Evaluate::Word(config::EvaluateWord::Event)) => Looks::Event,
            Some(config::Evaluate::Word(config::EvaluateWord::Daily)) => Looks::Daily,
            Some(config::Evaluate::On(config::OnDay { day_of_month: DayOfMonth(day) })) => {
                Looks::Monthly(OfMonth(day))
            }
        };
        sound.then(|| Ladder {
            id: ladder.id.clone(),
            names: ladder.names.clone(),
            tiers,
            looks,
            follow: ladder.follow,
            reevaluates: ladder.on_refund == Some(config::OnRefund::Reevaluate),
        })
    }

    /// A tier that follows its condition has no period, and nothing that belongs to one.
    fn without_period(&mut self, tier: &config::Tier, place: &Place<'_>) {
        for (given, field) in [
            (matches!(tier.valid_for, Some(config::ValidFor::For(_))), "validFor"),
            (tier.keep.is_some(), "keep"),
            (tier.otherwise.is_some(), "otherwise"),
            (tier.starts.is_some(), "starts"),
            (tier.deduct.is_some(), "deduct"),
            (tier.on_renew.is_some(), "onRenew"),
        ] {
            if given {
                self.reader.not_allowed(&place.field(field), field);
            }
        }
    }

    /// What a tier brought with it cannot be taken back yet.
    fn without_gift(&mut self, tier: &config::Tier, place: &Place<'_>) {
        if tier.on_enter.is_some() {
            let at = place.field("onEnter");
            self.reader.note(at.problem(Code::NotYetSupported).text("value", "onEnter"));
        }
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
        let invite = tier.invite == Some(true);
        for (given, field) in [(tier.enter.is_some(), "enter"), (tier.starts.is_some(), "starts")] {
            if invite && given {
                self.reader.not_allowed(&place.field(field), field);
            }
        }
        let deduct = match &tier.deduct {
            Some(deduct) => self.deduct(deduct, &place.field("deduct")).map(Some),
            None => Some(None),
        };
        let on_enter = self.gift(tier.on_enter.as_ref(), &place.field("onEnter"));
        let on_renew = self.gift(tier.on_renew.as_ref(), &place.field("onRenew"));
        let (Some(enter), Some(validity), Some(keep)) = (enter, validity, keep) else { return None };
        let (Some(deduct), Some(on_enter), Some(on_renew)) = (deduct, on_enter, on_renew) else {
            return None;
        };
        Some(Tier {
            id: tier.id.clone(),
            names: tier.names.clone(),
            enter,
            validity,
            keep,
            // Where something is deducted, the tier is what the rest brings.
            otherwise: tier.otherwise.unwrap_or(if deduct.is_some() {
                Otherwise::Relevel
            } else {
                Otherwise::OneDown
            }),
            deduct,
            on_enter,
            on_renew,
            invite,
            later: tier.starts == Some(config::Starts::NextPeriod),
        })
    }

    fn validity(&mut self, validity: &config::Validity, place: &Place<'_>) -> Option<Validity> {
        let period = self.civil(&validity.period, place)?;
        let plus = match &validity.plus {
            Some(plus) => Some(self.civil(plus, &place.field("plus"))?),
            None => None,
        };
        if plus.is_some() && validity.end_of.is_none() {
            self.reader.not_allowed(&place.field("plus"), "plus");
        }
        Some(Validity {
            period,
            plus,
            end_of: validity.end_of.map(Unit::from),
            through: validity.through == Some(true),
        })
    }
}
