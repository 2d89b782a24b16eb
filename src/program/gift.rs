//! What a tier brings with it, and what the end of its period takes.

use super::compile::{Compiler, keep};
use super::number::no_number;
use crate::config;
use crate::problem::Code;
use crate::shape::Place;

/// What a tier brings with it.
#[derive(Clone, Debug, Default)]
pub struct Gift {
    /// Points: of which currency, how many.
    pub points: Vec<(usize, i64)>,
    /// Metrics that start anew.
    pub resets: Vec<usize>,
    /// Coupons that are issued.
    pub coupons: Vec<usize>,
}

impl Compiler<'_> {
    /// What a tier brings with it; nothing where nothing is written.
    pub(super) fn gift(&mut self, gift: Option<&config::Gift>, place: &Place<'_>) -> Option<Gift> {
        let mut sound = true;
        let mut compiled = Gift::default();
        let Some(gift) = gift else { return Some(compiled) };
        let (points, resets) = (place.field("points"), place.field("reset"));
        let coupons = place.field("coupons");
        for (index, given) in gift.points.placed() {
            let at = points.index(index);
            let currency = self.currency(given.currency.as_deref(), &at.field("currency"));
            sound &= keep(&mut compiled.points, currency.map(|currency| (currency, given.points.get())));
        }
        for (index, id) in gift.reset.placed() {
            sound &= keep(&mut compiled.resets, self.tallied(id, &resets.index(index)));
        }
        for (index, id) in gift.coupons.placed() {
            sound &= keep(&mut compiled.coupons, self.issuable(id, &coupons.index(index)));
        }
        sound.then_some(compiled)
    }

    /// Which metric falls by how much.
    pub(super) fn deduct(&mut self, deduct: &config::Deduct, place: &Place<'_>) -> Option<(usize, i64)> {
        let at = place.field("metric");
        let metric = self.tallied(&deduct.metric, &at)?;
        let (window, refresh) = match self.config.metrics.get(metric) {
            Some(config::Metric::Sum(sum)) => (sum.window.as_ref(), sum.refresh.as_ref()),
            Some(config::Metric::Count(count)) => (count.window.as_ref(), count.refresh.as_ref()),
            Some(config::Metric::Ledger(ledger)) => (ledger.window.as_ref(), ledger.refresh.as_ref()),
            Some(config::Metric::Accrual(accrual)) => (None, accrual.refresh.as_ref()),
            Some(_) | None => (None, None),
        };
        // What leaves a window again cannot be taken from it for good, nor can a value that stands until it is set anew.
        if refresh.is_some()
            || window.is_some_and(|of| !matches!(of, config::Window::Word(config::WindowWord::Lifetime)))
        {
            self.reader.not_allowed(&at, &deduct.metric);
        }
        let at = place.field("by");
        let measure = self.measure(metric);
        let by = self.number(&deduct.by, measure, &at)?;
        if by < 0 {
            self.reader.note(no_number(Code::BadNumber, &deduct.by, measure, self.currency, &at));
        }
        Some((metric, by))
    }

    /// The place of a metric that adds up something of its own.
    fn tallied(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let metric = self.metric_id(id, place)?;
        if matches!(
            self.config.metrics.get(metric),
            Some(
                config::Metric::Sum(_)
                    | config::Metric::Count(_)
                    | config::Metric::Ledger(_)
                    | config::Metric::Accrual(_)
            )
        ) {
            return Some(metric);
        }
        self.reader.not_allowed(place, id);
        None
    }
}
