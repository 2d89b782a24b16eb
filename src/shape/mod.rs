//! Shapes: one description of an object gives its Rust type, its reader, which collects every problem, and its JSON Schema.

mod blank;
mod codes;
mod lists;
mod macros;
mod place;
mod points;
#[cfg(not(target_arch = "wasm32"))]
mod schema;
mod values;

use crate::json::{self, Json, Refusal};
use crate::problem::{Code, Problem, Problems};
use crate::unit::{Currency, sorted_places};

pub use blank::Blank;
pub use codes::{CodeText, Digest};
pub use lists::{Held, List, Some1};
pub(crate) use macros::{keyed, record, tagged, words};
pub use place::Place;
pub(crate) use points::amount;
pub use points::{MOST, PointsFrom};
#[cfg(not(target_arch = "wasm32"))]
pub use schema::Schema;
pub use values::{Factor, Id, Moment, Names, Number, Percent, Share};

/// What can be read from JSON.
pub trait Shape: Sized {
    /// The value, or `None` after its problems were noted.
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self>;

    /// Reads into what stands there; whether it is the value.
    fn fill(&mut self, reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> bool {
        let read = Self::read(reader, json, place);
        let sound = read.is_some();
        if let Some(value) = read {
            *self = value;
        }
        sound
    }

    /// Whether a field of this type may be absent, and is then its blank; by default a problem.
    fn absent(reader: &mut Reader, place: &Place<'_>) -> bool {
        reader.missing(place)
    }

    /// Whether a field of this type may be absent.
    #[cfg(not(target_arch = "wasm32"))]
    const OPTIONAL: bool = false;

    /// Its JSON Schema.
    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut Schema) -> serde_json::Value;
}

/// A field to read into, of any shape.
pub trait Field {
    /// Reads into it; whether it holds the value.
    fn fill(&mut self, reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> bool;

    /// Leaves it blank; whether it may be.
    fn absent(&self, reader: &mut Reader, place: &Place<'_>) -> bool;
}

impl<T: Shape> Field for T {
    fn fill(&mut self, reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> bool {
        Shape::fill(self, reader, json, place)
    }

    fn absent(&self, reader: &mut Reader, place: &Place<'_>) -> bool {
        T::absent(reader, place)
    }
}

/// How a value is read as one of several.
pub(crate) type ReadAs<T> = fn(&mut Reader, &Json<'_>, &Place<'_>) -> Option<T>;

/// Collects the problems of a reading.
#[derive(Debug, Default)]
pub struct Reader {
    problems: Vec<Problem>,
    /// The currency in which amounts are read.
    pub currency: Option<Currency>,
    /// Point currencies by id, with their decimals; none where no currency has any.
    pub points: Vec<(Id, u32)>,
    /// The decimals with which points are read.
    pub decimals: u32,
    /// The field that said which record an object is; its record does not know it.
    tag: Option<&'static str>,
}

impl Reader {
    /// Notes a problem.
    pub fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Notes what is wrong with a text that stands somewhere.
    #[inline(never)]
    pub(crate) fn wrong(&mut self, place: &Place<'_>, code: Code, text: &str) {
        self.note(place.problem(code).text("value", json::shortened(text)));
    }

    /// Notes that what stands somewhere is right elsewhere.
    #[inline(never)]
    pub(crate) fn not_allowed(&mut self, place: &Place<'_>, value: &str) {
        self.note(place.problem(Code::NotAllowedHere).text("value", value));
    }

    /// Whether a problem was noted of something within a place.
    #[must_use]
    pub fn is_wrong_within(&self, place: &Place<'_>) -> bool {
        let path = place.path();
        let within = |problem: &Problem| {
            problem.path.strip_prefix(&path).is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        self.problems.iter().any(within)
    }

    /// How many problems were noted.
    #[must_use]
    pub fn count(&self) -> usize {
        self.problems.len()
    }

    /// The value, if nothing was wrong.
    ///
    /// # Errors
    /// Every problem noted, in the order of the input.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(Problems { problems: self.problems }),
        }
    }

    /// The problems noted.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Notes that a value is of another type.
    pub fn wrong_type(&mut self, json: &Json<'_>, place: &Place<'_>, expected: &'static str) {
        self.note(place.problem(Code::WrongType).text("expected", expected).text("value", json.shown()));
    }

    /// Says that the next object is known by this field.
    pub fn tagged(&mut self, tag: &'static str) {
        self.tag = Some(tag);
    }

    /// Whether it is an object; fields that are neither known nor of a later part are problems, so are keys that stand twice.
    fn object(&mut self, json: &Json<'_>, place: &Place<'_>, known: &[&str], later: &[&str]) -> bool {
        let tag = self.tag.take();
        let Json::Object(fields) = json else {
            self.wrong_type(json, place, "object");
            return false;
        };
        let found = known.iter().chain(tag.as_slice()).filter(|key| json.field(key).is_some());
        if found.count() == fields.len() {
            return true;
        }
        for (key, _) in fields {
            if known.contains(&key.as_ref()) || tag == Some(key.as_ref()) {
                continue;
            }
            let at = place.field(key);
            if later.contains(&key.as_ref()) {
                self.note(at.problem(Code::NotYetSupported).text("value", key.as_ref()));
            } else {
                let names = known.iter().chain(tag.as_slice()).copied();
                self.note(
                    at.problem(Code::UnknownField).text("value", json::shortened(key)).nearest(key, names),
                );
            }
        }
        self.duplicates(fields, place);
        true
    }

    /// Notes every key that stands twice.
    pub fn duplicates(&mut self, fields: &[(std::borrow::Cow<'_, str>, Json<'_>)], place: &Place<'_>) {
        let key = |place: usize| fields.get(place).map_or("", |(key, _)| key.as_ref());
        let places = sorted_places(fields.len(), &|a, b| key(a).cmp(key(b)));
        let mut last = None;
        for pair in places.windows(2) {
            let [a, b] = pair else { continue };
            let name = key(*a);
            if name == key(*b) && last != Some(name) {
                self.note(place.field(name).problem(Code::DuplicateKey).text("value", json::shortened(name)));
                last = Some(name);
            }
        }
    }

    /// Reads the fields of an object, each by its key; whether all could be.
    pub fn record(
        &mut self,
        json: &Json<'_>,
        place: &Place<'_>,
        keys: &[&str],
        later: &[&str],
        fields: &mut [&mut dyn Field],
    ) -> bool {
        let mut sound = self.object(json, place, keys, later);
        if !sound {
            return false;
        }
        let outer = self.decimals;
        self.scope(json, keys);
        for (key, field) in keys.iter().zip(fields) {
            let at = place.field(key);
            sound &= match json.field(key) {
                Some(value) => field.fill(self, value, &at),
                None => field.absent(self, &at),
            };
        }
        self.decimals = outer;
        sound
    }

    /// Notes that a field is missing.
    fn missing(&mut self, place: &Place<'_>) -> bool {
        self.note(place.problem(Code::Missing).text("field", place.name()));
        false
    }
}

/// Reads a text as a tree that nests at most so deep.
///
/// # Errors
/// When it is not JSON, or nests deeper.
pub fn tree<'a>(text: &'a str, place: &Place<'_>, depth: usize) -> Result<Json<'a>, Problem> {
    json::parse(text, depth).map_err(|refusal| match refusal {
        Refusal::Syntax { at, expected } => place
            .problem(Code::Syntax)
            .number("at", i64::try_from(at).unwrap_or(i64::MAX))
            .text("expected", expected),
        Refusal::TooDeep => {
            place.problem(Code::TooDeep).number("max", i64::try_from(depth).unwrap_or(i64::MAX))
        }
    })
}
