//! JSON text as a tree that borrows from it: numbers stay text, so that 19.90 is never a binary fraction.

mod parse;
mod scan;
mod show;

use std::borrow::Cow;

pub use parse::{DEPTH, Refusal, parse};
pub use scan::Scan;
pub(crate) use show::shown;
pub use show::{Maybe, Show, field, object, tagged, text};

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Self>),
    /// An object, its fields in the order of the text; a key may stand twice.
    Object(Vec<(Cow<'a, str>, Self)>),
}

impl<'a> Json<'a> {
    /// A field of an object; the first of that name.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The items of a list.
    #[must_use]
    pub fn items(&self) -> &[Json<'a>] {
        match self {
            Self::List(items) => items,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Object(_) => &[],
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Number(text) => text.parse().ok(),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The value as a message shows it: at most 40 characters.
    #[must_use]
    pub fn shown(&self) -> String {
        let whole = match self {
            Self::Null => return "null".into(),
            Self::Bool(value) => return text(value),
            Self::Number(text) => *text,
            Self::Text(text) => text.as_ref(),
            Self::List(_) => return "[…]".into(),
            Self::Object(_) => return "{…}".into(),
        };
        shortened(whole)
    }
}

/// A text as a message shows it: at most 40 characters.
#[must_use]
pub fn shortened(text: &str) -> String {
    if text.chars().nth(40).is_none() {
        return text.into();
    }
    text.chars().take(39).chain(['…']).collect()
}
