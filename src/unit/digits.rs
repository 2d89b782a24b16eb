//! Decimal digits, without the machinery of formatting, which would come with all of its cases.

/// Adds a whole number to a text, with zeros in front up to a width.
pub fn push_digits(number: u64, width: u32, out: &mut String) {
    if number > 9 || width > 1 {
        push_digits(number.checked_div(10).unwrap_or(0), width.saturating_sub(1), out);
    }
    let digit = number.checked_rem(10).and_then(|digit| u8::try_from(digit).ok());
    out.push(char::from(digit.unwrap_or(0) | b'0'));
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// Adds a number from 0 to 99 as two digits.
pub(super) fn push_two(number: i64, out: &mut String) {
    let start = usize::try_from(number).unwrap_or(0).saturating_mul(2);
    out.push_str(TWO.get(start..start.saturating_add(2)).unwrap_or_default());
}

const TWO: &str = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// Exactly so many decimal digits as a number.
pub(super) fn digits(text: &str, count: usize) -> Option<i64> {
    let mut number = 0_i64;
    for byte in text.bytes() {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number = number.saturating_mul(10).saturating_add(i64::from(digit));
    }
    (text.len() == count).then_some(number)
}
