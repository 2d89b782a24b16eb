//! A value of a program with its path, so that whatever is said of it can say where it stands.

use memberview::json::Json;

/// A value and its path: `points[0].earn[2].when`, empty for the whole program.
#[derive(Clone, Debug)]
pub struct Node<'p> {
    /// The value.
    pub json: &'p Json<'p>,
    /// Where it stands.
    pub path: String,
}

impl<'p> Node<'p> {
    /// The whole program.
    #[must_use]
    pub fn root(json: &'p Json<'p>) -> Self {
        Self { json, path: String::new() }
    }

    /// A field of it, if it has one.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<Self> {
        let json = self.json.field(key)?;
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Some(Self { json, path })
    }

    /// The items of a field that is a list; a field that is none counts as a list of one.
    #[must_use]
    pub fn list(&self, key: &str) -> Vec<Self> {
        self.field(key).map_or_else(Vec::new, Self::items)
    }

    /// Its items where it is a list, else itself.
    #[must_use]
    pub fn items(self) -> Vec<Self> {
        let Json::List(items) = self.json else { return vec![self] };
        let at = |(index, json)| Self { json, path: format!("{}[{index}]", self.path) };
        items.iter().enumerate().map(at).collect()
    }

    /// Its fields in their order, where it is an object.
    pub fn fields(&self) -> impl Iterator<Item = (&'p str, Self)> + use<'p> {
        let fields: &'p [_] = if let Json::Object(fields) = self.json { fields } else { &[] };
        let head = if self.path.is_empty() { String::new() } else { format!("{}.", self.path) };
        fields.iter().map(move |(key, json)| (key.as_ref(), Self { json, path: format!("{head}{key}") }))
    }

    /// A field's text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'p str> {
        self.json.field(key)?.text()
    }

    /// The texts of a field that is one text or a list of them; numbers and truth values as they are written.
    #[must_use]
    pub fn words(&self, key: &str) -> Vec<String> {
        self.list(key).iter().map(Self::written).collect()
    }

    /// A field as it is written: a text, a number, or true or false.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<String> {
        self.field(key).map(|field| field.written())
    }

    /// A text, a number, or true or false as it is written.
    #[must_use]
    pub fn written(&self) -> String {
        match self.json {
            Json::Null => "null".to_owned(),
            Json::Bool(value) => value.to_string(),
            Json::Number(text) => (*text).to_owned(),
            Json::Text(text) => text.to_string(),
            Json::List(_) | Json::Object(_) => String::new(),
        }
    }

    /// Whether a field is true.
    #[must_use]
    pub fn is_true(&self, key: &str) -> bool {
        self.json.field(key) == Some(&Json::Bool(true))
    }

    /// Its id; empty where it has none.
    #[must_use]
    pub fn id(&self) -> &'p str {
        self.text("id").unwrap_or_default()
    }

    /// A field's number in billionths, whether written as a number or as text.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i128> {
        self.field(key).and_then(|field| billionths(&field.written()))
    }
}

/// One, in billionths.
pub const ONE: i128 = 1_000_000_000;

/// A decimal number in billionths; `None` where it has more decimals than that, or is none.
#[must_use]
pub fn billionths(text: &str) -> Option<i128> {
    let decimal = memberview::unit::Decimal::parse(text)?;
    let power = 9_u32.checked_sub(decimal.scale)?;
    i128::from(decimal.number).checked_mul(10_i128.pow(power))
}

/// Billionths as a decimal number with so many decimals, cut off.
#[must_use]
pub fn decimal(billionths: i128, decimals: u32) -> String {
    let units = billionths / 10_i128.pow(9 - decimals.min(9));
    let (whole, part) = (units / 10_i128.pow(decimals), units % 10_i128.pow(decimals));
    if decimals == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{part:0>width$}", width = decimals as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::{billionths, decimal};

    #[test]
    fn decimals_are_exact() {
        for (text, expected) in [("19.90", Some(19_900_000_000)), ("1e2", Some(100_000_000_000)), ("x", None)]
        {
            assert_eq!(billionths(text), expected, "{text}");
        }
        assert_eq!(decimal(19_905_000_000, 2), "19.90");
        assert_eq!(decimal(19_905_000_000, 0), "19");
    }
}
