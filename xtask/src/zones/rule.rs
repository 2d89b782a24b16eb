//! The yearly rule of a zone with daylight saving: POSIX TZ's `M` form, read from a footer or guessed from two changes.

use super::civil::{DAY, date, days, weekday, written};
use anyhow::{Context, Result, bail};
use std::fmt;

/// Two changes a year, offsets in seconds east of UTC.
#[derive(Clone, Copy, PartialEq)]
pub struct Rule {
    /// The lower offset.
    pub winter: i32,
    /// The higher offset.
    pub summer: i32,
    /// Winter to summer, in winter's time.
    pub forward: Turn,
    /// Summer to winter, in summer's time.
    pub back: Turn,
}

/// A day of each year, and the seconds after its midnight.
#[derive(Clone, Copy, PartialEq)]
pub struct Turn {
    month: u32,
    week: u32,
    weekday: u32,
    seconds: i64,
}

impl Rule {
    /// Reads a footer such as `CET-1CEST,M3.5.0,M10.5.0/3`; `None` when it has no daylight saving.
    pub fn read(footer: &str) -> Result<(i32, Option<Self>)> {
        let mut parts = footer.split(',');
        let (winter, rest) = offset(parts.next().context("an empty footer")?)?;
        let winter = winter.context("a footer without an offset")?;
        let (Some(forward), Some(back)) = (parts.next(), parts.next()) else {
            return Ok((winter, None));
        };
        let summer = offset(rest)?.0.unwrap_or(winter + 3600);
        if summer < winter {
            bail!("{footer}: summer time lies behind winter time");
        }
        Ok((winter, Some(Self { winter, summer, forward: Turn::read(forward)?, back: Turn::read(back)? })))
    }

    /// Every rule that explains a change at `first` and the one after it at `second`, away from `before` and back to it.
    pub fn guesses(before: i32, (first, between): (i64, i32), second: i64) -> Vec<Self> {
        let mut rules = Vec::new();
        for one in Turn::guesses(first + i64::from(before)) {
            for two in Turn::guesses(second + i64::from(between)) {
                rules.push(if before < between {
                    Self { winter: before, summer: between, forward: one, back: two }
                } else {
                    Self { winter: between, summer: before, forward: two, back: one }
                });
            }
        }
        rules
    }

    /// The changes after the second `start`, in order, to the end of a year.
    pub fn changes(&self, start: i64, last_year: i64) -> Vec<(i64, i32)> {
        let (year, _, _) = date(start.div_euclid(DAY));
        let mut changes: Vec<_> = (year..=last_year)
            .flat_map(|year| {
                [
                    (self.forward.second(year) - i64::from(self.winter), self.summer),
                    (self.back.second(year) - i64::from(self.summer), self.winter),
                ]
            })
            .filter(|&(second, _)| second > start)
            .collect();
        changes.sort_unstable();
        changes
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{},{},{}", written(self.winter), written(self.summer), self.forward, self.back)
    }
}

impl Turn {
    fn read(text: &str) -> Result<Self> {
        let (day, time) = text.split_once('/').unwrap_or((text, "2"));
        let day = day.strip_prefix('M').with_context(|| format!("{text}: only the M form is known"))?;
        let mut numbers = day.split('.').map(str::parse);
        let mut number = || numbers.next().context("a number is missing");
        let (month, week, weekday) = (number()??, number()??, number()??);
        Ok(Self { month, week, weekday, seconds: hours(time)?.into() })
    }

    /// The days that a local second may be: the nth weekday of its month or the last, or hour 24 of the day before.
    fn guesses(local: i64) -> Vec<Self> {
        let (day, seconds) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        let mut days = vec![(day, seconds)];
        if seconds == 0 {
            days.push((day - 1, DAY));
        }
        let mut turns = Vec::new();
        for (day, seconds) in days {
            let (_, month, of_month) = date(day);
            let turn = |week| Self { month, week, weekday: weekday(day), seconds };
            if of_month <= 28 {
                turns.push(turn((of_month - 1) / 7 + 1));
            }
            if date(day + 7).1 != month {
                turns.push(turn(5));
            }
        }
        turns
    }

    /// The local second of this turn in `year`.
    fn second(&self, year: i64) -> i64 {
        let first = days(year, self.month, 1);
        let ahead = (7 + self.weekday - weekday(first)) % 7 + 7 * (self.week - 1);
        let mut day = first + i64::from(ahead);
        if date(day).1 != self.month {
            day -= 7;
        }
        day * DAY + self.seconds
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "M{}.{}.{}", self.month, self.week, self.weekday)?;
        match (self.seconds / 3600, self.seconds % 3600 / 60) {
            (2, 0) => Ok(()),
            (hours, 0) => write!(f, "/{hours}"),
            (hours, minutes) => write!(f, "/{hours}:{minutes:02}"),
        }
    }
}

/// The offset after the letters at the front of POSIX text (`CET-1`, `<+0330>-3:30`), east of UTC, and what follows.
fn offset(text: &str) -> Result<(Option<i32>, &str)> {
    let rest = match text.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>').context("a bracket is open")?.1,
        None => text.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
    };
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '+' | '-' | ':')).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    let offset = if number.is_empty() { None } else { Some(-hours(number)?) };
    Ok((offset, rest))
}

/// The seconds of `[+-]h[:mm]`.
fn hours(text: &str) -> Result<i32> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.trim_start_matches('+')),
    };
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "0"));
    Ok(sign * (hours.parse::<i32>()? * 3600 + minutes.parse::<i32>()? * 60))
}
