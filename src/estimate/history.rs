//! What a member has bought, item by item, as a model sees it on a day.

use super::number::{power, real};

/// After so many days a purchase counts half, in the three ways in which it fades.
pub const HALF_LIVES: [u32; 3] = [14, 42, 168];

/// What one half-life leaves of a day: 2^(−1/h).
const DAILY: [f64; 3] = [0.951_695_153_010_619_6, 0.983_631_932_444_19, 0.995_882_623_658_297_4];

/// What a member has bought of one item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taste {
    /// The item.
    pub item: u32,
    /// On how many days.
    pub days: i32,
    /// The first of them.
    pub first: i32,
    /// The last of them.
    pub last: i32,
    /// The days, each faded by its age.
    pub faded: [f32; 3],
}

impl Taste {
    /// The days between two purchases on average; none where there is only one.
    #[must_use]
    pub fn gap(&self) -> Option<f32> {
        let more = self.days.saturating_sub(1);
        (more > 0).then(|| real(self.last.saturating_sub(self.first)) / real(more))
    }
}

/// What a member has bought, as seen on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The day, counted from the first day of the model's log.
    pub today: i32,
    /// By item.
    pub tastes: Vec<Taste>,
    /// On how many days anything was bought.
    pub days: i32,
    /// The first of them.
    pub first: i32,
    /// The last of them.
    pub last: i32,
    /// How many of them lie in the last 28 days.
    pub recent: i32,
}

impl History {
    /// Of purchases before a day: an item and a day each, in any order.
    #[must_use]
    pub fn of(mut purchases: Vec<(u32, i32)>, today: i32) -> Self {
        purchases.retain(|(_, day)| *day < today);
        let mut days: Vec<i32> = purchases.iter().map(|(_, day)| *day).collect();
        days.sort_unstable();
        days.dedup();
        purchases.sort_unstable();
        purchases.dedup();
        let mut tastes: Vec<Taste> = Vec::new();
        for (item, day) in purchases {
            if tastes.last().is_none_or(|taste| taste.item != item) {
                tastes.push(Taste { item, days: 0, first: day, last: day, faded: [0.0; 3] });
            }
            let age = u32::try_from(today.saturating_sub(day).saturating_sub(1)).unwrap_or(0);
            if let Some(taste) = tastes.last_mut() {
                taste.days = taste.days.saturating_add(1);
                taste.last = day;
                for (faded, daily) in taste.faded.iter_mut().zip(DAILY) {
                    *faded += narrow(power(daily, age));
                }
            }
        }
        let since = today.saturating_sub(28);
        let recent = days.iter().filter(|day| **day >= since).count();
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        Self {
            today,
            tastes,
            days: count(days.len()),
            first: days.first().copied().unwrap_or(today),
            last: days.last().copied().unwrap_or(today),
            recent: count(recent),
        }
    }

    /// What was bought of an item.
    #[must_use]
    pub fn taste(&self, item: u32) -> Option<&Taste> {
        let place = self.tastes.binary_search_by_key(&item, |taste| taste.item).ok()?;
        self.tastes.get(place)
    }
}

/// To 32 bits, to the nearest.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "rounds to the nearest, which is meant"
)]
pub fn narrow(number: f64) -> f32 {
    number as f32
}
