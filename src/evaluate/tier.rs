//! Where a member stands on one ladder.

use super::Question;
use super::verdict::verdict;
use crate::json::Maybe;
use crate::program::{Ladder, Tier, name};
use crate::rule::{Standpoint, ahead, below};
use crate::state::{Change, Moved, Subject};
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
    let today = Standpoint::of_state(program, all.person, &all.state, program.zone.day(question.now));
    let above = standing.tier.map_or(0, |tier| tier.saturating_add(1));
    // Whoever waits for an invitation has no way to go.
    let open = ladder.tiers.iter().enumerate().skip(above).find(|(_, tier)| !tier.invite);
    let next = match open {
        Some((rank, Tier { enter: Some(enter), id, names, .. })) => {
            let enter = verdict(enter, &today)?;
            Some(NextView { id, name: name(names, question.locale, id), rank, enter })
        }
        Some((_, Tier { enter: None, .. })) | None => None,
    };
    let mut higher = Vec::new();
    for (rank, Tier { id, names, enter, invite, .. }) in ladder.tiers.iter().enumerate().skip(above) {
        let enter = enter.as_ref().map(|enter| verdict(enter, &today)).transpose()?;
        let name = name(names, question.locale, id);
        let invite = Maybe(invite.then_some(true));
        higher.push(AboveView { id, name, rank, invite, enter: Maybe(enter) });
    }
    let named = |rank: usize| {
        let tier = ladder.tiers.get(rank)?;
        Some(TierName { id: &tier.id, name: name(&tier.names, question.locale, &tier.id), rank })
    };
    let coming = standing.coming.and_then(|coming| {
        let TierName { id, name, rank } = named(coming.tier)?;
        Some(ComingView { id, name, rank, starts_on: coming.starts_on })
    });
    Ok(Some(TierView {
        id: &ladder.id,
        name: name(&ladder.names, question.locale, &ladder.id),
        tier: standing.tier.and_then(named),
        since: standing.since.map(|(at, day)| Since { at, day }),
        until: standing
            .last_day
            .map(|last| Until { expires_at: program.zone.start_of(last.plus_days(1)), last_day: last }),
        coming,
        next,
        above: higher,
        keep: keep(question, ladder, index)?,
        if_nothing_happens: ahead(program, all.person, &all.state, (index, AHEAD))?
            .iter()
            .filter_map(|step| line_of(step, ladder))
            .collect(),
        history: history(question, ladder, index),
    }))
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
fn history<'a>(question: &Question<'a>, ladder: &'a Ladder, index: usize) -> Entries<TierLine<'a>> {
    let standing = question.standing;
    let lines = standing.latest(Subject::Tier(index), question.history);
    Entries {
        total: standing.state.lines_of_tiers.get(index).copied().unwrap_or(0),
        entries: lines.into_iter().filter_map(|change| line(change, ladder)).collect(),
    }
}

fn line<'a>(change: &'a Change, ladder: &'a Ladder) -> Option<TierLine<'a>> {
    let Moved::Tier { reason, .. } = &change.moved else { return None };
    let line = line_of(change, ladder)?;
    Some(TierLine { event: Maybe(change.event.as_deref()), reason: Maybe(reason.as_deref()), ..line })
}

/// A step, without the event that caused it.
fn line_of<'a>(change: &Change, ladder: &'a Ladder) -> Option<TierLine<'a>> {
    let Moved::Tier { kind, from, to, last_day, starts_on, .. } = &change.moved else { return None };
    let id = |tier: usize| ladder.tiers.get(tier).map(|tier| &*tier.id);
    Some(TierLine {
        at: change.at,
        day: change.day,
        kind: kind.as_str(),
        from: from.and_then(id),
        to: to.and_then(id),
        event: Maybe(None),
        last_day: Maybe(*last_day),
        starts_on: Maybe(*starts_on),
        reason: Maybe(None),
    })
}
