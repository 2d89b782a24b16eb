//! Says a zone's history since 2015 in few spans, each one offset or one yearly rule.

use super::civil::{DAY, date, days, written};
use super::rule::Rule;
use super::tzif::Tzif;
use anyhow::{Result, ensure};

/// A second since 1970-01-01T00:00Z and the offset from then on.
type Change = (i64, i32);

/// Rules are followed and compared up to the end of this year.
const LAST_YEAR: i64 = 2199;

/// A rule is worth its letters from this many changes on.
const WORTHWHILE: usize = 4;

/// One line of the table without its names: `[<year> ]<offsets>[ <start> <offsets>]…`.
pub fn line(file: &Tzif) -> Result<String> {
    let (last, rule) = Rule::read(&file.footer)?;
    let begin = days(2015, 1, 1) * DAY;
    let mut changes = file.changes.clone();
    match rule {
        Some(rule) => changes.extend(rule.changes(file.end, LAST_YEAR)),
        None => ensure!(changes.last().map_or(file.first, |change| change.1) == last, "the footer disagrees"),
    }
    let earlier = changes.iter().take_while(|change| change.0 < begin).count();
    let (earlier, later) = changes.split_at(earlier);
    let offset = earlier.last().map_or(file.first, |change| change.1);
    if later.is_empty() {
        return Ok(format!("{:04} {}", since(earlier), written(offset)));
    }
    spans((begin, offset), later, rule)
}

/// The first local year that lies wholly after the last change.
fn since(changes: &[Change]) -> i64 {
    let Some(&(second, offset)) = changes.last() else { return 1 };
    let local = second + i64::from(offset);
    let (year, _, _) = date(local.div_euclid(DAY));
    if days(year, 1, 1) * DAY == local { year } else { year + 1 }
}

/// Greedy: at each change the rule that holds longest, else the offset alone.
fn spans(mut start: Change, mut rest: &[Change], last: Option<Rule>) -> Result<String> {
    let mut text = String::new();
    let mut year = 2015;
    loop {
        let (offsets, count) = longest(start, rest, last);
        text.push_str(&offsets);
        let Some((&next, after)) = rest.get(count..).and_then(<[_]>::split_first) else { return Ok(text) };
        text.push_str(&at(next.0, &mut year)?);
        (start, rest) = (next, after);
    }
}

/// The offsets that tell the most of the next changes, and how many.
fn longest(start: Change, changes: &[Change], last: Option<Rule>) -> (String, usize) {
    let mut best = (written(start.1), 0);
    let &[first, second, ..] = changes else { return best };
    let guesses = if second.1 == start.1 { Rule::guesses(start.1, first, second.0) } else { Vec::new() };
    for rule in last.into_iter().chain(guesses) {
        let told = rule.changes(start.0, LAST_YEAR);
        let mut count = told.iter().zip(changes).take_while(|(told, change)| told == change).count();
        // A change too many must not come before the next span begins: this one then ends a change earlier.
        let end = changes.get(count).map_or(i64::MAX, |change| change.0);
        if told.get(count).is_some_and(|change| change.0 < end) {
            count = count.saturating_sub(1);
        }
        if count >= WORTHWHILE && count > best.1 {
            best = (rule.to_string(), count);
        }
    }
    best
}

/// A start between spaces, ` 2016-10-30T01 `, without the year when it is the one before's.
fn at(second: i64, year: &mut i64) -> Result<String> {
    ensure!(second % 60 == 0, "a change within a minute");
    let (of_year, month, day) = date(second.div_euclid(DAY));
    let year_of = if of_year == *year { String::new() } else { format!("{of_year}-") };
    *year = of_year;
    let (hours, minutes) = (second.rem_euclid(DAY) / 3600, second.rem_euclid(3600) / 60);
    let minutes = if minutes == 0 { String::new() } else { format!(":{minutes:02}") };
    Ok(format!(" {year_of}{month:02}-{day:02}T{hours:02}{minutes} "))
}
