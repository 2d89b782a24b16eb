//! Points, in the smallest units of their currency, and how smallest units of whatever are read.

use super::{Place, Reader, Shape};
use crate::json::{Json, shortened};
use crate::problem::Code;
use crate::unit::{Decimal, Fixed, NoAmount, Points, SAFE};

/// So many points, at least `LEAST`, in smallest units.
#[derive(Clone, Copy, Debug)]
pub struct PointsFrom<const LEAST: i64>(pub i64);

/// The most decimals that a point currency has.
pub const MOST: u32 = 4;

impl Reader {
    /// The decimals of the point currency of an id, the first when none is named; of an unknown one as many as any has.
    #[must_use]
    pub fn decimals_of(&self, id: Option<&str>) -> u32 {
        let mut most = 0;
        for (known, decimals) in &self.points {
            if id.is_none_or(|id| **known == *id) {
                return *decimals;
            }
            most = most.max(*decimals);
        }
        most
    }

    /// Reads points as those of the currency that an object is, or names.
    pub(super) fn scope(&mut self, json: &Json<'_>, keys: &[&str]) {
        if keys.contains(&"decimals") {
            self.decimals = match json.field("decimals") {
                None => 0,
                Some(Json::Number(text)) => Decimal::parse(text)
                    .and_then(|value| u32::try_from(value.units(0)?).ok())
                    .map_or(MOST, |decimals| decimals.min(MOST)),
                // What could not be read takes as many as there may be.
                Some(_) => MOST,
            };
            let id = json.field("id").and_then(Json::text).unwrap_or_default();
            self.points.push((id.into(), self.decimals));
        } else if keys.contains(&"currency") && !self.points.is_empty() {
            self.decimals = self.decimals_of(json.field("currency").map(|id| id.text().unwrap_or_default()));
        }
    }

    /// Points in smallest units: a whole number, or of a currency with decimals a number or its text.
    pub(crate) fn points(&mut self, json: &Json<'_>, place: &Place<'_>, min: i64) -> Option<i64> {
        if self.decimals == 0 {
            return self.whole(json, place, min, SAFE);
        }
        let text = self.decimal_text(json, place, "number")?;
        self.units(text, place, self.decimals, min)
    }

    /// Smallest units of which a whole has so many decimals.
    pub(super) fn units(&mut self, text: &str, place: &Place<'_>, decimals: u32, min: i64) -> Option<i64> {
        match amount(decimals, text, min) {
            Ok(units) => Some(units),
            Err((code, limits)) => {
                let mut problem = place.problem(code).text("value", shortened(text));
                if code == Code::TooManyDecimals {
                    problem = problem.number("decimals", i64::from(decimals));
                }
                if limits {
                    let shown = |units: i64| Fixed { units, decimals }.text();
                    problem = problem.text("min", shown(min)).text("max", shown(SAFE));
                }
                self.note(problem);
                None
            }
        }
    }
}

/// At least so many smallest units of which a whole has so many decimals, or the code of what is wrong and whether it is the range.
pub(crate) fn amount(decimals: u32, text: &str, min: i64) -> Result<i64, (Code, bool)> {
    match Fixed::parse(text, decimals) {
        Ok(minor) if minor >= min => Ok(minor),
        Ok(_) | Err(NoAmount::TooLarge) => Err((Code::OutOfRange, true)),
        Err(NoAmount::TooManyDecimals) => Err((Code::TooManyDecimals, false)),
        Err(NoAmount::NotANumber) => Err((Code::BadNumber, false)),
    }
}

impl Shape for Points {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        reader.points(json, place, Self::MIN).and_then(Self::new)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut super::Schema) -> serde_json::Value {
        let pattern = "^[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$";
        serde_json::json!({ "type": ["string", "number"], "pattern": pattern, "exclusiveMinimum": 0, "maximum": SAFE })
    }
}

impl<const LEAST: i64> Shape for PointsFrom<LEAST> {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        reader.points(json, place, LEAST).map(Self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut super::Schema) -> serde_json::Value {
        let pattern = "^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$";
        serde_json::json!({ "type": ["string", "number"], "pattern": pattern, "minimum": LEAST, "maximum": SAFE })
    }
}
