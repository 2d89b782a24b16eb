//! Metrics made of other metrics: shares, averages, and scores by parts.

use super::compile::{Compiler, keep};
use super::measure::Measure;
use super::metric::Counted;
use super::number::decimals;
use crate::config;
use crate::problem::Code;
use crate::shape::{Id, Number, Place};
use crate::unit::{Rounding, SAFE};

/// One metric for so many of another; absent where the other is not above zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// The one.
    pub of: usize,
    /// The other.
    pub per: usize,
    /// For so many of the other.
    pub times: i64,
    /// How it is rounded.
    pub rounding: Rounding,
    /// Its unit.
    pub measure: Measure,
    /// Whether it is an average, not a share.
    pub average: bool,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScorePart {
    /// Its id.
    pub id: Id,
    /// The metric that it is made of.
    pub of: usize,
    /// What a value gives.
    pub gives: Gives,
    /// At most so much.
    pub most: i64,
}

/// What a value gives to a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gives {
    /// So much for each so many, in proportion.
    Linear(i64, i64),
    /// From each value on so much, ascending; nothing below the first.
    Bands(Vec<(i64, i64)>),
}

impl Compiler<'_> {
    /// A share of one metric in another, both of one unit.
    pub(super) fn ratio(&mut self, ratio: &config::Ratio, place: &Place<'_>) -> Option<Counted> {
        let of = self.metric_id(&ratio.of, &place.field("of"));
        let among = self.metric_id(&ratio.among, &place.field("in"));
        let (of, among) = (of?, among?);
        let unit = self.measure(of);
        if self.measure(among) != unit {
            let problem = place.field("in").problem(Code::WrongUnit);
            self.reader.note(problem.text("value", &*ratio.among).text("unit", unit.as_str()));
        }
        let rounding = Rounding::Floor;
        Some(Counted::Ratio(Ratio {
            of,
            per: among,
            times: 1000,
            rounding,
            measure: Measure::PerMille,
            average: false,
        }))
    }

    /// One metric for each one of another, of whatever unit.
    pub(super) fn average(&mut self, average: &config::Average, place: &Place<'_>) -> Option<Counted> {
        let of = self.metric_id(&average.of, &place.field("of"));
        let per = self.metric_id(&average.per, &place.field("per"));
        let (of, per) = (of?, per?);
        if let Some(config::Metric::Average(_)) = self.config.metrics.get(of) {
            self.reader.not_allowed(&place.field("of"), "average");
        }
        let measure = self.measure(of);
        let times = self.one(self.measure(per));
        let (money, points) = self.rounding();
        let rounding = if measure == Measure::Money { money } else { points };
        Some(Counted::Ratio(Ratio { of, per, times, rounding, measure, average: true }))
    }

    /// One in the smallest units of a measure.
    fn one(&self, measure: Measure) -> i64 {
        10_i64.saturating_pow(decimals(measure, self.currency))
    }

    /// A sum of parts.
    pub(super) fn score(&mut self, score: &config::Score, place: &Place<'_>) -> Option<Counted> {
        let place_of_parts = place.field("parts");
        let (mut seen, mut parts) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (index, part) in score.parts.0.placed() {
            let at = place_of_parts.index(index);
            self.unique(&mut seen, &part.id, "part", &at);
            sound &= keep(&mut parts, self.part(part, &at));
        }
        let most = self.most(score.most, place)?;
        sound.then_some(Counted::Score(parts, most))
    }

    fn part(&mut self, part: &config::ScorePart, place: &Place<'_>) -> Option<ScorePart> {
        let most = self.most(part.most, place);
        let of = self.metric_id(&part.of, &place.field("of"))?;
        let measure = self.measure(of);
        let gives = match (&part.per_amount, part.each, &part.bands) {
            (Some(per), None, None) => {
                if measure != Measure::Money {
                    self.reader.not_allowed(&place.field("perAmount"), "perAmount");
                }
                if per.amount.get() == 0 {
                    self.zero_amount(&place.field("perAmount").field("amount"));
                }
                Gives::Linear(per.points.get(), per.amount.get())
            }
            (None, Some(each), None) => {
                if measure == Measure::Money {
                    self.reader.not_allowed(&place.field("each"), "each");
                }
                Gives::Linear(self.within(each, (-SAFE, SAFE), &place.field("each"))?, self.one(measure))
            }
            (None, None, Some(bands)) => {
                let place = place.field("bands");
                let mut compiled: Vec<(i64, i64)> = Vec::new();
                let mut before: Option<(i64, &Number)> = None;
                for (index, band) in bands.0.placed() {
                    let at = place.index(index);
                    let from = self.number(&band.from, measure, &at.field("from"))?;
                    let gives = self.within(band.gives, (-SAFE, SAFE), &at.field("gives"))?;
                    if let Some((_, shown)) = before.filter(|(least, _)| *least >= from) {
                        self.out_of_order(&shown.0, &band.from.0, &at.field("from"));
                    }
                    before = Some((from, &band.from));
                    compiled.push((from, gives));
                }
                Gives::Bands(compiled)
            }
            _ => {
                self.exactly_one(&["perAmount", "each", "bands"], place);
                return None;
            }
        };
        Some(ScorePart { id: part.id.clone(), of, gives, most: most? })
    }

    fn most(&mut self, most: Option<i64>, place: &Place<'_>) -> Option<i64> {
        self.within(most.unwrap_or(SAFE), (-SAFE, SAFE), &place.field("most"))
    }
}
