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

#[cfg(test)]
mod tests {
    use super::Program;
    use crate::problem::Problems;

    #[test]
    fn a_code_is_known_however_it_is_typed() -> Result<(), Problems> {
        let program = |codes: &str| {
            Program::load(&format!(
                r#"{{ "format": 1, "id": "shop", "version": "1", "currency": "CNY", "timeZone": "Asia/Shanghai",
                    "coupons": [{{ "id": "other", "codes": ["summer"], "discounts": [{{ "amountOff": "1" }}] }},
                        {{ "id": "vip", {codes}, "discounts": [{{ "amountOff": "1" }}] }}] }}"#
            ))
        };
        let said = program(r#""codes": ["VIP 2026"]"#)?.digest(" vip\u{3000}２０２６ ");
        let digest = "baccf66cf78d0bcd96b6123b52e4942161272ccd4d9bce7feaa2ef1b71c377ca";
        assert_eq!(said, format!(r#"{{"code":"VIP2026","digest":"{digest}","bits":36,"weak":true}}"#));
        for codes in [r#""codes": ["VIP 2026"]"#.to_owned(), format!(r#""digests": ["{digest}"]"#)] {
            let program = program(&codes)?;
            assert_eq!(program.0.by_code("vip 2026"), Some(1));
            assert_eq!(program.0.by_code("Ｓummer"), Some(0));
            assert_eq!([program.0.by_code("vip"), program.0.by_code(" ")], [None, None]);
        }
        Ok(())
    }
}
