//! Metrics made of other metrics, and of what points there are, as people write them.

use super::Refresh;
use crate::shape::{Id, Number, Some1, record};
use crate::unit::{Amount, Points};

record! {
    /// The share of one metric in another of the same unit, in per mille, rounded down; absent where the other is not above zero.
    pub struct Ratio {
        /// The metric's id.
        id: Id = "id",
        /// The part.
        of: Id = "of",
        /// The whole.
        among: Id = "in",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
    }
}

record! {
    /// One metric for each one of another, such as what an order is worth on average: in the unit of the first, rounded as money or
    /// else as points are; absent where the other is not above zero.
    pub struct Average {
        /// The metric's id.
        id: Id = "id",
        /// What is shared out; no average itself.
        of: Id = "of",
        /// For each one of this.
        per: Id = "per",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
    }
}

record! {
    /// Points that can be spent.
    pub struct Balance {
        /// The metric's id.
        id: Id = "id",
        /// The point currency; the first unless said.
        currency: Option<Id> = "currency",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
    }
}

record! {
    /// A sum of parts, each made of another metric and rounded as points are.
    pub struct Score {
        /// The metric's id.
        id: Id = "id",
        /// The parts.
        parts: Some1<ScorePart> = "parts",
        /// At most so much in all.
        most: Option<i64> = "most",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
    }
}

record! {
    /// A part of a score: exactly one of `perAmount`, `each` and `bands`. Where its metric is absent it gives nothing.
    pub struct ScorePart {
        /// Its id, unique in the score.
        id: Id = "id",
        /// The metric that it is made of.
        of: Id = "of",
        /// So much for money, in proportion.
        per_amount: Option<ScorePer> = "perAmount",
        /// So much for each, of a metric that is no money.
        each: Option<i64> = "each",
        /// So much from each value on.
        bands: Option<Some1<ScoreBand>> = "bands",
        /// At most so much.
        most: Option<i64> = "most",
    }
}

record! {
    /// So much of a score for money.
    pub struct ScorePer {
        /// So much
        points: Points = "points",
        /// for each such amount, in proportion.
        amount: Amount = "amount",
    }
}

record! {
    /// What a value gives from a number on, up to the next band.
    pub struct ScoreBand {
        /// From this value on: an amount for a metric of money, else a whole number.
        from: Number = "from",
        /// So much.
        gives: i64 = "gives",
    }
}
