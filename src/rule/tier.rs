//! Steps between tiers.

use super::{Standpoint, holds, line};
use crate::ledger::{OpenTier, PostedTier};
use crate::program::{Otherwise, Program, Tier};
use crate::shape::Id;
use crate::state::{Change, Moved, Person, State, TierMoved};
use crate::unit::{Day, Instant};

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
    fn today(&self) -> Day {
        self.program.zone.day(self.at)
    }

    /// Adds where a member stands on a ladder to the history.
    fn note(
        &self,
        state: &State,
        ladder: usize,
        (kind, from): (TierMoved, Option<usize>),
        reason: Option<String>,
        changes: &mut Vec<Change>,
    ) {
        let Some(standing) = state.ladders.get(ladder) else { return };
        let (to, last_day, starts_on) = match (kind, standing.coming) {
            (TierMoved::Promised, Some((tier, day))) => (Some(tier), None, Some(day)),
            _ => (standing.tier, standing.last_day, None),
        };
        let moved = Moved::Tier { ladder, kind, from, to, last_day, starts_on, reason };
        line(self.program, (self.at, self.event), self.event.is_none(), moved, changes);
    }
}

/// The tier with which a member begins: the highest whose `enter` holds, else the first if everybody has it.
#[must_use]
pub fn first(program: &Program, person: &Person, state: &State, ladder: usize) -> Option<usize> {
    let at = Standpoint::of_state(program, person, state, person.joined);
    let tiers = &program.ladders.get(ladder)?.tiers;
    let highest = tiers.iter().rposition(|tier| tier.enter.as_ref().is_some_and(|enter| holds(enter, &at)));
    highest.or_else(|| tiers.first().is_some_and(Tier::is_everybodys).then_some(0))
}

/// Brings the member to the highest tier above the present one whose `enter` holds, on every ladder that is looked at now; a
/// tier that begins with the next period is remembered until then.
pub fn climb(now: &Occasion<'_>, state: &mut State, changes: &mut Vec<Change>) {
    let today = now.today();
    let by_date = now.event.is_none() && now.program.zone.start_of(today) == now.at;
    let mut climbed = false;
    for (index, ladder) in now.program.ladders.iter().enumerate() {
        let Some(standing) = state.ladders.get(index).filter(|_| ladder.looks.now(today, by_date)) else {
            continue;
        };
        let sight = Standpoint::of_state(now.program, now.person, state, today);
        let (from, mut coming, mut reached) = (standing.tier, None, None);
        let above = from.map_or(0, |tier| tier.saturating_add(1));
        for (rank, tier) in ladder.tiers.iter().enumerate().skip(above).rev() {
            if !tier.enter.as_ref().is_some_and(|enter| holds(enter, &sight)) {
                continue;
            }
            let Some(day) = standing.starts_on(tier, today) else {
                reached = Some(rank);
                break;
            };
            let higher = |known: Option<(usize, Day)>| known.is_some_and(|(known, _)| known >= rank);
            if !higher(coming) && !higher(standing.coming) {
                coming = Some((rank, day));
            }
        }
        if coming.is_some()
            && let Some(standing) = state.ladders.get_mut(index)
        {
            standing.coming = coming;
            now.note(state, index, (TierMoved::Promised, from), None, changes);
        }
        if let Some(reached) = reached {
            step(now, state, (index, reached), (TierMoved::Entered, today), changes);
            climbed = true;
        }
    }
    // A step may open another; every step goes up, so this ends.
    if climbed {
        climb(now, state, changes);
    }
}

/// Brings the member to a tier, whose first period begins on the date.
pub fn step(
    now: &Occasion<'_>,
    state: &mut State,
    (ladder, tier): (usize, usize),
    (kind, day): (TierMoved, Day),
    changes: &mut Vec<Change>,
) {
    let (Some(of), Some(standing)) = (now.program.ladders.get(ladder), state.ladders.get_mut(ladder)) else {
        return;
    };
    let from = standing.tier;
    // What an opening brings may have ended before it came.
    let since = if now.today() == day { now.at } else { now.program.zone.start_of(day) };
    standing.begin(of, tier, since, day, None);
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
        let from = standing.tier;
        let kind = match (given.to, given.starts_on) {
            (Some(to), Some(day)) => {
                standing.coming = Some((to, day));
                TierMoved::Promised
            }
            (Some(to), None) => {
                standing.begin(of, to, now.at, now.today(), given.last_day);
                if from.is_some_and(|from| to < from) { TierMoved::Dropped } else { TierMoved::Entered }
            }
            (None, _) => {
                standing.end();
                TierMoved::Dropped
            }
        };
        now.note(state, given.ladder, (kind, from), None, changes);
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
    if kind == TierMoved::Set && from == Some(set.tier) {
        // Who is given the tier that they have keeps it, for another period.
        standing.since = before;
    }
    now.note(state, set.ladder, (kind, from), reason, changes);
}

/// Ends the periods that are over: a tier that was reached for later begins; else the tier goes on when `keep` holds at the end
/// of the last day, else its `otherwise` follows. Says whether there were any.
pub fn end_periods(now: &Occasion<'_>, state: &mut State, changes: &mut Vec<Change>) -> bool {
    let before = changes.len();
    for ladder in 0..now.program.ladders.len() {
        // What an opening brings may be several periods behind; each ends later than the one before.
        while let Some(standing) = state.ladders.get_mut(ladder) {
            let is_past = |day: &Day| now.program.zone.start_of(*day) <= now.at;
            let (from, over) = (standing.tier, standing.tier.and(standing.last_day));
            let next = over.map(|last| last.plus_days(1)).filter(is_past);
            if let Some((tier, day)) = standing.coming
                && is_past(&day)
                && next.is_none_or(|next| day <= next)
            {
                standing.coming = None;
                step(now, state, (ladder, tier), (TierMoved::Entered, day), changes);
                continue;
            }
            let (Some(last), Some(first), Some(tier)) = (over, next, from) else { break };
            match after_period(now, state, (ladder, tier), last) {
                Some(next) if next == tier => {
                    if let (Some(of), Some(standing)) =
                        (now.program.ladders.get(ladder), state.ladders.get_mut(ladder))
                    {
                        standing.renew(of);
                    }
                    now.note(state, ladder, (TierMoved::Renewed, from), None, changes);
                }
                Some(next) => step(now, state, (ladder, next), (TierMoved::Dropped, first), changes),
                None => {
                    if let Some(standing) = state.ladders.get_mut(ladder) {
                        standing.end();
                    }
                    now.note(state, ladder, (TierMoved::Dropped, from), None, changes);
                }
            }
        }
    }
    changes.len() > before
}

/// The tier that follows a period, as the facts stand at the end of its last day.
fn after_period(
    now: &Occasion<'_>,
    state: &State,
    (ladder, tier): (usize, usize),
    last: Day,
) -> Option<usize> {
    let tiers = &now.program.ladders.get(ladder)?.tiers;
    let at = Standpoint::of_state(now.program, now.person, state, last);
    if tiers.get(tier)?.keep.as_ref().is_some_and(|keep| holds(keep, &at)) {
        return Some(tier);
    }
    below(tiers, tier, &at)
}

/// The tier that follows when a tier is not kept; `None` when the member falls off the ladder. Nobody falls to a tier of
/// the invited.
#[must_use]
pub fn below(tiers: &[Tier], tier: usize, at: &Standpoint<'_>) -> Option<usize> {
    let open = |tier: &Tier| !tier.invite;
    match tiers.get(tier)?.otherwise {
        Otherwise::OneDown => tiers.get(..tier.max(1))?.iter().rposition(open),
        Otherwise::Base => tiers.get(..=tier)?.iter().position(open),
        Otherwise::Relevel => tiers
            .get(..=tier)?
            .iter()
            .rposition(|tier| open(tier) && tier.enter.as_ref().is_none_or(|enter| holds(enter, at))),
    }
}
