//! What combinations that were not looked at can come to at best.

use super::search::{Choice, Must, Search, Shop, With};
use crate::unit::sorted_places;

/// The offers by what they take off at most.
pub(super) struct Tops {
    /// Those that take off most first.
    pub(super) order: Vec<usize>,
    /// Those that are chosen wherever they can be.
    always: Vec<usize>,
    /// Those that join few, and those that join all, the same way.
    alone: Vec<usize>,
    joiners: Vec<usize>,
    /// Those that take a part, by the scope of which, the largest part first.
    parts: Vec<usize>,
}

impl Tops {
    /// Orders offers.
    pub(super) fn of(choices: &[Choice]) -> Self {
        let key = |place: usize| choices.get(place).map_or((0, 0), |choice| (choice.most, choice.rank));
        let mut order = sorted_places(choices.len(), &|a, b| {
            let ((top, rank), (other, other_rank)) = (key(a), key(b));
            other.cmp(&top).then(rank.cmp(&other_rank))
        });
        let part = |place: usize| choices.get(place).and_then(|choice| choice.part);
        let mut parts = sorted_places(choices.len(), &|a, b| match (part(a), part(b)) {
            (Some(a), Some(b)) => a.0.cmp(&b.0).then(b.1.cmp(&a.1)),
            (a, b) => a.cmp(&b),
        });
        let always = |place: &usize| choices.get(*place).is_some_and(|choice| choice.must == Must::Wherever);
        parts.retain(|place| part(*place).is_some() && !always(place));
        let all = order.iter().copied().filter(always).collect();
        order.retain(|place| !always(place));
        let with = |with: With| {
            let is = |place: &usize| choices.get(*place).is_some_and(|choice| choice.with == with);
            order.iter().copied().filter(is).collect()
        };
        Self { alone: with(With::Few), joiners: with(With::All), order, always: all, parts }
    }
}

/// A part of a scope that is taken first, and what it leaves of the scope.
type First = ((usize, i64), i64);

impl<S: Shop> Search<'_, S> {
    /// Whether what goes on from a cart with offers from a place on may be better than the best; with one more offer that is not
    /// applied yet, if so.
    pub(super) fn improves(
        &self,
        from: usize,
        trial: &S::Trial,
        chosen: &[usize],
        more: Option<usize>,
    ) -> bool {
        let Some((value, best, _)) = &self.best else { return true };
        let has = self.count(chosen).saturating_add(self.count(more.as_slice()));
        let room = self.within.offers.saturating_sub(has);
        let least = |room: usize| self.shop.least(self.bound(from, trial, (chosen, more), room));
        let all = least(room);
        if all != *value {
            return all < *value;
        }
        // As good: then fewer are better, then those that lapse sooner.
        let (mut has, known) = (self.ranks(chosen), self.ranks(best));
        if let Some(more) = more {
            has.extend(self.ranks(&[more]));
        }
        let Some(more_than) = known.len().checked_sub(has.len()) else { return false };
        if more_than > 0 && least(more_than.saturating_sub(1)) <= *value {
            return true;
        }
        let mut soonest: Vec<usize> = Vec::new();
        for (offer, choice) in self.choices.iter().enumerate() {
            let full = soonest.len() == more_than;
            let sooner = !full || soonest.last().is_some_and(|last| choice.rank < *last);
            let counts = choice.must != Must::Wherever && !chosen.contains(&offer) && more != Some(offer);
            if offer >= from && sooner && counts {
                soonest.truncate(more_than.saturating_sub(1));
                let place = soonest.partition_point(|known| *known < choice.rank);
                soonest.insert(place, choice.rank);
            }
        }
        soonest.extend(has);
        soonest.sort_unstable();
        soonest < known
    }

    /// The ranks of offers, ascending, without those that are chosen wherever they can be.
    pub(super) fn ranks(&self, offers: &[usize]) -> Vec<usize> {
        let mut ranks = Vec::with_capacity(offers.len());
        for offer in offers {
            let choice = self.choices.get(*offer).filter(|choice| choice.must != Must::Wherever);
            ranks.extend(choice.map(|choice| choice.rank));
        }
        ranks.sort_unstable();
        ranks
    }

    /// The least that can be to pay at the end when at most so many more join, of offers from a place on.
    pub(super) fn bound(
        &self,
        from: usize,
        trial: &S::Trial,
        (chosen, more): (&[usize], Option<usize>),
        room: usize,
    ) -> i64 {
        let mut base = self.less_always(from, self.shop.payable(trial), chosen);
        let mut first = None;
        if let Some(more) = more {
            let mut gain = self.most(more);
            if let Some((scope, part)) = self.choices.get(more).and_then(|choice| choice.part) {
                let whole = self.shop.base(scope, trial);
                gain = gain.min(self.shop.part(whole, part));
                first = Some(((scope, part), whole.saturating_sub(gain)));
            }
            base = base.saturating_sub(gain);
        }
        if room == 0 {
            return base;
        }
        let mut chosen = chosen.to_vec();
        chosen.extend(more);
        let alone = self.with_one_alone(from, &chosen, (base, room));
        let by_groups = self.by_groups(from, &chosen, (base, room));
        let best = self.best.as_ref().map_or(i64::MAX, |(value, ..)| *value);
        // What several take a part of is looked at where it may decide.
        if self.tops.parts.len() < 2 || self.shop.least(by_groups) > best {
            return by_groups.min(alone);
        }
        by_groups.max(self.by_parts((from, first), trial, &chosen, (base, room))).min(alone)
    }

    /// So much, less what those take off at most, from a place on, that are chosen wherever they can be.
    pub(super) fn less_always(&self, from: usize, mut payable: i64, chosen: &[usize]) -> i64 {
        for offer in &self.tops.always {
            if *offer >= from && !chosen.contains(offer) {
                payable = payable.saturating_sub(self.most(*offer));
            }
        }
        payable
    }

    fn most(&self, offer: usize) -> i64 {
        self.choices.get(offer).map_or(0, |choice| choice.most)
    }

    /// Whether an offer is from a place on and not chosen, takes something off, and may join those that are.
    fn may_follow(&self, from: usize, offer: usize, chosen: &[usize]) -> bool {
        self.spend((chosen.len() >> 3).saturating_add(1));
        offer >= from && self.most(offer) > 0 && !chosen.contains(&offer) && self.shop.joins(offer, chosen)
    }

    /// As if the one of those that join few which takes off most joined, and those that join all.
    fn with_one_alone(&self, from: usize, chosen: &[usize], (base, room): (i64, usize)) -> i64 {
        let one = self.tops.alone.iter().find(|offer| self.may_follow(from, **offer, chosen));
        let Some(one) = one else { return i64::MAX };
        let (mut left, mut free) = (base.saturating_sub(self.most(*one)), room.saturating_sub(1));
        for offer in &self.tops.joiners {
            if free > 0 && self.may_follow(from, *offer, chosen) {
                free = free.saturating_sub(1);
                left = left.saturating_sub(self.most(*offer));
            }
        }
        left
    }

    /// As if those that take off most all joined, of each group as many as may; without those that join few.
    fn by_groups(&self, from: usize, chosen: &[usize], (base, room): (i64, usize)) -> i64 {
        let (mut left, mut free, mut groups) = (base, room, Vec::new());
        for offer in chosen {
            groups.extend(self.choices.get(*offer).and_then(|choice| choice.group).map(|(group, _)| group));
        }
        for offer in &self.tops.order {
            if free == 0 {
                break;
            }
            let Some(choice) = self.choices.get(*offer) else { continue };
            let used = |group: usize| groups.iter().filter(|known| **known == group).count();
            if choice.with == With::Few
                || choice.group.is_some_and(|(group, most)| used(group) >= most)
                || !self.may_follow(from, *offer, chosen)
            {
                continue;
            }
            free = free.saturating_sub(1);
            groups.extend(choice.group.map(|(group, _)| group));
            left = left.saturating_sub(choice.most);
        }
        left
    }

    /// As if groups did not count, but each part were one of what those before it leave: of what the first took its part of, then the
    /// largest first, and a minor unit more where their order may matter for how it is rounded.
    fn by_parts(
        &self,
        (from, first): (usize, Option<First>),
        trial: &S::Trial,
        chosen: &[usize],
        (base, room): (i64, usize),
    ) -> i64 {
        let (mut gains, mut last, mut left) = (Vec::new(), None, 0_i64);
        // No more of a scope, and no more others, than there is room for: those that follow take off less.
        let mut free = room;
        for offer in &self.tops.parts {
            let choice = self.choices.get(*offer).filter(|choice| choice.with != With::Few);
            let Some((scope, part)) = choice.and_then(|choice| choice.part) else { continue };
            if last.is_some_and(|(of, _)| of != scope) {
                free = room;
            }
            if free == 0 || !self.may_follow(from, *offer, chosen) {
                continue;
            }
            let odd = match last {
                Some((of, before)) if of == scope => i64::from(before != part),
                Some(_) | None => {
                    let first = first.filter(|((of, _), _)| *of == scope);
                    left = first.map_or_else(|| self.shop.base(scope, trial), |(_, rest)| rest);
                    first.map_or(0, |((_, before), _)| i64::from(before != part))
                }
            };
            let off = self.shop.part(left, part);
            gains.push(off.saturating_add(odd));
            left = left.saturating_sub(off);
            last = Some((scope, part));
            free = free.saturating_sub(1);
        }
        let mut free = room;
        for offer in &self.tops.order {
            let whole = |choice: &Choice| choice.part.is_none() && choice.with != With::Few;
            if free > 0
                && self.choices.get(*offer).is_some_and(whole)
                && self.may_follow(from, *offer, chosen)
            {
                gains.push(self.most(*offer));
                free = free.saturating_sub(1);
            }
        }
        gains.sort_unstable();
        let mut payable = base;
        for gain in gains.iter().rev().take(room) {
            payable = payable.saturating_sub(*gain);
        }
        payable
    }
}
