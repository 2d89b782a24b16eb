//! The values that fields hold.

use std::sync::Arc;

use super::{Place, Reader, Shape};
use crate::json::{Json, Show, field, shortened};
use crate::problem::Code;
use crate::unit::{
    Amount, Count, Currency, Day, Decimal, Hour, Instant, MonthDay, Period, Quantity, SAFE, Zone,
};

/// An id: a text of 1 to 128 bytes.
pub type Id = Arc<str>;

/// A number as it was written: an amount or a count, by what it is compared with.
#[derive(Clone, Debug)]
pub struct Number(pub String);

/// A factor of 1 to 1000 with at most four decimals, in ten-thousandths.
#[derive(Clone, Copy, Debug)]
pub struct Factor(pub i64);

/// A percentage of more than 0 to 1000 with at most four decimals, in ten-thousandths of a percent.
#[derive(Clone, Copy, Debug)]
pub struct Percent(pub i64);

/// A part of a whole: 0 to 100 per cent with at most four decimals, in ten-thousandths of a per cent.
#[derive(Clone, Copy, Debug)]
pub struct Share(pub i64);

/// A moment: an instant, or the first instant of a date.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// An instant.
    At(Instant),
    /// A date.
    On(Day),
}

impl Moment {
    /// The instant in a zone.
    #[must_use]
    pub fn instant(self, zone: &Zone) -> Instant {
        match self {
            Self::At(at) => at,
            Self::On(day) => zone.start_of(day),
        }
    }
}

/// A name for each locale.
#[derive(Clone, Debug, Default)]
pub struct Names(Vec<(String, String)>);

impl Show for Names {
    fn show(&self, out: &mut String) {
        out.push('{');
        for (locale, name) in &self.0 {
            field(locale, name, out);
        }
        out.push('}');
    }
}

impl Names {
    /// Each locale with its name, in the order of the input.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(locale, name)| (locale.as_str(), name.as_str()))
    }
}

impl Reader {
    /// A text of at most so many bytes.
    pub fn text<'j>(&mut self, json: &'j Json<'_>, place: &Place<'_>, max: usize) -> Option<&'j str> {
        let Json::Text(text) = json else {
            self.wrong_type(json, place, "text");
            return None;
        };
        if text.len() > max {
            self.note(place.problem(Code::TooLong).number("max", i64::try_from(max).unwrap_or(i64::MAX)));
            return None;
        }
        Some(text)
    }

    /// A number or its text, exactly.
    pub(super) fn decimal_text<'j>(
        &mut self,
        json: &'j Json<'_>,
        place: &Place<'_>,
        expected: &'static str,
    ) -> Option<&'j str> {
        match json {
            Json::Number(text) => Some(text),
            Json::Text(text) => Some(text),
            Json::Null | Json::Bool(_) | Json::List(_) | Json::Object(_) => {
                self.wrong_type(json, place, expected);
                None
            }
        }
    }

    /// A whole number in a range.
    pub fn whole(&mut self, json: &Json<'_>, place: &Place<'_>, min: i64, max: i64) -> Option<i64> {
        let Json::Number(text) = json else {
            self.wrong_type(json, place, "whole number");
            return None;
        };
        let value = Decimal::parse(text);
        if value.is_some_and(|value| value.scale > 0) {
            self.wrong(place, Code::NotWhole, text);
            return None;
        }
        let whole = value.map(|value| value.number).filter(|whole| (min..=max).contains(whole));
        if whole.is_none() {
            self.note(
                place
                    .problem(Code::OutOfRange)
                    .text("value", shortened(text))
                    .number("min", min)
                    .number("max", max),
            );
        }
        whole
    }

    /// An amount in the reader's currency.
    fn amount(&mut self, json: &Json<'_>, place: &Place<'_>, min: i64) -> Option<i64> {
        let text = self.decimal_text(json, place, "amount")?;
        let Some(currency) = self.currency else { return Some(1) };
        self.units(text, place, currency.decimals(), min)
    }

    /// A number from `least` to `most` with at most four decimals, in ten-thousandths.
    fn ten_thousandths(
        &mut self,
        json: &Json<'_>,
        place: &Place<'_>,
        (least, shown): (i64, &str),
        most: i64,
    ) -> Option<i64> {
        let text = self.decimal_text(json, place, "number")?;
        let Some(value) = Decimal::parse(text) else {
            self.wrong(place, Code::BadNumber, text);
            return None;
        };
        if value.scale > 4 {
            self.note(
                place.problem(Code::TooManyDecimals).text("value", shortened(text)).number("decimals", 4),
            );
            return None;
        }
        let number =
            value.units(4).filter(|number| *number >= least && *number <= most.saturating_mul(10_000));
        if number.is_none() {
            let problem = place.problem(Code::OutOfRange).text("value", shortened(text)).text("min", shown);
            self.note(problem.number("max", most));
        }
        number
    }

    /// One of the words, by its place among them.
    pub fn word(&mut self, json: &Json<'_>, place: &Place<'_>, known: &[&str]) -> Option<usize> {
        let text = self.text(json, place, 128)?;
        let found = known.iter().position(|word| *word == text);
        if found.is_none() {
            let problem = place.problem(Code::UnknownWord).text("value", shortened(text));
            self.note(problem.list("expected", known).nearest(text, known.iter().copied()));
        }
        found
    }

    /// The one key that says which object this is, by its place among those known.
    pub fn key(
        &mut self,
        json: &Json<'_>,
        place: &Place<'_>,
        known: &[&str],
        later: &[&str],
    ) -> Option<usize> {
        let Json::Object(fields) = json else {
            self.wrong_type(json, place, "object");
            return None;
        };
        let mut found = None;
        let mut count = 0_usize;
        for (nth, key) in known.iter().enumerate() {
            if json.field(key).is_some() {
                found = Some(nth);
                count = count.saturating_add(1);
            }
        }
        if count == 1 {
            return found;
        }
        if let Some((name, _)) = fields.iter().find(|(name, _)| later.contains(&name.as_ref())) {
            self.note(place.field(name).problem(Code::NotYetSupported).text("value", name.as_ref()));
            return None;
        }
        let problem = place.problem(Code::ExactlyOne).list("expected", known);
        let near = fields.iter().find_map(|(name, _)| crate::problem::nearest(name, known.iter().copied()));
        self.note(match near.filter(|near| fields.iter().all(|(name, _)| name != near)) {
            Some(near) => problem.text("nearest", near),
            None => problem,
        });
        None
    }

    /// The word in the field that says which object this is, by its place among those known.
    pub fn tag_of(
        &mut self,
        json: &Json<'_>,
        place: &Place<'_>,
        tag: &'static str,
        known: &[&str],
        later: &[&str],
    ) -> Option<usize> {
        if !matches!(json, Json::Object(_)) {
            self.wrong_type(json, place, "object");
            return None;
        }
        let at = place.field(tag);
        let Some(word) = json.field(tag) else {
            self.note(at.problem(Code::Missing).text("field", tag));
            return None;
        };
        if let Json::Text(text) = word
            && later.contains(&text.as_ref())
        {
            self.note(at.problem(Code::NotYetSupported).text("value", text.as_ref()));
            return None;
        }
        self.word(word, &at, known)
    }
}

/// The body of `Shape` for a value: how it is read, and its schema.
macro_rules! value {
    ($type:ty, |$reader:ident, $json:ident, $place:ident| $read:expr, $schema:tt) => {
        impl Shape for $type {
            fn read($reader: &mut Reader, $json: &Json<'_>, $place: &Place<'_>) -> Option<Self> {
                $read
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn schema(_: &mut super::Schema) -> serde_json::Value {
                serde_json::json!($schema)
            }
        }
    };
}

/// Reads a text by a parser, or notes a code.
macro_rules! parsed {
    ($type:ty, $code:expr, $schema:tt) => {
        value!(
            $type,
            |reader, json, place| {
                let text = reader.text(json, place, 128)?;
                let value = <$type>::parse(text);
                if value.is_none() {
                    reader.wrong(place, $code, text);
                }
                value
            },
            $schema
        );
    };
}

value!(bool, |reader, json, place| {
    let Json::Bool(value) = json else {
        reader.wrong_type(json, place, "boolean");
        return None;
    };
    Some(*value)
}, { "type": "boolean" });
value!(String, |reader, json, place| reader.text(json, place, 4096).map(Into::into), { "type": "string", "maxLength": 4096 });
value!(Id, |reader, json, place| {
    let text = reader.text(json, place, 128)?;
    if text.is_empty() {
        reader.note(place.problem(Code::EmptyText));
        return None;
    }
    Some(text.into())
}, { "type": "string", "minLength": 1, "maxLength": 128 });
value!(i64, |reader, json, place| reader.whole(json, place, -SAFE, SAFE), { "type": "integer", "minimum": -SAFE, "maximum": SAFE });
value!(Quantity, |reader, json, place| reader.whole(json, place, Quantity::MIN, Quantity::MAX).and_then(Quantity::new),
    { "type": "integer", "minimum": 1, "maximum": SAFE });
value!(Count, |reader, json, place| reader.whole(json, place, Count::MIN, Count::MAX).and_then(Count::new),
    { "type": "integer", "minimum": 0, "maximum": SAFE });
value!(Amount, |reader, json, place| reader.amount(json, place, 0).and_then(Amount::new),
    { "type": ["string", "number"], "pattern": "^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$", "minimum": 0 });
value!(Number, |reader, json, place| {
    let text = reader.decimal_text(json, place, "number")?;
    if Decimal::parse(text).is_none() {
        reader.wrong(place, Code::BadNumber, text);
        return None;
    }
    Some(Number(text.into()))
}, { "type": ["string", "number"], "pattern": "^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$" });
value!(Factor, |reader, json, place| reader.ten_thousandths(json, place, (10_000, "1"), 1000).map(Factor),
    { "type": ["string", "number"], "pattern": "^[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$", "minimum": 1, "maximum": 1000 });
value!(Percent, |reader, json, place| reader.ten_thousandths(json, place, (1, "0.0001"), 1000).map(Percent),
    { "type": ["string", "number"], "pattern": "^[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$", "exclusiveMinimum": 0, "maximum": 1000 });
value!(Share, |reader, json, place| reader.ten_thousandths(json, place, (0, "0"), 100).map(Share),
    { "type": ["string", "number"], "pattern": "^[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$", "minimum": 0, "maximum": 100 });
value!(Currency, |reader, json, place| {
    let text = reader.text(json, place, 128)?;
    let currency = Currency::named(text);
    if currency.is_none() {
        let codes = Currency::all().map(|currency| currency.code());
        reader.note(place.problem(Code::BadCurrency).text("value", shortened(text)).nearest(text, codes));
    }
    currency
}, { "type": "string", "pattern": "^[A-Z]{3}$" });
value!(Zone, |reader, json, place| {
    let text = reader.text(json, place, 128)?;
    let zone = Zone::named(text);
    if zone.is_none() {
        let problem = place.problem(Code::BadZone).text("value", shortened(text));
        reader.note(problem.nearest(text, Zone::names()));
    }
    zone
}, { "type": "string", "minLength": 1, "maxLength": 128 });
parsed!(Day, Code::BadDate, { "type": "string", "format": "date" });
parsed!(MonthDay, Code::BadMonthDay, { "type": "string", "pattern": "^--[0-9]{2}-[0-9]{2}$" });
parsed!(Hour, Code::BadHour, { "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$" });
parsed!(Period, Code::BadPeriod, { "type": "string", "pattern": "^P([0-9]+[YMWD]|T[0-9]+[HMS])" });
value!(Instant, |reader, json, place| {
    let at = match json {
        Json::Number(text) => Decimal::parse(text).and_then(|value| value.units(0)).and_then(Instant::checked),
        Json::Text(text) => Instant::parse(text),
        Json::Null | Json::Bool(_) | Json::List(_) | Json::Object(_) => {
            reader.wrong_type(json, place, "instant");
            return None;
        }
    };
    if at.is_none() {
        reader.note(place.problem(Code::BadInstant).text("value", json.shown()));
    }
    at
}, { "type": ["string", "integer"], "format": "date-time" });
value!(Moment, |reader, json, place| {
    if let Json::Text(text) = json
        && let Some(day) = Day::parse(text)
    {
        return Some(Moment::On(day));
    }
    Instant::read(reader, json, place).map(Moment::At)
}, { "type": ["string", "integer"] });

impl Shape for Names {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        let Json::Object(fields) = json else {
            reader.wrong_type(json, place, "object");
            return None;
        };
        reader.duplicates(fields, place);
        let mut names = Vec::new();
        for (locale, name) in fields {
            let name = String::read(reader, name, &place.field(locale))?;
            names.push((locale.as_ref().into(), name));
        }
        Some(Self(names))
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> bool {
        true
    }

    #[cfg(not(target_arch = "wasm32"))]
    const OPTIONAL: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut super::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "object", "additionalProperties": { "type": "string" } })
    }
}
