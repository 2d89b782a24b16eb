//! Metrics that events are credited with, by rules like those of points: each has a currency of its own after those of points.

use super::compile::Compiler;
use super::{Counted, Metric, PointsRules, Program};
use crate::config::{self, Negative, Shortage};
use crate::shape::{Names, Place};

/// How a metric is credited.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// Its rules.
    pub rules: PointsRules,
    /// Whether what is taken beyond zero is carried.
    pub carried: bool,
}

impl Program {
    /// What earns, by its currency: points, then ledgers.
    pub fn earning(&self) -> impl Iterator<Item = (usize, &PointsRules)> {
        self.points.iter().chain(self.ledgers.iter().map(|ledger| &ledger.rules)).enumerate()
    }

    /// The rules of a currency.
    #[must_use]
    pub fn rules(&self, currency: usize) -> Option<&PointsRules> {
        self.points.get(currency).or_else(|| Some(&self.ledgers.get(self.ledger(currency)?)?.rules))
    }

    /// The ledger that has a currency.
    #[must_use]
    pub fn ledger(&self, currency: usize) -> Option<usize> {
        currency.checked_sub(self.points.len()).filter(|ledger| *ledger < self.ledgers.len())
    }

    /// The metric of a ledger, by its place.
    #[must_use]
    pub fn ledger_metric(&self, ledger: usize) -> Option<(usize, &Metric)> {
        self.metrics.iter().enumerate().find(|(_, metric)| metric.counted == Counted::Ledger(ledger))
    }
}

impl Compiler<'_> {
    /// The ledger at a place.
    pub(super) fn ledger_at(&mut self, ledger: &config::Ledger, place: &Place<'_>) -> Option<Counted> {
        if let Some(window) = &ledger.window
            && !matches!(
                window,
                config::Window::Word(config::WindowWord::Lifetime | config::WindowWord::TierPeriod)
            )
        {
            self.reader.not_allowed(&place.field("window"), "window");
        }
        let nth = self.ledgers.len();
        let currency = self.config.points.iter().len().saturating_add(nth);
        let rules = config::PointsRules {
            id: ledger.id.clone(),
            names: Names::default(),
            worth: None,
            earn: ledger.credit.0.clone(),
            pending: None,
            expiry: None,
            negative: Some(Negative::Zero),
        };
        let rules = self.earning(currency, &rules, ("credit", place))?;
        self.ledgers.push(Ledger { rules, carried: ledger.shortage == Some(Shortage::Carried) });
        Some(Counted::Ledger(nth))
    }
}
