//! Instants and dates as bytes: by how much they differ from the nearest of the latest.

use super::bytes::{fold, unfold};
use super::recent::TIMES;
use super::{Bytes, Day, Input, Instant, Output};

/// Milliseconds of a second.
const SECOND: i64 = 1000;
/// Further apart instants are not told by how they differ.
const FAR: i64 = 1 << 56;
/// How many ways of telling an instant there are: by one of the latest, in milliseconds or in seconds; or whole.
const WAYS: u64 = 8;
/// The way that tells it whole.
const WHOLE: u64 = 6;

impl Bytes for Instant {
    fn write(&self, out: &mut Output) {
        let (place, later) = out.recent.nearest_instant(*self);
        out.recent.instant(place, later);
        if !(-FAR..FAR).contains(&later) {
            WHOLE.write(out);
            self.millis().write(out);
            return;
        }
        let seconds = later.checked_div(SECOND).unwrap_or(0);
        let (more, way) = if seconds.wrapping_mul(SECOND) == later { (seconds, TIMES) } else { (later, 0) };
        let way = u64::try_from(place.saturating_add(way)).unwrap_or(0);
        (fold(more).wrapping_mul(WAYS) | way).write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        let told = u64::read(input);
        let (more, way) = (unfold(told.wrapping_shr(WAYS.trailing_zeros())), told & WAYS.wrapping_sub(1));
        let way = usize::try_from(way).unwrap_or(0);
        let (place, later) = match way.checked_sub(TIMES) {
            None => (way, more),
            Some(place) if place < TIMES => (place, more.wrapping_mul(SECOND)),
            Some(_) => {
                let millis = i64::read(input);
                let (place, later) = input.recent.nearest_instant(Self::from_millis(millis));
                (place, later)
            }
        };
        input.recent.instant(place, later)
    }
}

/// How many ways of telling a date there are: by one of the latest.
const PLACES: u64 = 4;

impl Bytes for Day {
    fn write(&self, out: &mut Output) {
        let (place, later) = out.recent.nearest_day(*self);
        out.recent.day(place, later);
        (fold(later).wrapping_mul(PLACES) | u64::try_from(place).unwrap_or(0)).write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        let told = u64::read(input);
        let place = usize::try_from(told & PLACES.wrapping_sub(1)).unwrap_or(0);
        let day = input.recent.day(place, unfold(told.wrapping_shr(PLACES.trailing_zeros())));
        day.unwrap_or_else(|| {
            input.fail();
            Self::FIRST
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::bytes::tests::{read, written};
    use super::{Day, Instant};

    #[test]
    fn times_are_told_by_the_nearest_of_the_latest() {
        let at = Instant::from_millis;
        let instants: Vec<Instant> = [
            1_767_225_600_000,
            1_798_761_600_000,
            1_767_225_660_000,
            1_798_761_600_001,
            5,
            i64::MAX,
            5,
            i64::MIN,
            -1,
        ]
        .map(at)
        .into();
        assert_eq!(read(&written(&instants)), Some(instants));
        let near =
            vec![at(1_767_225_600_000), at(1_798_761_600_000), at(1_767_225_601_000), at(1_798_761_601_000)];
        assert_eq!(written(&near).len(), 1 + 5 + 5 + 1 + 1);
        assert_eq!(read::<Instant>(&[7, 2]).map(Instant::millis), Some(1));
        let days: Vec<Day> =
            [20_000, 20_365, 20_001, 20_366, -5, i32::MAX, i32::MIN].map(Day::from_number).into();
        assert_eq!(read(&written(&days)), Some(days));
        assert_eq!(read::<Day>(&[255, 255, 255, 255, 255, 255, 1]), None);
    }
}
