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

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

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

    /// Whether none could be read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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

    fn fill(&mut self, reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> bool {
        self.0 = T::read(reader, json, place);
        true
    }

    fn absent(reader: &mut Reader, place: &Place<'_>) -> bool {
        let _ = T::absent(reader, place);
        true
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

    fn fill(&mut self, reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> bool {
        *self = T::read(reader, json, place);
        true
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> bool {
        true
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

    fn fill(&mut self, reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> bool {
        T::fill(self, reader, json, place)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut super::Schema) -> serde_json::Value {
        T::schema(schema)
    }
}

impl Reader {
    /// Reads every item of a list; whether it is one.
    fn items(&mut self, json: &Json<'_>, place: &Place<'_>, read: &mut Item<'_>) -> bool {
        let Json::List(list) = json else {
            self.wrong_type(json, place, "list");
            return false;
        };
        for (index, item) in list.iter().enumerate() {
            read(self, index, item, &place.index(index));
        }
        true
    }
}

/// How an item is read at its place in a list.
type Item<'i> = dyn FnMut(&mut Reader, usize, &Json<'_>, &Place<'_>) + 'i;

impl<T: Shape> List<T> {
    /// Reads every item of a list; those that cannot be read leave their places empty. `None` when it is no list.
    #[inline(never)]
    fn items(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        let mut items = Vec::new();
        let is_list = reader.items(json, place, &mut |reader, index, item, place| {
            if let Some(item) = T::read(reader, item, place) {
                items.push((index, item));
            }
        });
        is_list.then_some(Self(items))
    }
}

impl<T: Shape> Shape for List<T> {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        Some(Self::items(reader, json, place).unwrap_or_default())
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> bool {
        true
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
        let mut items = Self::new();
        reader.items(json, place, &mut |reader, _, item, place| items.extend(T::read(reader, item, place)));
        Some(items)
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> bool {
        true
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
        if matches!(json, Json::List(items) if items.is_empty()) {
            reader.note(place.problem(Code::EmptyList));
            return None;
        }
        List::items(reader, json, place).map(Self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut super::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "array", "minItems": 1, "items": T::schema(schema) })
    }
}
