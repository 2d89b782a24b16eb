//! The segments of a member.

use super::{Standpoint, holds};

/// Whether each segment holds, in the program's order. Each is judged once, after those that it names.
#[must_use]
pub fn segments(at: &Standpoint<'_>) -> Vec<bool> {
    let program = at.program;
    let mut held = vec![false; program.segments.len()];
    for place in &program.segment_order {
        let is_in =
            program.segments.get(*place).is_some_and(|segment| holds(&segment.when, &at.knowing(&held)));
        if let Some(held) = held.get_mut(*place) {
            *held = is_in;
        }
    }
    held
}
