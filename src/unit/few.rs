//! Lists that are empty as a rule.

use core::ops::Deref;

use super::bytes::{Bytes, Input, Output};

/// A list that is empty as a rule, and then takes one word where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Few<T>(Option<Box<Items<T>>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Items<T>(Vec<T>);

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> From<Vec<T>> for Few<T> {
    fn from(items: Vec<T>) -> Self {
        Self((!items.is_empty()).then(|| Box::new(Items(items))))
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_ref().map_or(&[], |items| &items.0)
    }
}

impl<T: Bytes> Bytes for Few<T> {
    fn write(&self, out: &mut Output) {
        self.len().write(out);
        for item in self.iter() {
            item.write(out);
        }
    }

    fn read(input: &mut Input<'_>) -> Self {
        Vec::read(input).into()
    }
}
