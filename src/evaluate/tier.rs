//! Where a member stands on one ladder.

use super::Question;
use super::verdict::{met_bound, verdict};
use crate::json::Maybe;
use crate::program::{Ladder, Tier, name};
use crate::rule::{Standpoint, ahead, below, bounds};
use crate::state::{Change, Moved, Standing, Subject};
use crate::unit::Overflow;
use crate::view::{
    AboveView, ComingView, Entries, KeepView, NextView, Since, TierLine, TierName, TierView, Until,
};

/// So many steps are looked ahead.
const AHEAD: usize = 5;

/// Where a member stands on one ladder.
pub fn tier<'a>(question: &Question<'a>, index: usize) -> Result<Option<TierView<'a>>, Overflow> {
    let all = question.standing;
    let program = all.program;
    let (Some(ladder), Some(standing)) = (program.ladders.get(index), all.state.ladders.get(index)) else {
        return Ok(None);
    };
    let today = question.standpoint();
    let above = standing.tier.map_or(0, |tier| tier.saturating_add(1));
    let mut higher = Vec::new();
    for (rank, Tier { id, names, enter, invite, .. }) in ladder.tiers.iter().enumerate().skip(above) {
        let enter = enter.as_ref().map(|enter| verdict(enter, &today)).transpose()?;
        let name = name(names, question.locale, id);
        let invite = Maybe(invite.then_some(true));
        higher.push(AboveView { id, name, rank, invite, enter: Maybe(enter) });
    }
    let Place { tier, until, coming, next } = place(ladder, standing, &today, question.locale)?;
    let mut coming_steps = Vec::new();
    for step in &ahead(program, all.person, &all.state, (index, AHEAD))? {
        coming_steps.extend(line_of(step, ladder, &today)?);
    }
    Ok(Some(TierView {
        id: &ladder.id,
        name: name(&ladder.names, question.locale, &ladder.id),
        tier,
        since: standing.since.map(|(at, day)| Since { at, day }),
        until,
        coming,
        next,
        above: higher,
        keep: keep(question, ladder, index)?,
        if_nothing_happens: coming_steps,
        history: history(question, ladder, index, &today)?,
    }))
}

/// A place on a ladder.
pub struct Place<'a> {
    /// The tier.
    pub tier: Option<TierName<'a>>,
    /// Until when.
    pub until: Option<Until>,
    /// The tier that was reached and begins later.
    pub coming: Option<ComingView<'a>>,
    /// The next tier and the ways to it.
    pub next: Option<NextView<'a>>,
}

/// Where a standing is on its ladder, as it is seen from a moment.
pub fn place<'a>(
    ladder: &'a Ladder,
    standing: &Standing,
    at: &Standpoint<'a>,
    locale: &str,
) -> Result<Place<'a>, Overflow> {
    let above = standing.tier.map_or(0, |tier| tier.saturating_add(1));
    // Whoever waits for an invitation has no way to go.
    let open = ladder.tiers.iter().enumerate().skip(above).find(|(_, tier)| !tier.invite);
    let next = match open {
        Some((rank, Tier { enter: Some(enter), id, names, .. })) => {
            Some(NextView { id, name: name(names, locale, id), rank, enter: verdict(enter, at)? })
        }
        Some((_, Tier { enter: None, .. })) | None => None,
    };
    let coming = standing.coming.and_then(|coming| {
        let TierName { id, name, rank } = named(ladder, coming.tier, locale)?;
        Some(ComingView { id, name, rank, starts_on: coming.starts_on })
    });
    let zone = &at.program.zone;
    let until =
        standing.last_day.map(|last| Until { expires_at: zone.start_of(last.plus_days(1)), last_day: last });
    Ok(Place { tier: standing.tier.and_then(|tier| named(ladder, tier, locale)), until, coming, next })
}

/// A tier by its names.
pub fn named<'a>(ladder: &'a Ladder, rank: usize, locale: &str) -> Option<TierName<'a>> {
    let tier = ladder.tiers.get(rank)?;
    Some(TierName { id: &tier.id, name: name(&tier.names, locale, &tier.id), rank })
}

/// What keeps the present tier, judged on the last day of its period by what is known.
fn keep<'a>(
    question: &Question<'a>,
    ladder: &'a Ladder,
    index: usize,
) -> Result<Option<KeepView<'a>>, Overflow> {
    let all = question.standing;
    let Some(standing) = all.state.ladders.get(index) else { return Ok(None) };
    let (Some(rank), Some(last)) = (standing.tier, standing.last_day) else { return Ok(None) };
    let Some(tier) = ladder.tiers.get(rank) else { return Ok(None) };
    let at = Standpoint::of_state(all.program, all.person, &all.state, last);
    let below = below(ladder, rank, &at);
    let verdict = tier.keep.as_ref().map(|keep| verdict(keep, &at)).transpose()?;
    let otherwise = below.and_then(|rank| ladder.tiers.get(rank)).map(|tier| &*tier.id);
    Ok(Some(KeepView { last_day: last, otherwise, verdict: Maybe(verdict) }))
}

/// The latest steps on a ladder, newest first.
fn history<'a>(
    question: &Question<'a>,
    ladder: &'a Ladder,
    index: usize,
    at: &Standpoint<'a>,
) -> Result<Entries<TierLine<'a>>, Overflow> {
    let standing = question.standing;
    let mut entries = Vec::new();
    for change in standing.latest(Subject::Tier(index), question.history) {
        entries.extend(line(change, ladder, at)?);
    }
    let total = standing.state.lines_of_tiers.get(index).copied().unwrap_or(0);
    Ok(Entries { total, entries })
}

fn line<'a>(
    change: &'a Change,
    ladder: &'a Ladder,
    at: &Standpoint<'a>,
) -> Result<Option<TierLine<'a>>, Overflow> {
    let (Moved::Tier { reason, .. }, Some(line)) = (&change.moved, line_of(change, ladder, at)?) else {
        return Ok(None);
    };
    let (event, reason) = (Maybe(change.event.as_deref()), Maybe(reason.as_deref()));
    Ok(Some(TierLine { event, reason, ..line }))
}

/// A step, without the event that caused it.
fn line_of<'a>(
    change: &Change,
    ladder: &'a Ladder,
    at: &Standpoint<'a>,
) -> Result<Option<TierLine<'a>>, Overflow> {
    let Moved::Tier { kind, from, to, last_day, starts_on, because: met, .. } = &change.moved else {
        return Ok(None);
    };
    let enter = to.and_then(|to| ladder.tiers.get(to)?.enter.as_ref());
    let bounds = enter.filter(|_| !met.is_empty()).map_or_else(Vec::new, bounds);
    let mut because = Vec::new();
    for (place, value) in met {
        if let Some((metric, bound)) = bounds.get(*place) {
            because.extend(met_bound(*metric, *bound, *value, at)?);
        }
    }
    let id = |tier: usize| ladder.tiers.get(tier).map(|tier| &*tier.id);
    Ok(Some(TierLine {
        at: change.at,
        day: change.day,
        kind: kind.as_str(),
        from: from.and_then(id),
        to: to.and_then(id),
        event: Maybe(None),
        last_day: Maybe(*last_day),
        starts_on: Maybe(*starts_on),
        reason: Maybe(None),
        because: Maybe(Some(because).filter(|because| !because.is_empty())),
    }))
}
