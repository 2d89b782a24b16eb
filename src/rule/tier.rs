//! Steps between tiers.

use super::grounds::grounds;
use super::look::{Way, highest, look, one_down};
use super::{Standpoint, gift, holds, line};
use crate::ledger::{OpenTier, PostedTier};
use crate::program::{Follow, Ladder, Otherwise, Program, Tier};
use crate::shape::Id;
use crate::state::{Change, Coming, Moved, Person, Standing, State, TierMoved};
use crate::unit::{Day, Instant, Overflow};

/// A moment at which tiers are looked at: an event's, or one of time alone.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The program.
    pub program: &'a Program,
    /// The member.
    pub person: &'a Person,
    /// The instant.
    pub at: Instant,
    /// The event.
    pub event: Option<&'a Id>,
}

impl Occasion<'_> {
    pub(super) fn today(&self) -> Day {
        self.program.zone.day(self.at)
    }

    /// What meets the conditions of a tier.
    fn grounds(&self, state: &State, ladder: usize, tier: usize) -> Vec<(usize, i64)> {
        let at = Standpoint::of_state(self.program, self.person, state, self.today()).at(self.at);
        let enter =
            self.program.ladders.get(ladder).and_then(|ladder| ladder.tiers.get(tier)?.enter.as_ref());
        enter.filter(|enter| holds(enter, &at)).map_or_else(Vec::new, |enter| grounds(enter, &at))
    }

    /// Adds where a member stands on a ladder to the history.
    pub(super) fn note(
        &self,
        state: &State,
        ladder: usize,
        (kind, from): (TierMoved, Option<usize>),
        reason: Option<String>,
        changes: &mut Vec<Change>,
    ) {
        let Some(standing) = state.ladders.get(ladder) else { return };
        let (to, last_day, starts_on) = match (kind, standing.coming) {
            (TierMoved::Promised, Some(coming)) => (Some(coming.tier), None, Some(coming.starts_on)),
            _ => (standing.tier, standing.last_day, None),
        };
        let because = Vec::new();
        let moved = Moved::Tier { ladder, kind, from, to, last_day, starts_on, reason, because };
        line(self.program, (self.at, self.event), self.event.is_none(), moved, changes);
    }
}

/// The tier with which a member begins: the highest whose `enter` holds, else the first if everybody has it.
#[must_use]
pub fn first(program: &Program, person: &Person, state: &State, ladder: usize) -> Option<usize> {
    let at = Standpoint::of_state(program, person, state, person.joined).at(state.at);
    highest(&program.ladders.get(ladder)?.tiers, &at)
}

/// Looks at every ladder whose time it is, until nothing moves any more: the member climbs to the highest tier above the
/// present one whose `enter` holds; one that begins with the next period is remembered until then. A ladder that follows moves
/// once.
pub fn climb(now: &Occasion<'_>, state: &mut State, changes: &mut Vec<Change>) {
    let today = now.today();
    let by_date = now.event.is_none() && now.program.zone.start_of(today) == now.at;
    let mut followed = vec![false; now.program.ladders.len()];
    let mut moved = true;
    // A step may open another; those of ladders that do not follow go up, so this ends.
    while moved {
        moved = false;
        for (index, ladder) in now.program.ladders.iter().enumerate() {
            let (Some(standing), Some(done)) = (state.ladders.get(index), followed.get_mut(index)) else {
                continue;
            };
            if *done || !ladder.looks.now(today, by_date) {
                continue;
            }
            let sight = Standpoint::of_state(now.program, now.person, state, today).at(now.at);
            let look = look(ladder, standing, &sight);
            *done = ladder.follow.is_some() && look.moves();
            let from = standing.tier;
            let noted = changes.len();
            let because = [look.coming.map(|coming| coming.tier), look.up()]
                .map(|tier| tier.map_or_else(Vec::new, |tier| now.grounds(state, index, tier)));
            if look.coming.is_some()
                && let Some(standing) = state.ladders.get_mut(index)
            {
                standing.coming = look.coming;
                now.note(state, index, (TierMoved::Promised, from), None, changes);
            }
            moved |= look.step.is_some();
            match look.step {
                Some(Way::Up(tier)) => enter(now, state, (index, tier), (today, today, None), changes),
                Some(Way::Down(to)) => fall(now, state, (index, to), (today, None), changes),
                None => {}
            }
            attach(changes, noted, because);
        }
    }
}

/// Says in the lines from a place on what met the conditions of a tier that was promised, and of one that was entered.
fn attach(changes: &mut [Change], from: usize, [promised, entered]: [Vec<(usize, i64)>; 2]) {
    for change in changes.iter_mut().skip(from) {
        if let Moved::Tier { kind, because, .. } = &mut change.moved {
            match kind {
                TierMoved::Promised => because.clone_from(&promised),
                TierMoved::Entered => because.clone_from(&entered),
                TierMoved::Joined
                | TierMoved::Renewed
                | TierMoved::Dropped
                | TierMoved::Opening
                | TierMoved::Set
                | TierMoved::Reversed => {}
            }
        }
    }
}

/// Brings the member up to a tier that was reached on a date and begins on another; where a refund may take it back, what was
/// before is kept.
fn enter(
    now: &Occasion<'_>,
    state: &mut State,
    (ladder, tier): (usize, usize),
    (day, reached, last_day): (Day, Day, Option<Day>),
    changes: &mut Vec<Change>,
) {
    let reevaluates = now.program.ladders.get(ladder).is_some_and(|ladder| ladder.reevaluates);
    let earlier = state.ladders.get(ladder).filter(|_| reevaluates).map(Standing::with_earlier);
    step(now, state, (ladder, tier), (TierMoved::Entered, day, last_day), changes);
    if let Some(standing) = state.ladders.get_mut(ladder) {
        standing.earlier = earlier.unwrap_or_default();
        standing.reached = Some(reached);
    }
}

/// Brings the member down to a tier, or off the ladder.
fn fall(
    now: &Occasion<'_>,
    state: &mut State,
    (ladder, to): (usize, Option<usize>),
    (day, last_day): (Day, Option<Day>),
    changes: &mut Vec<Change>,
) {
    if let Some(tier) = to {
        return step(now, state, (ladder, tier), (TierMoved::Dropped, day, last_day), changes);
    }
    let Some(standing) = state.ladders.get_mut(ladder) else { return };
    let from = standing.tier;
    standing.end();
    now.note(state, ladder, (TierMoved::Dropped, from), None, changes);
}

/// Brings the member to a tier, whose first period begins on the date and ends by its validity unless a last day is given.
pub fn step(
    now: &Occasion<'_>,
    state: &mut State,
    (ladder, tier): (usize, usize),
    (kind, day, last_day): (TierMoved, Day, Option<Day>),
    changes: &mut Vec<Change>,
) {
    let (Some(of), Some(standing)) = (now.program.ladders.get(ladder), state.ladders.get_mut(ladder)) else {
        return;
    };
    let from = standing.tier;
    // What an opening brings may have ended before it came.
    let since = if now.today() == day { now.at } else { now.program.zone.start_of(day) };
    standing.begin(of, tier, since, day, last_day);
    now.note(state, ladder, (kind, from), None, changes);
}

/// Takes the steps that were posted with an event.
pub fn posted(now: &Occasion<'_>, state: &mut State, steps: &[PostedTier], changes: &mut Vec<Change>) {
    for given in steps {
        let (Some(of), Some(standing)) =
            (now.program.ladders.get(given.ladder), state.ladders.get_mut(given.ladder))
        else {
            continue;
        };
        let (from, noted) = (standing.tier, changes.len());
        let because = given.to.map_or_else(Vec::new, |tier| now.grounds(state, given.ladder, tier));
        let Some(standing) = state.ladders.get_mut(given.ladder) else { continue };
        match (given.to, given.starts_on) {
            (Some(tier), Some(starts_on)) => {
                standing.coming = Some(Coming { tier, starts_on, reached: now.today() });
                now.note(state, given.ladder, (TierMoved::Promised, from), None, changes);
            }
            _ if of.reevaluates && given.to <= from && standing.revert(given.to) => {
                now.note(state, given.ladder, (TierMoved::Reversed, from), None, changes);
            }
            (Some(tier), None) if from.is_none_or(|from| tier >= from) => {
                enter(now, state, (given.ladder, tier), (now.today(), now.today(), given.last_day), changes);
            }
            (to, _) => fall(now, state, (given.ladder, to), (now.today(), given.last_day), changes),
        }
        attach(changes, noted, [because.clone(), because]);
    }
}

/// Sets a tier that a member brings from another system, or is given.
pub fn set(
    now: &Occasion<'_>,
    state: &mut State,
    set: &OpenTier,
    (kind, reason): (TierMoved, Option<String>),
    changes: &mut Vec<Change>,
) {
    let (Some(of), Some(standing)) = (now.program.ladders.get(set.ladder), state.ladders.get_mut(set.ladder))
    else {
        return;
    };
    let (from, before) = (standing.tier, standing.since);
    let since = if kind == TierMoved::Opening { now.program.zone.start_of(set.since) } else { now.at };
    standing.begin(of, set.tier, since, set.since, set.last_day);
    standing.given = kind == TierMoved::Set || set.last_day.is_some();
    if kind == TierMoved::Set && from == Some(set.tier) {
        // Who is given the tier that they have keeps it, for another period.
        standing.since = before;
    }
    now.note(state, set.ladder, (kind, from), reason, changes);
}

/// Ends the periods that are over: a tier that was reached for later begins; else the tier goes on when `keep` holds at the end
/// of the last day, else its `otherwise` follows; what the tier deducts goes before. Says whether there were any.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn end_periods(
    now: &Occasion<'_>,
    state: &mut State,
    changes: &mut Vec<Change>,
) -> Result<bool, Overflow> {
    let before = changes.len();
    for ladder in 0..now.program.ladders.len() {
        // What an opening brings may be several periods behind; each ends later than the one before.
        while let Some(standing) = state.ladders.get_mut(ladder) {
            let is_past = |day: &Day| now.program.zone.start_of(*day) <= now.at;
            let (from, over) = (standing.tier, standing.tier.and(standing.last_day));
            let next = over.map(|last| last.plus_days(1)).filter(is_past);
            if let Some(coming) = standing.coming
                && is_past(&coming.starts_on)
                && next.is_none_or(|next| coming.starts_on <= next)
            {
                standing.coming = None;
                enter(now, state, (ladder, coming.tier), (coming.starts_on, coming.reached, None), changes);
                continue;
            }
            let (Some(last), Some(first), Some(tier)) = (over, next, from) else { break };
            let of = now.program.ladders.get(ladder);
            if let Some((metric, by)) = of.and_then(|of| of.tiers.get(tier)?.deduct) {
                gift::lower(now, state, metric, Some(by), last)?;
            }
            match after_period(now, state, (ladder, tier), last) {
                Some(next) if next == tier => {
                    if let (Some(of), Some(standing)) = (of, state.ladders.get_mut(ladder)) {
                        standing.renew(of);
                    }
                    now.note(state, ladder, (TierMoved::Renewed, from), None, changes);
                }
                next => fall(now, state, (ladder, next), (first, None), changes),
            }
        }
    }
    Ok(changes.len() > before)
}

/// The tier that follows a period, as the facts stand at the end of its last day.
fn after_period(
    now: &Occasion<'_>,
    state: &State,
    (ladder, tier): (usize, usize),
    last: Day,
) -> Option<usize> {
    let of = now.program.ladders.get(ladder)?;
    let at = Standpoint::of_state(now.program, now.person, state, last);
    if of.tiers.get(tier)?.keep.as_ref().is_some_and(|keep| holds(keep, &at)) {
        return Some(tier);
    }
    below(of, tier, &at)
}

/// The tier that follows when a tier is not kept; `None` when the member falls off the ladder. Nobody falls to a tier of
/// the invited.
#[must_use]
pub fn below(ladder: &Ladder, tier: usize, at: &Standpoint<'_>) -> Option<usize> {
    let tiers = &ladder.tiers;
    let open = |tier: &Tier| !tier.invite;
    let held = || {
        let to = tiers.get(..=tier)?;
        to.iter().rposition(|tier| open(tier) && tier.enter.as_ref().is_none_or(|enter| holds(enter, at)))
    };
    match (ladder.follow, tiers.get(tier)?.otherwise) {
        (Some(Follow::Both), _) => highest(tiers, at),
        // Where what was given is over, a tier that the conditions give goes on.
        (Some(Follow::OneDown), _) if highest(tiers, at) >= Some(tier) => Some(tier),
        (None, Otherwise::OneDown) if tier == 0 => tiers.first().is_some_and(open).then_some(0),
        (Some(Follow::OneDown), _) | (None, Otherwise::OneDown) => one_down(tiers, tier),
        (None, Otherwise::Base) => tiers.get(..=tier)?.iter().position(open),
        (None, Otherwise::Relevel) => held(),
    }
}
