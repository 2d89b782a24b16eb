//! What combinations that were not looked at can come to at best.

use super::search::{Must, Search, Shop};
use crate::unit::sorted_places;

/// The most that each offer takes off a cart, and the offers by that, most first.
pub(super) struct Tops {
    most: Vec<i64>,
    /// Those that take off most first.
    pub(super) order: Vec<usize>,
}

impl Tops {
    /// The most that an offer takes off.
    pub(super) fn of(&self, offer: usize) -> i64 {
        self.most.get(offer).copied().unwrap_or(0)
    }
}

impl<S: Shop> Search<'_, S> {
    /// The most that each offer from a place on takes off; the others nothing.
    pub(super) fn tops(&self, from: usize, trial: &S::Trial) -> Tops {
        let mut most = Vec::with_capacity(self.choices.len());
        for offer in 0..self.choices.len() {
            most.push(if offer >= from { self.shop.most(offer, trial).max(0) } else { 0 });
        }
        let top = |offer: usize| most.get(offer).copied().unwrap_or(0);
        let rank = |offer: usize| self.choices.get(offer).map_or(0, |choice| choice.rank);
        let order = sorted_places(most.len(), &|a, b| top(b).cmp(&top(a)).then(rank(a).cmp(&rank(b))));
        Tops { most, order }
    }

    /// Whether what goes on from a cart may be better than the best.
    pub(super) fn improves(&self, from: usize, trial: &S::Trial, chosen: &[usize], tops: &Tops) -> bool {
        let Some((value, best, _)) = &self.best else { return true };
        let (has, known) = (self.ranks(chosen), self.ranks(best));
        let room = self.within.offers.saturating_sub(has.len());
        let least = |room: usize| self.shop.least(self.bound(from, trial, chosen, (tops, room)));
        let all = least(room);
        if all != *value {
            return all < *value;
        }
        // As good: then fewer are better, then those that lapse sooner.
        let Some(more) = known.len().checked_sub(has.len()) else { return false };
        if more > 0 && least(more.saturating_sub(1)) <= *value {
            return true;
        }
        let mut soonest = Vec::new();
        for (offer, choice) in self.choices.iter().enumerate() {
            if offer >= from && choice.must != Must::Wherever && !chosen.contains(&offer) {
                soonest.push(choice.rank);
            }
        }
        soonest.sort_unstable();
        soonest.truncate(more);
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

    /// The least that can be to pay at the end when at most so many join: the higher of two that both are.
    pub(super) fn bound(
        &self,
        from: usize,
        trial: &S::Trial,
        chosen: &[usize],
        (tops, room): (&Tops, usize),
    ) -> i64 {
        let (mut by_groups, mut by_parts) = (self.shop.payable(trial), self.shop.payable(trial));
        let (mut room_of_groups, mut gains) = (room, Vec::new());
        let mut groups = Vec::new();
        for offer in chosen {
            let group = self.choices.get(*offer).and_then(|choice| choice.group);
            groups.extend(group.map(|(group, _)| group));
        }
        let mut parts: Vec<(usize, i64)> = Vec::new();
        for offer in &tops.order {
            let (Some(choice), top) = (self.choices.get(*offer), tops.of(*offer)) else { continue };
            if *offer < from || top == 0 || chosen.contains(offer) {
                continue;
            }
            if choice.must == Must::Wherever {
                by_groups = by_groups.saturating_sub(top);
                by_parts = by_parts.saturating_sub(top);
                continue;
            }
            match choice.part {
                Some(part) => parts.push(part),
                None => gains.push(top),
            }
            // As if the offers that take off most all joined, of each group as many as may.
            let used = |group: usize| groups.iter().filter(|known| **known == group).count();
            if room_of_groups > 0 && choice.group.is_none_or(|(group, most)| used(group) < most) {
                room_of_groups = room_of_groups.saturating_sub(1);
                groups.extend(choice.group.map(|(group, _)| group));
                by_groups = by_groups.saturating_sub(top);
            }
        }
        // As if groups did not count, but each part were one of what those before it leave.
        self.of_parts(trial, parts, &mut gains);
        gains.sort_unstable();
        for gain in gains.iter().rev().take(room) {
            by_parts = by_parts.saturating_sub(*gain);
        }
        by_groups.max(by_parts)
    }

    /// What parts of scopes take off, the largest first: each of what those before it leave, and a minor unit more where their order may
    /// matter for how it is rounded.
    fn of_parts(&self, trial: &S::Trial, mut parts: Vec<(usize, i64)>, gains: &mut Vec<i64>) {
        parts.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        let (mut last, mut left) = (None, 0_i64);
        for (scope, part) in parts {
            let odd = match last {
                Some((of, before)) if of == scope => i64::from(before != part),
                Some(_) | None => {
                    left = self.shop.base(scope, trial);
                    0
                }
            };
            let off = self.shop.part(left, part);
            gains.push(off.saturating_add(odd));
            left = left.saturating_sub(off);
            last = Some((scope, part));
        }
    }
}
