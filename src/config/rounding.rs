//! How the program rounds.

use crate::shape::{record, words};

record! {
    /// How amounts and points are rounded: once, at the end of a rule.
    pub struct Rounding {
        /// How amounts become whole minor units; half up unless said.
        money: Option<RoundingMode> = "money",
        /// How points become whole; down unless said.
        points: Option<RoundingMode> = "points",
        /// Where points are rounded; once a rule unless said.
        at: Option<RoundAt> = "at",
    }
}

words! {
    /// A way to round.
    pub enum RoundingMode {
        /// Towards zero.
        Down = "down",
        /// Away from zero.
        Up = "up",
        /// To the nearest, halves away from zero.
        HalfUp = "halfUp",
        /// To the nearest, halves to the even neighbour.
        HalfEven = "halfEven",
        /// To the nearest, halves towards zero.
        HalfDown = "halfDown",
    }
}

words! {
    /// Where points are rounded.
    pub enum RoundAt {
        /// Once, on the sum over the order's lines.
        Rule = "rule",
        /// On each line.
        Line = "line",
        /// On each unit of a line.
        Unit = "unit",
    }
}
