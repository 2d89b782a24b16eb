//! Values as bytes: whole numbers in seven bits a byte, texts and lists behind their lengths.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Day, Instant};

/// What can be written as bytes and read again.
pub trait Bytes: Sized {
    /// Adds its bytes.
    fn write(&self, out: &mut Vec<u8>);

    /// Takes it from the front of bytes; `None` when they do not hold one.
    fn read(input: &mut &[u8]) -> Option<Self>;
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

    fn read(input: &mut &[u8]) -> Option<Self> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = input.split_first()?;
            *input = rest;
            value |= u64::from(byte & 127).checked_shl(shift)?;
            if *byte < 128 {
                return Some(value);
            }
        }
        None
    }
}

impl Bytes for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        ((self.cast_unsigned() << 1) ^ (self >> 63).cast_unsigned()).write(out);
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        let folded = u64::read(input)?;
        Some((folded >> 1).cast_signed() ^ (folded & 1).cast_signed().wrapping_neg())
    }
}

/// Numbers that are written as another.
macro_rules! as_number {
    ($($type:ty: $wide:ty, |$value:ident| $to:expr, |$number:ident| $from:expr;)*) => {$(
        impl Bytes for $type {
            fn write(&self, out: &mut Vec<u8>) {
                let $value = self;
                <$wide>::write(&$to, out);
            }

            fn read(input: &mut &[u8]) -> Option<Self> {
                let $number = <$wide>::read(input)?;
                $from
            }
        }
    )*};
}

as_number! {
    u32: u64, |value| u64::from(*value), |number| u32::try_from(number).ok();
    i32: i64, |value| i64::from(*value), |number| i32::try_from(number).ok();
    usize: u64, |value| u64::try_from(*value).unwrap_or(0), |number| usize::try_from(number).ok();
    bool: u64, |value| u64::from(*value), |number| (number < 2).then_some(number == 1);
    Instant: i64, |value| value.millis(), |number| Some(Instant::from_millis(number));
    Day: i64, |value| i64::from(value.number()), |number| i32::try_from(number).ok().map(Day::from_number);
}

impl Bytes for Arc<str> {
    fn write(&self, out: &mut Vec<u8>) {
        self.len().write(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        let length = usize::read(input)?;
        let (text, rest) = input.split_at_checked(length)?;
        *input = rest;
        core::str::from_utf8(text).ok().map(Self::from)
    }
}

impl Bytes for String {
    fn write(&self, out: &mut Vec<u8>) {
        Arc::<str>::from(self.as_str()).write(out);
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        Arc::<str>::read(input).map(|text| text.as_ref().into())
    }
}

impl<T: Bytes> Bytes for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        Some(if bool::read(input)? { Some(T::read(input)?) } else { None })
    }
}

impl<T: Bytes> Bytes for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.len().write(out);
        for item in self {
            item.write(out);
        }
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        let length = usize::read(input)?;
        let mut list = Self::new();
        for _ in 0..length {
            list.push(T::read(input)?);
        }
        Some(list)
    }
}

impl<T: Bytes> Bytes for VecDeque<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.len().write(out);
        for item in self {
            item.write(out);
        }
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        Vec::read(input).map(Self::from)
    }
}

impl<A: Bytes, B: Bytes> Bytes for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        Some((A::read(input)?, B::read(input)?))
    }
}

impl<A: Bytes, B: Bytes, C: Bytes> Bytes for (A, B, C) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }

    fn read(input: &mut &[u8]) -> Option<Self> {
        Some((A::read(input)?, B::read(input)?, C::read(input)?))
    }
}

/// Structs as the bytes of their fields in this order.
macro_rules! bytes {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::unit::Bytes for $name {
            fn write(&self, out: &mut Vec<u8>) {
                $( self.$field.write(out); )*
            }

            fn read(input: &mut &[u8]) -> Option<Self> {
                $( let $field = $crate::unit::Bytes::read(input)?; )*
                Some(Self { $($field),* })
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

            fn read(input: &mut &[u8]) -> Option<Self> {
                match u64::read(input)? {
                    $( $number => {
                        $( $( let $field = $crate::unit::Bytes::read(input)?; )* )?
                        $( let $inner = $crate::unit::Bytes::read(input)?; )?
                        Some(Self::$variant $({ $($field),* })? $(($inner))?)
                    } )*
                    _ => None,
                }
            }
        }
    )*};
}

pub(crate) use {bytes, variant_bytes};

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn numbers_and_back() {
        for number in [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN, 9_007_199_254_740_991] {
            let mut out = Vec::new();
            number.write(&mut out);
            let mut input = out.as_slice();
            assert_eq!((i64::read(&mut input), input.len()), (Some(number), 0));
        }
        assert_eq!(i64::read(&mut [255_u8; 20].as_slice()), None);
        assert_eq!(String::read(&mut [200_u8, 1, b'a'].as_slice()), None);
        assert_eq!(Vec::<i64>::read(&mut [255_u8, 255, 255, 255, 255, 255, 255, 127].as_slice()), None);
    }
}
