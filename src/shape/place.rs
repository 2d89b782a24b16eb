//! Where in the input a value stands.

use crate::json::{Show, shortened};
use crate::problem::{Code, Problem};

/// A value's place, as a chain of steps on the stack: no text is made until something is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// The whole input.
    pub const ROOT: Self = Self { parent: None, step: Step::Root };

    /// A field of the object here.
    #[must_use]
    pub fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Field(name) }
    }

    /// An item of the list here.
    #[must_use]
    pub fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
    }

    /// The path: `points[0].earn[2].when`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = self.parent.map_or_else(String::new, Place::path);
        match self.step {
            Step::Root => {}
            Step::Field(name) if plain(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            Step::Field(name) => {
                path.push_str("[\"");
                path.push_str(&shortened(name));
                path.push_str("\"]");
            }
            Step::Index(index) => {
                path.push('[');
                index.show(&mut path);
                path.push(']');
            }
        }
        path
    }

    /// The last field's name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match self.step {
            Step::Field(name) => name,
            Step::Root | Step::Index(_) => "",
        }
    }

    /// An id here of which nothing of a kind is known, with the nearest of those that are.
    #[must_use]
    pub fn unknown(&self, kind: &'static str, id: &str, known: &[&str]) -> Problem {
        let problem = self.problem(Code::UnknownReference).text("kind", kind).text("value", shortened(id));
        problem.nearest(id, known.iter().copied())
    }

    /// A problem here.
    #[must_use]
    pub fn problem(&self, code: Code) -> Problem {
        Problem::new(code, self.path())
    }
}

/// Whether a name needs no quotes in a path.
fn plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 64
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn paths_read_like_javascript() {
        let root = Place::ROOT;
        let points = root.field("points");
        let first = points.index(0);
        let odd = first.field("a b");
        assert_eq!(first.field("earn").path(), "points[0].earn");
        assert_eq!(odd.path(), "points[0][\"a b\"]");
        assert_eq!(root.path(), "");
    }
}
