//! What a member has and is at an instant, and what led there.

mod block;
mod change;
mod claim;
mod clock;
mod counter;
mod keyed;
mod known;
mod log;
mod lots;
mod outcome;
mod packed;
mod plan;
mod purse;
mod standing;
mod subject;
mod tally;
mod wallet;
mod watch;

use std::sync::Arc;

use crate::ledger::{Birthday, Traits};
use crate::program::Program;
use crate::shape::Id;
use crate::unit::{Day, Instant, bytes};

pub use change::{Change, Moved, PointsMoved, Subject, TierMoved};
pub use claim::{Claim, Claims};
pub use clock::Clock;
pub use counter::{Counter, Frozen};
pub use keyed::Keyed;
pub use log::{Log, Ordered, Rest};
pub use lots::Lots;
pub use outcome::{Captured, Left, Logged, Outcome, Remains, Trace, came_back_whole, lapsed};
pub use plan::{Plan, Running, Saved, Term};
pub use purse::{Lot, Purse};
pub use standing::{Coming, Standing};
pub use subject::Subjects;
pub use tally::Tally;
pub use wallet::{Issue, Wallet};
pub use watch::{Held, Watch};

/// Who the member is, as far as rules ask.
#[derive(Clone, Debug)]
pub struct Person {
    /// The id.
    pub id: Id,
    /// The local date of joining.
    pub joined: Day,
    /// The birthday.
    pub birthday: Option<Birthday>,
    /// What is said of the member on joining.
    pub traits: Arc<Traits>,
}

/// Everything that the past decides, at an instant.
#[derive(Clone, Debug)]
pub struct State {
    /// All that time alone causes has happened up to here.
    pub at: Instant,
    /// A purse for each point currency.
    pub purses: Vec<Purse>,
    /// What each metric counts.
    pub metrics: Vec<Counter>,
    /// How often each metric started anew.
    pub resets: Vec<u32>,
    /// The last date on which values were set anew, if any was due.
    pub refreshed: Day,
    /// How each plan runs.
    pub plans: Vec<Plan>,
    /// The date up to which, not included, dates have raised metrics by their plans.
    pub accrued: Day,
    /// A tally for each limit.
    pub limits: Vec<Tally>,
    /// What limits of each subject counted.
    pub subjects: Subjects,
    /// A tally for each limit on redeeming.
    pub redeemed: Vec<Tally>,
    /// For each reward, how often it was redeemed by itself.
    pub claims: Vec<Claims>,
    /// What was redeemed by itself, until an event takes it into the log.
    pub fresh_claims: Vec<Claim>,
    /// The coupons.
    pub wallet: Wallet,
    /// The standing on each ladder.
    pub ladders: Vec<Standing>,
    /// For each of the program's streaks, its last day and how many days it has.
    pub streaks: Vec<Option<(Day, i64)>>,
    /// The last date on which what was scheduled was given.
    pub scheduled: Day,
    /// The latest date of each of the acts that the program's conditions ask for.
    pub latest: Vec<Option<Day>>,
    /// What is said of the member; orders keep it as it was, so it is never changed in place.
    pub traits: Arc<Traits>,
    /// Whether there was an opening.
    pub opened: bool,
    /// How many lines the history of each currency has.
    pub lines_of_points: Vec<usize>,
    /// How many lines the history of each ladder has.
    pub lines_of_tiers: Vec<usize>,
    /// What signals need of the past.
    pub watch: Watch,
}

impl State {
    /// Before anything happened.
    #[must_use]
    pub fn new(program: &Program, person: &Person, at: Instant) -> Self {
        Self {
            at,
            purses: program.points.iter().map(|rules| Purse::new(program, rules, person.joined)).collect(),
            metrics: program.metrics.iter().map(|_| Counter::default()).collect(),
            resets: vec![0; program.metrics.len()],
            refreshed: program.zone.day(at),
            plans: vec![Plan::default(); program.plans.len()],
            accrued: program.zone.day(at),
            limits: program.limits.iter().map(|_| Tally::default()).collect(),
            subjects: Subjects::default(),
            redeemed: program.redeem_limits.iter().map(|_| Tally::default()).collect(),
            claims: vec![Claims::default(); program.rewards.len()],
            fresh_claims: Vec::new(),
            wallet: Wallet::default(),
            ladders: program.ladders.iter().map(|_| Standing::default()).collect(),
            streaks: program.streaks.iter().map(|_| None).collect(),
            scheduled: program.zone.day(at),
            latest: program.acts.iter().map(|_| None).collect(),
            traits: Arc::clone(&person.traits),
            opened: false,
            lines_of_points: vec![0; program.points.len()],
            lines_of_tiers: vec![0; program.ladders.len()],
            watch: Watch { recent: vec![Vec::new(); program.signals.len()], ..Watch::default() },
        }
    }

    /// A copy that knows metrics, ladders and what was seen, and of points the balances alone: what tiers are decided by.
    #[must_use]
    pub fn without_points(&self) -> Self {
        Self {
            at: self.at,
            purses: self
                .purses
                .iter()
                .map(|purse| Purse { balance: purse.balance, ..Purse::default() })
                .collect(),
            metrics: self.metrics.clone(),
            resets: self.resets.clone(),
            refreshed: self.refreshed,
            plans: self.plans.clone(),
            accrued: self.accrued,
            limits: Vec::new(),
            subjects: Subjects::default(),
            redeemed: Vec::new(),
            claims: Vec::new(),
            fresh_claims: Vec::new(),
            wallet: Wallet::default(),
            ladders: self.ladders.clone(),
            latest: self.latest.clone(),
            traits: Arc::clone(&self.traits),
            streaks: self.streaks.clone(),
            scheduled: self.scheduled,
            opened: self.opened,
            lines_of_points: Vec::new(),
            lines_of_tiers: Vec::new(),
            watch: Watch::default(),
        }
    }

    /// Sets values of metrics, with those of their parts, until they are set anew.
    pub fn set(&mut self, values: Vec<(usize, Frozen)>) {
        for (metric, frozen) in values {
            if let Some(counter) = self.metrics.get_mut(metric) {
                counter.frozen = frozen;
            }
        }
    }

    /// Keeps as bytes what is far from being needed.
    pub fn pack(&mut self) {
        self.purses.iter_mut().for_each(|purse| purse.usable.pack());
    }

    /// Keeps as bytes what is large; before anything happens it is to be readied.
    pub fn pack_all(&mut self) {
        self.purses.iter_mut().for_each(|purse| purse.usable.pack_all());
    }

    /// Has at hand what is needed next.
    pub fn ready(&mut self) {
        self.purses.iter_mut().for_each(|purse| purse.usable.ready());
    }

    /// Counts lines of the history.
    pub fn count_lines(&mut self, changes: &[Change]) {
        for change in changes {
            let count = match change.subject() {
                Subject::Points(currency) => self.lines_of_points.get_mut(currency),
                Subject::Tier(ladder) => self.lines_of_tiers.get_mut(ladder),
                Subject::Signals => Some(&mut self.watch.raised),
                Subject::Coupons => None,
            };
            if let Some(count) = count {
                *count = count.saturating_add(1);
            }
        }
    }

    /// Whether it has the shape that the program needs.
    #[must_use]
    pub fn fits(&self, program: &Program) -> bool {
        let tiers = self.ladders.iter().zip(&program.ladders);
        self.purses.len() == program.points.len()
            && self.metrics.len() == program.metrics.len()
            && self.resets.len() == program.metrics.len()
            && self.metrics.iter().all(Counter::is_in_order)
            && self.plans.len() == program.plans.len()
            && self.plans.iter().all(|plan| plan.fits(program))
            && self.limits.len() == program.limits.len()
            && self.redeemed.len() == program.redeem_limits.len()
            && self.claims.len() == program.rewards.len()
            && self.ladders.len() == program.ladders.len()
            && self.streaks.len() == program.streaks.len()
            && self.latest.len() == program.acts.len()
            && self.lines_of_points.len() == program.points.len()
            && self.lines_of_tiers.len() == program.ladders.len()
            && self.watch.recent.len() == program.signals.len()
            && tiers
                .into_iter()
                .all(|(standing, ladder)| standing.tier.is_none_or(|tier| tier < ladder.tiers.len()))
            && self.purses.iter().all(Purse::is_in_order)
            && self.wallet.fits(program)
    }
}

bytes! {
    State { at, purses, metrics, resets, refreshed, plans, accrued, limits, subjects, redeemed, claims, fresh_claims, wallet, ladders, streaks, scheduled, latest, traits, opened, lines_of_points, lines_of_tiers, watch }
}
