//! The merchant's tools: what is wrong with a program and what may be meant otherwise, the program in plain words, and a program
//! of one's own from a preset.
//!
//! They read the program as it was written, after the engine has accepted it, so that everything they say has a path, a line and
//! a column. Nothing of them is compiled into the wasm.

pub mod check;
pub mod locate;
pub mod node;
pub mod requirements;
pub mod start;
pub mod tell;
pub mod words;
