//! Points that members give away and receive.

use super::resolve::Resolver;
use crate::ledger::{OpenLot, Received, What};
use crate::problem::Code;
use crate::shape::{Id, Place};

impl Resolver<'_, '_> {
    /// Points given away.
    pub(super) fn give(
        &mut self,
        points: i64,
        currency: Option<&str>,
        to: Option<Id>,
        donated: bool,
        place: &Place<'_>,
    ) -> Option<What> {
        let currency = self.currency(currency, &place.field("currency"))?;
        Some(What::Give { currency, points, to, donated })
    }

    /// Points that another member sent: in the lots that were sent, or in one of this instant.
    pub(super) fn received(&mut self, received: &Received, place: &Place<'_>) -> Option<What> {
        let currency = self.currency(received.currency.as_deref(), &place.field("currency"))?;
        let rules = self.program.points.get(currency)?;
        let lot = |points: i64, expires| OpenLot {
            currency,
            points,
            earned_at: self.at,
            usable_at: self.at,
            expires,
        };
        let (zone, list) = (&self.program.zone, place.field("lots"));
        let points = received.points.get();
        let from = received.from.clone();
        if !rules.keeps_expiry {
            if !received.lots.is_empty() {
                self.reader.not_allowed(&list, "lots");
                return None;
            }
            return Some(What::Receive {
                lots: vec![lot(points, rules.expires(self.at, self.at, zone))],
                from,
            });
        }
        let mut lots = Vec::new();
        let mut sum = 0_i64;
        for sent in received.lots.iter() {
            let end = sent.expires_at.or_else(|| sent.last_day.map(|day| zone.start_of(day.plus_days(1))));
            lots.push(lot(sent.points.get(), end.map(|end| (end, sent.last_day))));
            sum = sum.saturating_add(sent.points.get());
        }
        if sum != points {
            let fixed = |units: i64| self.program.fixed(currency, units);
            let problem = list.problem(Code::LotsDiffer).fixed("value", fixed(sum));
            self.reader.note(problem.fixed("expected", fixed(points)));
            return None;
        }
        Some(What::Receive { lots, from })
    }
}
