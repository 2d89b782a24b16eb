//! When time alone may let a reward be redeemed by itself.

use super::Standpoint;
use super::dates::{earlier, moment, turn};
use super::redeem::{is_ready, obstacles, turns_of_limits};
use crate::program::{Condition, Program, Reward};
use crate::state::{Person, State};
use crate::unit::{Day, Instant};

/// The first date after a date that may open a reward for which the points are there.
#[must_use]
pub fn next_opening(program: &Program, person: &Person, state: &State, today: Day) -> Option<Day> {
    let mut next = None;
    for (index, reward) in program.rewards.iter().enumerate() {
        if !is_ready(state, index, reward) {
            continue;
        }
        let now = Standpoint::of_state(program, person, state, today).at(state.at);
        // What is open already waits for the next day: something opened it after rewards were looked at.
        if obstacles(state, reward, 1, &now).is_empty() {
            return Some(today.plus_days(1));
        }
        for condition in asked(program, reward) {
            next = earlier(next, turn(condition, program, person, state, today));
        }
        next = earlier(next, turns_of_limits(reward, state, &now));
    }
    next
}

/// The first instant after the state's at which a time comes or goes for which such a reward asks.
#[must_use]
pub fn next_turn(program: &Program, state: &State) -> Option<Instant> {
    let mut next = None;
    if program.timed {
        for (index, reward) in program.rewards.iter().enumerate() {
            if is_ready(state, index, reward) {
                for condition in asked(program, reward) {
                    next = earlier(next, moment(condition, program, state.at));
                }
            }
        }
    }
    next
}

/// What a reward and its prices ask for, with the segments where they name some.
fn asked<'a>(program: &'a Program, reward: &'a Reward) -> impl Iterator<Item = &'a Condition> {
    let segments = if reward.names_segments { &program.segments[..] } else { &[] };
    let prices = reward.prices.iter().map(|(when, _)| when);
    reward.when.iter().chain(prices).chain(segments.iter().map(|segment| &segment.when))
}
