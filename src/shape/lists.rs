//! Values that hold other values: options, lists, and what may fail without hiding the rest.

use super::{Place, Reader, Shape};
use crate::json::Json;
use crate::problem::Code;

/// A list that holds something.
#[derive(Clone, Debug)]
pub struct Some1<T>(pub List<T>);

/// A list whose items know their places, so that one that could not be read does not hide what is wrong with the others.
#[derive(Clone, Debug)]
pub struct List<T>(Vec<(usize, T)>);

impl<T> List<T> {
    /// The items.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator + Clone {
        self.0.iter().map(|(_, item)| item)
    }

    /// The items with their places in the input.
    pub fn placed(&self) -> impl Iterator<Item = (usize, &T)> {
        self.0.iter().map(|(index, item)| (*index, item))
    }

    /// The item at a place among those that could be read.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        self.0.get(index).map(|(_, item)| item)
    }
}

/// A value without which the rest can still be looked at.
#[derive(Clone, Debug)]
pub struct Held<T>(pub Option<T>);

impl<T: Shape> Shape for Held<T> {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        Some(Self(T::read(reader, json, place)))
    }

    fn absent(reader: &mut Reader, place: &Place<'_>) -> Option<Self> {
        Some(Self(T::absent(reader, place)))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut super::Schema) -> serde_json::Value {
        T::schema(schema)
    }
}

impl<T: Shape> Shape for Option<T> {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        Some(T::read(reader, json, place))
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> Option<Self> {
        Some(None)
    }

    #[cfg(not(target_arch = "wasm32"))]
    const OPTIONAL: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut super::Schema) -> serde_json::Value {
        T::schema(schema)
    }
}

impl<T: Shape> Shape for Box<T> {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        T::read(reader, json, place).map(Box::new)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut super::Schema) -> serde_json::Value {
        T::schema(schema)
    }
}

/// Reads every item of a list; those that cannot be read leave their places empty.
fn items<T: Shape>(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Vec<(usize, T)>> {
    let Json::List(list) = json else {
        reader.wrong_type(json, place, "list");
        return None;
    };
    let read = list
        .iter()
        .enumerate()
        .filter_map(|(index, item)| Some((index, T::read(reader, item, &place.index(index))?)));
    Some(read.collect())
}

impl<T: Shape> Shape for List<T> {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        Some(Self(items(reader, json, place).unwrap_or_default()))
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> Option<Self> {
        Some(Self(Vec::new()))
    }

    #[cfg(not(target_arch = "wasm32"))]
    const OPTIONAL: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut super::Schema) -> serde_json::Value {
        Vec::<T>::schema(schema)
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        let items = items(reader, json, place).unwrap_or_default();
        Some(items.into_iter().map(|(_, item)| item).collect())
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> Option<Self> {
        Some(Self::new())
    }

    #[cfg(not(target_arch = "wasm32"))]
    const OPTIONAL: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut super::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "array", "items": T::schema(schema) })
    }
}

impl<T: Shape> Shape for Some1<T> {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if *json == Json::List(Vec::new()) {
            reader.note(place.problem(Code::EmptyList));
            return None;
        }
        items(reader, json, place).map(|items| Self(List(items)))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut super::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "array", "minItems": 1, "items": T::schema(schema) })
    }
}
