//! Values as bytes: whole numbers in seven bits a byte, texts and lists behind their lengths.

use std::sync::Arc;

use super::{Day, Instant};

/// What can be written as bytes and read again.
pub trait Bytes {
    /// Adds its bytes.
    fn write(&self, out: &mut Vec<u8>);

    /// Takes it from the front of bytes.
    fn read(input: &mut Input<'_>) -> Self;
}

/// Bytes to be read. From the first that cannot be on, everything reads as zero or empty; whether that happened is asked once, at
/// the end.
#[derive(Debug)]
pub struct Input<'a> {
    rest: &'a [u8],
    broken: bool,
}

impl<'a> Input<'a> {
    /// Reads these bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, broken: false }
    }

    /// Whether all of the bytes were what they should be, and none is left.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.broken && self.rest.is_empty()
    }

    /// What follows is not what it should be.
    pub fn fail(&mut self) {
        *self = Self { rest: &[], broken: true };
    }

    /// So many of the next bytes.
    fn take(&mut self, count: usize) -> &'a [u8] {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            self.fail();
            return &[];
        };
        self.rest = rest;
        taken
    }
}

impl Bytes for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest > 127 {
            out.push(u8::try_from(rest & 127).unwrap_or(0) | 128);
            rest >>= 7;
        }
        out.push(u8::try_from(rest).unwrap_or(0));
    }

    fn read(input: &mut Input<'_>) -> Self {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = input.take(1).first().copied().unwrap_or(0);
            value |= Self::from(byte & 127).wrapping_shl(shift);
            if byte < 128 {
                return value;
            }
        }
        input.fail();
        0
    }
}

impl Bytes for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        ((self.cast_unsigned() << 1) ^ (self >> 63).cast_unsigned()).write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        let folded = u64::read(input);
        (folded >> 1).cast_signed() ^ (folded & 1).cast_signed().wrapping_neg()
    }
}

/// Numbers that are written as another.
macro_rules! as_number {
    ($($type:ty: $wide:ty, $zero:expr, |$value:ident| $to:expr, |$number:ident| $from:expr;)*) => {$(
        impl Bytes for $type {
            fn write(&self, out: &mut Vec<u8>) {
                let $value = self;
                <$wide>::write(&$to, out);
            }

            fn read(input: &mut Input<'_>) -> Self {
                let $number = <$wide>::read(input);
                let value: Option<Self> = $from;
                value.unwrap_or_else(|| {
                    input.fail();
                    $zero
                })
            }
        }
    )*};
}

as_number! {
    u32: u64, 0, |value| u64::from(*value), |number| u32::try_from(number).ok();
    i32: i64, 0, |value| i64::from(*value), |number| i32::try_from(number).ok();
    usize: u64, 0, |value| u64::try_from(*value).unwrap_or(0), |number| usize::try_from(number).ok();
    bool: u64, false, |value| u64::from(*value), |number| (number < 2).then_some(number == 1);
    Instant: i64, Instant::FIRST, |value| value.millis(), |number| Some(Instant::from_millis(number));
    Day: i64, Day::FIRST, |value| i64::from(value.number()), |number| i32::try_from(number).ok().map(Day::from_number);
}

impl Bytes for Arc<str> {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(self, out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        read_text(input).into()
    }
}

impl<T: Bytes> Bytes for Arc<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        Self::new(T::read(input))
    }
}

impl Bytes for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(self, out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        read_text(input).into()
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    text.len().write(out);
    out.extend_from_slice(text.as_bytes());
}

fn read_text<'a>(input: &mut Input<'a>) -> &'a str {
    let length = usize::read(input);
    core::str::from_utf8(input.take(length)).unwrap_or_else(|_| {
        input.fail();
        ""
    })
}

impl<T: Bytes> Bytes for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(input: &mut Input<'_>) -> Self {
        if bool::read(input) { Some(T::read(input)) } else { None }
    }
}

impl<T: Bytes> Bytes for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.len().write(out);
        for item in self {
            item.write(out);
        }
    }

    fn read(input: &mut Input<'_>) -> Self {
        let length = usize::read(input);
        let mut list = Self::new();
        while list.len() < length && !input.broken {
            list.push(T::read(input));
        }
        list
    }
}

impl<A: Bytes, B: Bytes> Bytes for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        (A::read(input), B::read(input))
    }
}

impl<A: Bytes, B: Bytes, C: Bytes> Bytes for (A, B, C) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        (A::read(input), B::read(input), C::read(input))
    }
}

/// Structs as the bytes of their fields in this order.
macro_rules! bytes {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::unit::Bytes for $name {
            fn write(&self, out: &mut Vec<u8>) {
                $( self.$field.write(out); )*
            }

            fn read(input: &mut $crate::unit::Input<'_>) -> Self {
                $( let $field = $crate::unit::Bytes::read(input); )*
                Self { $($field),* }
            }
        }
    )*};
}

/// Enums as the number of the variant and the bytes of its fields.
macro_rules! variant_bytes {
    ($($name:ident { $($number:literal => $variant:ident $({ $($field:ident),* $(,)? })? $(($inner:ident))?,)* })*) => {$(
        impl $crate::unit::Bytes for $name {
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $( Self::$variant $({ $($field),* })? $(($inner))? => {
                        u64::write(&$number, out);
                        $( $( $field.write(out); )* )?
                        $( $inner.write(out); )?
                    } )*
                }
            }

            fn read(input: &mut $crate::unit::Input<'_>) -> Self {
                match u64::read(input) {
                    $( $number => {
                        $( $( let $field = $crate::unit::Bytes::read(input); )* )?
                        $( let $inner = $crate::unit::Bytes::read(input); )?
                        Self::$variant $({ $($field),* })? $(($inner))?
                    } )*
                    _ => {
                        // What follows reads as zero: the variant of that number, which every enum has.
                        input.fail();
                        <Self as $crate::unit::Bytes>::read(input)
                    }
                }
            }
        }
    )*};
}

pub(crate) use {bytes, variant_bytes};

#[cfg(test)]
mod tests {
    use super::{Bytes, Input};

    /// What bytes hold, unless they are not read to the end.
    fn read<T: Bytes>(bytes: &[u8]) -> Option<T> {
        let mut input = Input::new(bytes);
        let value = T::read(&mut input);
        input.is_read().then_some(value)
    }

    #[test]
    fn numbers_and_back() {
        for number in [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN, 9_007_199_254_740_991] {
            let mut out = Vec::new();
            number.write(&mut out);
            assert_eq!(read(&out), Some(number));
        }
        assert_eq!(read::<i64>(&[255; 20]), None);
        assert_eq!(read::<i64>(&[1, 1]), None);
        assert_eq!(read::<bool>(&[2]), None);
        assert_eq!(read::<String>(&[200, 1, b'a']), None);
        assert_eq!(read::<String>(&[1, 255]), None);
        assert_eq!(read::<Vec<i64>>(&[255, 255, 255, 255, 255, 255, 255, 127]), None);
        assert_eq!(read(&[2, 2, 4]), Some(vec![1_i64, 2]));
    }
}
