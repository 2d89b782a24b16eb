//! What a model is fitted with, and how it is chosen for a log.

use serde::Serialize;

use crate::split::{Least, Split};
use crate::{factors, fit, linear, log::Log, trees};

/// Everything that decides a model beside the log.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Settings {
    /// The parts.
    pub parts: fit::Settings,
    /// The trees for all items.
    pub all: trees::Settings,
    /// The trees for items that a member never bought.
    pub new: trees::Settings,
}

/// Where a log is cut: what is asked at the end, and the earlier cuts that are learned from.
#[derive(Clone, Debug, Serialize)]
pub struct Cuts {
    /// What comes from this day on is asked.
    pub test: i32,
    /// The day after the last.
    pub end: i32,
    /// How many days after an earlier cut are learned from.
    pub window: i32,
    /// The earlier cuts, the latest first. What is chosen is chosen at the first.
    pub learned: Vec<i32>,
}

/// What is held out of a log, and out of what is left of it.
const HELD: f64 = 0.2;
/// At how many cuts is learned.
const LEARNED: i32 = 3;

impl Cuts {
    /// The last fifth of the days is asked; what comes before is cut in the same way, and half a window earlier, and so on.
    pub fn of(log: &Log) -> Self {
        let kept = |days: i32| (f64::from(days) * (1.0 - HELD)).round() as i32;
        Self::at(kept(log.days), log.days)
    }

    /// With what comes from a day on held out.
    pub fn at(test: i32, end: i32) -> Self {
        let window = (test - (f64::from(test) * (1.0 - HELD)).round() as i32).max(1);
        let learned =
            (0..LEARNED).map(|nth| test - window - nth * (window / 2)).filter(|cut| *cut > window / 2);
        Self { test, end, window, learned: learned.collect() }
    }

    /// The log cut at an earlier day.
    pub fn earlier(&self, log: &Log, cut: i32, least: Least) -> Split {
        Split::of(log, cut, cut + self.window, least)
    }
}

impl Default for Settings {
    fn default() -> Self {
        let grown = trees::Settings { trees: 100, leaves: 31, rate: 0.1, rows: 100, hold: 1.0 };
        Self {
            parts: fit::Settings {
                linear: linear::Settings { hold: 100.0, items: 6000, weights: 20 },
                factors: factors::Settings { factors: 32, hold: 10.0, sure: 1.0, rounds: 12, seed: 42 },
            },
            all: grown,
            new: grown,
        }
    }
}
