//! So much off each unit by its place among them.

use super::pick::Pick;
use super::work::{Plan, Work, times};
use crate::config::Take;
use crate::program::{Cut, Discount};

impl Work<'_> {
    /// What a schedule takes off. The dearest unit has the first place, so that the cheapest get what stands last; with `take: "dearest"`
    /// the other way round.
    pub(super) fn schedule(&self, discount: &Discount, parts: &[i64], every: Option<i64>) -> Plan {
        let picks = self.pool(discount);
        let back = if discount.take == Take::Cheapest { Take::Dearest } else { Take::Cheapest };
        let mut units = vec![0; self.bill.runs().len()];
        let mut all = 0_i64;
        for pick in &picks {
            if let Some(known) = units.get_mut(pick.run) {
                *known = pick.units;
            }
            all = all.saturating_add(pick.units);
        }
        all = whole(all.min(discount.most.unwrap_or(i64::MAX)), every);
        let (mut plan, mut place) = (Plan::default(), 0_i64);
        for run in self.order_of(&picks, back) {
            let many = units.get(run).copied().unwrap_or(0).min(all.saturating_sub(place));
            if many > 0 {
                self.by_place(discount, (parts, every), (place, Pick { run, units: many }), &mut plan);
                place = place.saturating_add(many);
            }
        }
        plan
    }

    /// Units of a run that have the places from one on.
    fn by_place(
        &self,
        discount: &Discount,
        (parts, every): (&[i64], Option<i64>),
        (first, pick): (i64, Pick),
        plan: &mut Plan,
    ) {
        let Some(run) = self.bill.runs().get(pick.run) else { return };
        let mut rest = pick.units;
        for (place, part) in parts.iter().enumerate() {
            let is_last = place.saturating_add(1) == parts.len();
            let place = i64::try_from(place).unwrap_or(i64::MAX);
            let units = if is_last {
                rest
            } else {
                let before = |end: i64| count(place, every, end);
                before(first.saturating_add(pick.units)).saturating_sub(before(first))
            };
            rest = rest.saturating_sub(units);
            if units > 0 {
                let off = self.unit_off(run, Cut::Percent(*part, None), discount.of_initial);
                plan.take(Pick { run: pick.run, units }, off, self.room(run), None);
            }
        }
    }
}

/// Units in whole groups, or all of them.
fn whole(units: i64, every: Option<i64>) -> i64 {
    every.map_or(units, |every| times(units, every).saturating_mul(every))
}

/// Of how many of so many units a schedule takes something off.
pub(super) fn served(parts: &[i64], every: Option<i64>, units: i64) -> i64 {
    let all = whole(units, every);
    let (mut rest, mut served) = (all, 0_i64);
    for (place, part) in parts.iter().enumerate() {
        let is_last = place.saturating_add(1) == parts.len();
        let own = if is_last { rest } else { count(i64::try_from(place).unwrap_or(i64::MAX), every, all) };
        rest = rest.saturating_sub(own);
        if *part > 0 {
            served = served.saturating_add(own);
        }
    }
    served
}

/// How many of the first so many places are this one: of all, or of each group.
fn count(place: i64, every: Option<i64>, end: i64) -> i64 {
    match every {
        None => i64::from(place < end),
        Some(every) if place >= every => 0,
        Some(every) => {
            let whole = times(end, every);
            let rest = end.saturating_sub(whole.saturating_mul(every));
            whole.saturating_add(i64::from(place < rest))
        }
    }
}
