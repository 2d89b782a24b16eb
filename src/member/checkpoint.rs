//! States along the log, dense near its end: going back costs at most twice the distance.

use crate::state::State;

/// How many events lie between the nearest checkpoints.
const SPACING: usize = if cfg!(debug_assertions) { 16 } else { 64 };

/// States that lie so many events back are kept as bytes where they are large.
const FAR: usize = if cfg!(debug_assertions) { 2 * SPACING } else { 16 * SPACING };

/// States along the log.
#[derive(Clone, Debug, Default)]
pub struct Checkpoints {
    /// The number of events before each, ascending.
    kept: Vec<(usize, State)>,
}

impl Checkpoints {
    /// The latest state of at most so many events, which is to be readied.
    #[must_use]
    pub fn latest(&self, position: usize) -> Option<(usize, &State)> {
        let after = self.kept.partition_point(|(at, _)| *at <= position);
        self.kept.get(after.checked_sub(1)?).map(|(at, state)| (*at, state))
    }

    /// Forgets the states of more than so many events.
    pub fn forget_after(&mut self, position: usize) {
        self.kept.retain(|(at, _)| *at <= position);
    }

    /// Keeps a state after so many events, if it is time to; of the older ones a few in each doubling of the distance stay.
    pub fn note(&mut self, position: usize, state: &mut State) {
        if position.checked_rem(SPACING) != Some(0) {
            return;
        }
        state.pack();
        self.kept.push((position, state.clone()));
        let units = |events: usize| events.checked_div(SPACING).unwrap_or(0);
        self.kept.retain(|(at, _)| {
            let coarse = units(position.saturating_sub(*at))
                .checked_ilog2()
                .map_or(0, |scale| scale.saturating_sub(1));
            units(*at).trailing_zeros() >= coarse
        });
        for (_, state) in self.kept.iter_mut().filter(|(at, _)| position.saturating_sub(*at) >= FAR) {
            state.pack_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Checkpoints, SPACING};
    use crate::state::{Debts, State, Subjects, Wallet, Watch};
    use crate::unit::{Day, Instant};

    #[test]
    fn going_back_costs_at_most_twice_the_distance() {
        let mut state = State {
            at: Instant::FIRST,
            purses: Vec::new(),
            metrics: Vec::new(),
            resets: Vec::new(),
            refreshed: Day::FIRST,
            plans: Vec::new(),
            benefits: Vec::new(),
            debts: Debts::default(),
            accrued: Day::FIRST,
            limits: Vec::new(),
            subjects: Subjects::default(),
            redeemed: Vec::new(),
            claims: Vec::new(),
            fresh_claims: Vec::new(),
            wallet: Wallet::default(),
            ladders: Vec::new(),
            streaks: Vec::new(),
            scheduled: Day::FIRST,
            latest: Vec::new(),
            traits: std::sync::Arc::default(),
            opened: false,
            lines_of_points: Vec::new(),
            lines_of_tiers: Vec::new(),
            watch: Watch::default(),
        };
        let mut checkpoints = Checkpoints::default();
        let count = SPACING * 1000;
        for position in 1..=count {
            checkpoints.note(position, &mut state);
        }
        assert!(checkpoints.kept.len() <= 40, "{}", checkpoints.kept.len());
        for position in (1..count).step_by(97) {
            let from = checkpoints.latest(position).map_or(0, |(at, _)| at);
            assert!(position - from <= (count - position) + SPACING, "{position} from {from}");
        }
    }
}
