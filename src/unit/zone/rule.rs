//! The two changes a year of a zone with summer time.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "seconds of the years 1 to 9999 and offsets of hours stay far inside the range of i64"
)]

use super::{Day, Reader, Second};

/// Two offsets in seconds east of UTC and when one follows the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    winter: i32,
    summer: i32,
    forward: Turn,
    back: Turn,
}

/// The nth weekday of a month, 5 for the last, and seconds after its midnight by the clock in use until then.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Turn {
    month: i64,
    week: i32,
    weekday: i32,
    seconds: i32,
}

impl Rule {
    /// Reads what follows the winter's offset in `+1+2,M3.5.0,M10.5.0/3`.
    pub fn read(winter: i32, text: &mut Reader) -> Option<Self> {
        let summer = text.clock()?;
        Some(Self { winter, summer, forward: Turn::read(text)?, back: Turn::read(text)? })
    }

    /// The offset at a second. No zone turns its clock within a day of New Year, so that one year's two turns decide.
    pub fn at(&self, second: Second) -> i32 {
        let day = i32::try_from(second.div_euclid(86_400)).unwrap_or(i32::MAX);
        let (year, _, _) = Day::from_number(day).civil();
        let forward = self.forward.second(year, self.winter);
        let back = self.back.second(year, self.summer);
        let summer = if forward < back {
            forward <= second && second < back
        } else {
            second < back || forward <= second
        };
        if summer { self.summer } else { self.winter }
    }
}

impl Turn {
    /// Reads `,M10.5.0/3`; without a time it is 2.
    fn read(text: &mut Reader) -> Option<Self> {
        text.eat(b',')?;
        text.eat(b'M')?;
        let month = i64::from(text.number()?);
        text.eat(b'.')?;
        let week = text.number()?;
        text.eat(b'.')?;
        let weekday = text.number()?;
        let seconds = if text.eat(b'/').is_some() { text.clock()? } else { 7200 };
        Some(Self { month, week, weekday, seconds })
    }

    /// The second of this turn in a year, from a clock with this offset.
    fn second(&self, year: i64, offset: i32) -> Second {
        let first = Day::clamped(year, self.month, 1).number();
        let weekday = (first + 4).rem_euclid(7);
        let mut day = first + (self.weekday - weekday).rem_euclid(7) + 7 * (self.week - 1);
        if day > Day::clamped(year, self.month, 31).number() {
            day -= 7;
        }
        Second::from(day) * 86_400 + Second::from(self.seconds - offset)
    }
}
