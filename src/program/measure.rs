//! In what numbers are counted.

/// The unit of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Money, in minor units.
    Money,
    /// Points, in smallest units with so many decimals.
    Points(u32),
    /// Units of goods.
    Quantity,
    /// Values of activities.
    Value,
    /// Events.
    Count,
    /// Days.
    Days,
    /// A number of whatever kind, in millionths.
    Decimal,
    /// Months.
    Months,
    /// Categories of goods.
    Categories,
    /// Subjects of activities.
    Subjects,
    /// Thousandths.
    PerMille,
    /// What scores are counted in.
    Score,
    /// What ledgers are counted in.
    Growth,
}

impl Measure {
    /// The word for it in a view.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Points(_) => "points",
            Self::Quantity => "quantity",
            Self::Value => "value",
            Self::Count => "count",
            Self::Days => "days",
            Self::Decimal => "number",
            Self::Months => "months",
            Self::Categories => "categories",
            Self::Subjects => "subjects",
            Self::PerMille => "perMille",
            Self::Score => "score",
            Self::Growth => "growth",
        }
    }
}
