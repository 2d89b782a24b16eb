//! What is said of a member by name: texts, numbers and booleans.

use crate::json::{Json, Show, shortened};
use crate::problem::Code;
use crate::shape::{Blank, Id, Place, Reader, Shape};
use crate::unit::{Decimal, SAFE, bytes, variant_bytes};

/// The value of an attribute. Values of different types are never equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number, exactly as it was written.
    Number(Decimal),
    /// True or false.
    Bool(bool),
}

impl Value {
    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) | Self::Bool(_) => None,
        }
    }
}

impl Shape for Value {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        match json {
            Json::Text(_) => String::read(reader, json, place).map(Self::Text),
            Json::Bool(value) => Some(Self::Bool(*value)),
            Json::Number(text) => {
                let number = Decimal::parse(text).filter(Decimal::is_exact);
                if number.is_none() {
                    let problem = place.problem(Code::OutOfRange).text("value", shortened(text));
                    reader.note(problem.number("min", -SAFE).number("max", SAFE));
                }
                number.map(Self::Number)
            }
            Json::Null | Json::List(_) | Json::Object(_) => {
                reader.wrong_type(json, place, "text, number or boolean");
                None
            }
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "type": ["string", "number", "boolean"] })
    }
}

impl Show for Value {
    fn show(&self, out: &mut String) {
        match self {
            Self::Text(text) => text.show(out),
            Self::Number(number) => number.push(out),
            Self::Bool(value) => value.show(out),
        }
    }
}

/// Marks of the member by name; one that is null is taken away.
#[derive(Clone, Debug, Default)]
pub struct Attributes(pub Vec<(Id, Option<Value>)>);

impl Shape for Attributes {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        let Json::Object(fields) = json else {
            reader.wrong_type(json, place, "object");
            return None;
        };
        reader.duplicates(fields, place);
        let mut attributes = Vec::new();
        for (name, value) in fields {
            let value = match value {
                Json::Null => None,
                Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => {
                    Value::read(reader, value, &place.field(name))
                }
            };
            attributes.push((name.as_ref().into(), value));
        }
        Some(Self(attributes))
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> bool {
        true
    }

    #[cfg(not(target_arch = "wasm32"))]
    const OPTIONAL: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "object", "additionalProperties": { "type": ["string", "number", "boolean", "null"] } })
    }
}

impl Blank for Attributes {
    fn blank() -> Self {
        Self::default()
    }
}

/// What is said of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Values by name, no name twice.
    pub attributes: Vec<(Id, Value)>,
    /// Tags.
    pub tags: Vec<Id>,
    /// What the member agreed to.
    pub consents: Vec<Id>,
}

impl Traits {
    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        self.attributes.iter().find(|(known, _)| **known == *name).map(|(_, value)| value)
    }

    /// Takes a change over: attributes one by one, tags and consents as a whole where they are given.
    pub fn change(&mut self, by: &TraitsChange) {
        for (name, value) in &by.attributes {
            self.attributes.retain(|(known, _)| known != name);
            if let Some(value) = value {
                self.attributes.push((name.clone(), value.clone()));
            }
        }
        if let Some(tags) = &by.tags {
            self.tags.clone_from(tags);
        }
        if let Some(consents) = &by.consents {
            self.consents.clone_from(consents);
        }
    }
}

/// What is said anew of a member.
#[derive(Clone, Debug)]
pub struct TraitsChange {
    /// Attributes with their new values; those without one are taken away.
    pub attributes: Vec<(Id, Option<Value>)>,
    /// All tags, when they changed.
    pub tags: Option<Vec<Id>>,
    /// All that the member agreed to, when it changed.
    pub consents: Option<Vec<Id>>,
}

bytes! {
    Traits { attributes, tags, consents }
    TraitsChange { attributes, tags, consents }
}

variant_bytes! {
    Value {
        0 => Text(text),
        1 => Number(number),
        2 => Bool(value),
    }
}
