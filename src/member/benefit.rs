//! Benefits that are used: what events name, and whether they can be.

use super::Member;
use super::resolve::Resolver;
use crate::ledger::{BenefitUsed, Entry, Given, Owed, PostedBenefit, What};
use crate::problem::Code;
use crate::rule::{Standpoint, closed, version_of, worth};
use crate::shape::{Place, Reader};
use crate::unit::{Amount, Quantity};

impl Resolver<'_, '_> {
    /// A benefit that is used.
    pub(super) fn benefit(&mut self, used: &BenefitUsed, place: &Place<'_>) -> Option<What> {
        let benefit = self.benefit_id(&used.benefit, &place.field("benefit"))?;
        let times = used.quantity.map_or(1, Quantity::get);
        Some(What::UseBenefit {
            benefit,
            order: used.order.clone(),
            times,
            value: used.value.map(Amount::get),
        })
    }

    /// A benefit that was used, and what is owed, as hosts give it back.
    pub(super) fn posted_benefits(
        &mut self,
        given: &Given,
        place: &Place<'_>,
    ) -> Option<(Vec<PostedBenefit>, Vec<Owed>)> {
        let (mut benefits, mut owed) = (Vec::new(), Vec::new());
        if let Some(line) = &given.benefit {
            let benefit = self.benefit_id(&line.benefit, &place.field("benefit").field("benefit"))?;
            let value = line.value.map_or(0, Amount::get);
            benefits.push(PostedBenefit { benefit, times: line.times.get(), value });
        }
        for (index, line) in given.owed.iter().enumerate() {
            let list = place.field("owed");
            let benefit = self.benefit_id(&line.benefit, &list.index(index).field("benefit"))?;
            owed.push(Owed { benefit, order: line.order.clone(), amount: line.amount.get() });
        }
        Some((benefits, owed))
    }
}

impl Member {
    /// Notes why a benefit cannot be used, if it cannot.
    pub(super) fn benefit_used(
        &self,
        used: &BenefitUsed,
        entry: &Entry,
        position: usize,
        reader: &mut Reader,
        place: &Place<'_>,
    ) {
        if let Some(order) = used.order.as_ref().filter(|order| self.log.order(order, position).is_none()) {
            reader.note(self.no_order(order, place));
        }
        let What::UseBenefit { benefit: of, times, value, .. } = &entry.what else { return };
        let (Some(benefit), None) = (self.program.benefits.get(*of), &entry.posted) else { return };
        let Ok(state) = self.state_at(position, entry.at) else {
            return reader.note(place.problem(Code::Overflow));
        };
        let at = Standpoint::of_state(&self.program, &self.person, &state, entry.day).at(entry.at);
        let own = || version_of(benefit, &at).map_or(0, |version| worth(version, *times));
        let much = (*times, value.unwrap_or_else(own));
        if let Some(why) = closed((*of, benefit), &state, &at, much, used.channel.as_deref()) {
            let problem = place.field("benefit").problem(Code::BenefitClosed).text("value", &*used.benefit);
            reader.note(problem.text("reason", why.as_str()));
        }
    }
}
