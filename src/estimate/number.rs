//! Numbers in a model's bytes, and the few operations on them that are the same on every machine.

/// The two bytes at a place, as a number.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// The four bytes at a place, as a number.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// The four bytes at a place, as a signed number.
pub fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    bytes.get(at..)?.first_chunk().map(|bytes| i32::from_le_bytes(*bytes))
}

/// The four bytes at a place, as a number with a fraction; nothing where it is none.
pub fn f32_at(bytes: &[u8], at: usize) -> Option<f32> {
    bytes.get(at..)?.first_chunk().map(|bytes| f32::from_le_bytes(*bytes)).filter(|number| number.is_finite())
}

/// The byte at a place, from −128 to 127.
pub fn i8_at(bytes: &[u8], at: usize) -> Option<i8> {
    bytes.get(at).map(|byte| i8::from_le_bytes([*byte]))
}

/// A place in a list that a file names.
pub fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A count or a number of days; exact below 2^24.
pub fn real(number: i32) -> f32 {
    // No conversion from 32 bits exists that is not lossy somewhere: the halves are exact, and so is their sum up to 2^24.
    let low = f32::from(u16::try_from(number & 0xFFFF).unwrap_or(0));
    let high = f32::from(i16::try_from(number >> 16).unwrap_or(0));
    high * 65536.0 + low
}

/// A number to a whole power, by multiplication alone.
pub fn power(mut base: f64, mut exponent: u32) -> f64 {
    let mut product = 1.0;
    while exponent > 0 {
        if exponent & 1 == 1 {
            product *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    product
}

/// A sum as a number with a fraction, to the nearest.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "rounds to the nearest, which is meant"
)]
pub fn whole(number: i64) -> f64 {
    number as f64
}
