//! Codes that people type.

/// A code in its normal form: full-width characters as plain ones, Latin letters as capitals, no spaces.
#[must_use]
pub fn normal_code(text: &str) -> String {
    let mut normal = String::new();
    for character in text.chars() {
        let plain = match u32::from(character) {
            full @ 0xFF01..=0xFF5E => char::from_u32(full.saturating_sub(0xFEE0)).unwrap_or(character),
            _ => character,
        };
        if !plain.is_whitespace() && plain != '\u{200B}' && plain != '\u{FEFF}' {
            normal.push(plain.to_ascii_uppercase());
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::normal_code;

    #[test]
    fn case_width_and_spaces_do_not_count() {
        assert_eq!(normal_code(" vip\u{3000}２０２６ "), "VIP2026");
        assert_eq!(normal_code("ｖｉｐ－９"), "VIP-9");
        assert_eq!(normal_code("会员日"), "会员日");
    }
}
