//! Codes by which coupons are known.

use super::Program;
use crate::unit::{normal_code, sha256};

impl Program {
    /// The coupon of a code as it was typed.
    #[must_use]
    pub fn by_code(&self, typed: &str) -> Option<usize> {
        let code = normal_code(typed);
        if code.is_empty() {
            return None;
        }
        let open = self.coupons.iter().position(|coupon| coupon.codes.contains(&code));
        open.or_else(|| {
            let digest = code_digest(&self.id, &code);
            self.coupons.iter().position(|coupon| coupon.digests.contains(&digest))
        })
    }
}

/// The digest by which a program knows a code in its normal form.
#[must_use]
pub fn code_digest(program: &str, code: &str) -> [u8; 32] {
    let mut text = String::from(program);
    text.push('\n');
    text.push_str(code);
    sha256(&text)
}

/// How many bits a random code in its normal form has, by the kinds of its characters; never more than there are.
#[must_use]
pub fn code_bits(code: &str) -> i64 {
    let has = |kind: &dyn Fn(&char) -> bool| code.chars().any(|character| kind(&character));
    let other = |character: &char| !character.is_ascii_alphanumeric();
    // Hundredths of a bit that a character of 10, 26, 36 or more has.
    let each: i64 = match (has(&char::is_ascii_digit), has(&char::is_ascii_alphabetic), has(&other)) {
        (_, _, true) => 600,
        (true, true, false) => 516,
        (false, _, false) => 470,
        (true, false, false) => 332,
    };
    let characters = i64::try_from(code.chars().count()).unwrap_or(i64::MAX);
    crate::unit::divide(i128::from(each.saturating_mul(characters)), 100, crate::unit::Rounding::Down)
        .try_into()
        .unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::code_bits;

    #[test]
    fn how_random_a_code_can_be() {
        for (code, bits) in [("", 0), ("123456", 19), ("VIP2026", 36), ("4F7K2M9QX3TB8", 67), ("会员", 12)]
        {
            assert_eq!(code_bits(code), bits, "{code}");
        }
    }
}
