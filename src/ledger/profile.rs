//! The member's profile.

use super::{Attributes, Traits, TraitsChange};
use crate::json::Json;
use crate::problem::Code;
use crate::shape::{Id, Moment, Place, Reader, Shape, record};
use crate::unit::{Day, MonthDay};

record! {
    /// Who the member is, on joining; `profile` events say what changed since.
    pub struct Profile {
        /// The member's id.
        id: Id = "id",
        /// When the member joined: an instant or a date.
        joined_at: Moment = "joinedAt",
        /// The birthday: `--05-18` or `1990-05-18`.
        birthday: Option<Birthday> = "birthday",
        /// Marks of the member: texts, numbers or booleans by name.
        attributes: Attributes = "attributes",
        /// Tags.
        tags: Vec<Id> = "tags",
        /// What the member agreed to.
        consents: Vec<Id> = "consents",
        /// The member's ids in other channels.
        accounts: Vec<Id> = "accounts",
    }
}

impl Profile {
    /// What is said of the member on joining.
    #[must_use]
    pub fn traits(&self) -> Traits {
        let mut traits = Traits::default();
        traits.change(&TraitsChange {
            attributes: self.attributes.0.clone(),
            tags: Some(self.tags.clone()),
            consents: Some(self.consents.clone()),
        });
        traits
    }
}

/// A birthday: month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Birthday(MonthDay);

impl Birthday {
    fn parse(text: &str) -> Option<Self> {
        MonthDay::parse(text).or_else(|| Day::parse(text).map(MonthDay::of)).map(Self)
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i64 {
        self.0.month
    }

    /// The birthday in a year; 29 February is 28 February in common years.
    #[must_use]
    pub fn in_year(self, year: i64) -> Day {
        self.0.in_year(year)
    }
}

impl Shape for Birthday {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        let text = reader.text(json, place, 128)?;
        let birthday = Self::parse(text);
        if birthday.is_none() {
            reader.wrong(place, Code::BadBirthday, text);
        }
        birthday
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "string", "pattern": "^(-|[0-9]{4})-[0-9]{2}-[0-9]{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::Birthday;

    #[test]
    fn birthdays() {
        let leap = Birthday::parse("--02-29");
        assert_eq!(leap.map(|day| day.in_year(2025).to_string()).as_deref(), Some("2025-02-28"));
        assert_eq!(leap.map(|day| day.in_year(2024).to_string()).as_deref(), Some("2024-02-29"));
        assert_eq!(Birthday::parse("1990-05-18"), Birthday::parse("--05-18"));
        for text in ["", "05-18", "--13-01", "1990-02-30", "--05-18-"] {
            assert_eq!(Birthday::parse(text), None, "{text}");
        }
    }
}
