//! memberview computes what a shop's member should see: points, tier progress and what is missing, in the page, the mini-program
//! or the edge function, the same everywhere to the last digit.
//!
//! ```text
//! program (JSON)  ──compile──▶ Program ─┐
//! events          ──fold─────▶ Member ──┼─▶ view
//! now, locale     ──────────────────────┘
//! ```
//!
//! No clock, no randomness, no network, no storage: `now` is an argument, the host keeps the events, the engine computes.
//!
//! ```
//! use memberview::api::Program;
//!
//! let program = Program::load(
//!     r#"{
//!         "format": 1, "id": "shop", "version": "1", "currency": "EUR", "timeZone": "Europe/Berlin",
//!         "points": [{ "id": "points", "earn": [{ "id": "spend", "on": "order", "perAmount": { "points": 1, "amount": "1.00" } }] }]
//!     }"#,
//! )
//! .map_err(|problems| problems.to_string())?;
//! let mut member = program
//!     .member(r#"{ "profile": { "id": "ada", "joinedAt": "2026-01-01" } }"#)
//!     .map_err(|problems| problems.to_string())?;
//! member
//!     .record(
//!         r#"{ "id": "o1", "type": "order", "at": "2026-05-01T10:00:00Z",
//!              "lines": [{ "id": "1", "sku": "tea", "quantity": 2, "unitPrice": "9.95" }] }"#,
//!     )
//!     .map_err(|problems| problems.to_string())?;
//! assert_eq!(member.balance(1_780_000_000_000, 0).as_deref(), Ok("19"));
//! # Ok::<(), String>(())
//! ```

pub mod api;
pub mod config;
pub mod json;
pub mod ledger;
pub mod problem;
pub mod shape;
pub mod unit;

mod evaluate;
#[cfg(all(target_arch = "wasm32", feature = "js"))]
mod js;
mod member;
mod price;
mod program;
mod quote;
mod rule;
mod state;
mod view;
