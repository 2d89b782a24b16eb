//! Codes of coupons that a program knows by their digests.

use super::Program;
use crate::json::{shown, text};
use crate::program::{code_bits, code_digest};
use crate::unit::{hexadecimal, normal_code};

shown! {
    /// A code that a program may know by its digest.
    struct CodeDigest<'a> {
        /// The code in its normal form.
        code: &'a str = "code",
        /// Its digest.
        digest: String = "digest",
        /// How many bits a random code of its characters has.
        bits: i64 = "bits",
        /// Whether that is too few.
        weak: bool = "weak",
    }
}

/// A digest hides random codes of so many bits or more.
const STRONG: i64 = 64;

impl Program {
    /// A code as the program knows it: its normal form, its digest in hexadecimal, and how many bits a random code of its
    /// characters has; `weak` where that is too few for a digest to hide it. As JSON text.
    #[must_use]
    pub fn digest(&self, typed: &str) -> String {
        let code = normal_code(typed);
        let bits = code_bits(&code);
        let digest = hexadecimal(&code_digest(&self.0.id, &code));
        text(&CodeDigest { code: &code, digest, bits, weak: bits < STRONG })
    }
}
