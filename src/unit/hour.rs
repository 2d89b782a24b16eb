//! Times of day, to the minute.

use super::digits::{digits, push_two};

/// A time of day, in minutes since the clock read 00:00; 24:00 is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hour(i64);

impl Hour {
    /// The time so many minutes after 00:00.
    #[must_use]
    pub fn from_minutes(minutes: i64) -> Self {
        Self(minutes.clamp(0, 1440))
    }

    /// Minutes since 00:00.
    #[must_use]
    pub fn minutes(self) -> i64 {
        self.0
    }

    /// Reads `20:00`, up to `24:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute) = (digits(hour, 2)?, digits(minute, 2)?);
        let minutes = hour.saturating_mul(60).saturating_add(minute);
        (minute < 60 && minutes <= 1440).then_some(Self(minutes))
    }

    /// As text, `20:00`.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        push_two(self.0.div_euclid(60), &mut text);
        text.push(':');
        push_two(self.0.rem_euclid(60), &mut text);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Hour;

    #[test]
    fn from_midnight_to_midnight() {
        for text in ["00:00", "07:05", "23:59", "24:00"] {
            assert_eq!(Hour::parse(text).map(Hour::text).as_deref(), Some(text));
        }
        for text in ["", "7:05", "24:01", "20:60", "20", "20:00:00", "-1:00"] {
            assert_eq!(Hour::parse(text), None, "{text}");
        }
    }
}
