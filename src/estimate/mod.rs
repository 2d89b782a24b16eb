//! What a learned model expects: how likely a member buys an item next. It takes plain numbers and gives whole ones.
#![expect(
    clippy::float_arithmetic,
    reason = "a model is made of them; what leaves is whole, and equal everywhere"
)]

mod candidate;
mod fact;
mod factor;
mod feature;
mod file;
mod history;
mod model;
mod near;
mod number;
mod score;
mod tree;

pub use candidate::{Candidate, Question, candidates, weight};
pub use fact::{FACT, Fact, NONE};
pub use factor::{Factors, fold};
pub use feature::{FEATURES, Features, NAMES, PARTS, Part, Shares, features};
pub use file::{SECTIONS, checksum, file};
pub use history::{HALF_LIVES, History, Taste};
pub use model::Model;
pub use near::Near;
pub use score::{Scored, score};
pub use tree::{LEAF, NODE, Trees};
