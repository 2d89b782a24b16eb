//! Dates, offsets and instants as the table writes them.

/// Seconds.
pub const DAY: i64 = 86_400;

/// The day number, from 1970-01-01, of a date of the Gregorian calendar.
pub fn days(year: i64, month: u32, day: u32) -> i64 {
    let year = if month < 3 { year - 1 } else { year };
    let months = i64::from((month + 9) % 12);
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (months * 153 + 2) / 5
        + i64::from(day)
        - 719_469
}

/// The date of a day number.
pub fn date(number: i64) -> (i64, u32, u32) {
    let mut year = 1970 + number.div_euclid(366);
    while days(year + 1, 1, 1) <= number {
        year += 1;
    }
    let month = (1..=12).rev().find(|&month| days(year, month, 1) <= number).unwrap_or(1);
    let day = number - days(year, month, 1) + 1;
    (year, month, u32::try_from(day).unwrap_or(1))
}

/// 0 for Sunday to 6.
pub fn weekday(number: i64) -> u32 {
    u32::try_from((number + 4).rem_euclid(7)).unwrap_or(0)
}

/// An offset: `+8`, `-3:30`.
pub fn written(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 3600, offset.abs() % 3600 / 60);
    if minutes == 0 { format!("{sign}{hours}") } else { format!("{sign}{hours}:{minutes:02}") }
}
