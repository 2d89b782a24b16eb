//! Laws that hold for every program and history, and the engine against the slow model in `tests/model`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    clippy::integer_division_remainder_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test may panic, and the model is to be read more than to be safe"
)]

mod model;

mod laws {
    mod ask;
    mod coupons;
    mod edits;
    mod equality;
    mod far;
    mod gaps;
    mod invariants;
    mod offers;
    mod quotes;
    mod refunds;
    mod zones;
}
