//! Signals that events raised, as hosts give them back, and what is said of such events.

use super::Member;
use super::resolve::Resolver;
use crate::json::shortened;
use crate::ledger::{Confirm, GivenSignal, Raised, What};
use crate::problem::Code;
use crate::shape::{Place, Reader};

impl Resolver<'_, '_> {
    /// The signals that an event raised. They stand whether the program still has them or not, as rules do.
    pub(super) fn raised(&mut self, given: &[GivenSignal], place: &Place<'_>) -> Option<Vec<Raised>> {
        let mut signals = Vec::new();
        let mut sound = true;
        for (index, of) in given.iter().enumerate() {
            let at = place.index(index);
            let mut because = Vec::new();
            for (index, of) in of.because.iter().enumerate() {
                let list = at.field("because");
                let at = list.index(index);
                let metric = self.any_metric(&of.metric, &at.field("metric"));
                let value = metric.and_then(|metric| self.number(&of.value, metric, &at.field("value")));
                sound &= value.is_some();
                because.extend(metric.zip(value));
            }
            signals.push(Raised { signal: of.signal.clone(), action: of.action, since: of.since, because });
        }
        sound.then_some(signals)
    }

    /// An order that is final, or an event that was looked at.
    pub(super) fn confirm(&mut self, confirm: &Confirm, place: &Place<'_>) -> Option<What> {
        match (&confirm.order, &confirm.event) {
            (Some(order), None) => Some(What::Confirm { order: order.clone() }),
            (None, Some(event)) => Some(What::Release { event: event.clone() }),
            _ => {
                self.reader.note(place.problem(Code::ExactlyOne).list("expected", &["order", "event"]));
                None
            }
        }
    }
}

impl Member {
    /// Notes what is wrong with what a confirmation names.
    pub(super) fn confirms(
        &self,
        confirm: &Confirm,
        position: usize,
        reader: &mut Reader,
        place: &Place<'_>,
    ) {
        if let Some(order) = &confirm.order
            && self.log.order(order, position).is_none()
        {
            reader.note(self.no_order(order, place));
        }
        // What a snapshot holds no more may be held still.
        if let Some(event) = &confirm.event
            && self.log.stands(event).is_none_or(|stands| stands.place >= position)
            && self.base.state.watch.held.iter().all(|held| held.event != *event)
        {
            let code = if self.base.trimmed { Code::NeedsHistory } else { Code::UnknownEvent };
            reader.note(place.field("event").problem(code).text("value", shortened(event)));
        }
    }
}
