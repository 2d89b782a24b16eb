//! Values as bytes: whole numbers in seven bits a byte, lists behind their lengths; texts, instants and dates by how they differ
//! from one of the latest.

use std::sync::Arc;

use super::recent::{Recent, TEXTS};

/// What can be written as bytes and read again.
pub trait Bytes {
    /// Adds its bytes.
    fn write(&self, out: &mut Output);

    /// Takes it from the front of bytes.
    fn read(input: &mut Input<'_>) -> Self;
}

/// Bytes that are written.
#[derive(Debug, Default)]
pub struct Output {
    bytes: Vec<u8>,
    pub(super) recent: Recent,
}

impl Output {
    /// Writes after other bytes.
    #[must_use]
    pub fn after(bytes: Vec<u8>) -> Self {
        Self { bytes, recent: Recent::default() }
    }

    /// What was written.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn text(&mut self, text: &str, shared: &mut dyn FnMut() -> Arc<str>) {
        let (place, same) = self.recent.nearest_text(text);
        let known = self.recent.text(place).filter(|known| known.len() == same && text.len() == same);
        let known = known.map(|_| place);
        if known.is_some() {
            place.write(self);
        } else {
            same.saturating_add(1).saturating_mul(TEXTS).saturating_add(place).write(self);
            let rest = text.as_bytes().get(same..).unwrap_or_default();
            rest.len().write(self);
            self.bytes.extend_from_slice(rest);
        }
        self.recent.note_text(known, shared);
    }
}

/// Bytes to be read. From the first that cannot be on, everything reads as zero or empty; whether that happened is asked once, at
/// the end.
#[derive(Debug)]
pub struct Input<'a> {
    rest: &'a [u8],
    broken: bool,
    pub(super) recent: Recent,
}

impl<'a> Input<'a> {
    /// Reads these bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, broken: false, recent: Recent::default() }
    }

    /// Whether all of the bytes were what they should be, and none is left.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.broken && self.rest.is_empty()
    }

    /// What follows is not what it should be.
    pub fn fail(&mut self) {
        (self.rest, self.broken) = (&[], true);
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

    fn text(&mut self) -> Arc<str> {
        let (same, place) = (usize::read(self), TEXTS.saturating_sub(1));
        let (same, place) = (same.wrapping_shr(TEXTS.trailing_zeros()), same & place);
        let known = self.recent.text(place).cloned();
        if same == 0 {
            let Some(text) = known else {
                self.fail();
                return "".into();
            };
            self.recent.note_text(Some(place), &mut || Arc::clone(&text));
            return text;
        }
        let mut whole = String::new();
        let length = usize::read(self);
        let rest = core::str::from_utf8(self.take(length));
        match (known.as_deref().unwrap_or_default().get(..same.saturating_sub(1)), rest) {
            (Some(same), Ok(rest)) => {
                whole.reserve_exact(same.len().saturating_add(rest.len()));
                whole.push_str(same);
                whole.push_str(rest);
            }
            _ => self.fail(),
        }
        let text: Arc<str> = whole.into();
        self.recent.note_text(None, &mut || Arc::clone(&text));
        text
    }
}

impl Bytes for u64 {
    fn write(&self, out: &mut Output) {
        let mut rest = *self;
        while rest > 127 {
            out.bytes.push(u8::try_from(rest & 127).unwrap_or(0) | 128);
            rest >>= 7;
        }
        out.bytes.push(u8::try_from(rest).unwrap_or(0));
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

/// A signed number as an unsigned one: those near zero stay small.
pub(super) fn fold(number: i64) -> u64 {
    (number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned()
}

/// The signed number again.
pub(super) fn unfold(folded: u64) -> i64 {
    (folded >> 1).cast_signed() ^ (folded & 1).cast_signed().wrapping_neg()
}

impl Bytes for i64 {
    fn write(&self, out: &mut Output) {
        fold(*self).write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        unfold(u64::read(input))
    }
}

/// Numbers that are written as another.
macro_rules! as_number {
    ($($type:ty: $wide:ty, $zero:expr, |$value:ident| $to:expr, |$number:ident| $from:expr;)*) => {$(
        impl Bytes for $type {
            fn write(&self, out: &mut Output) {
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
}

impl Bytes for Arc<str> {
    fn write(&self, out: &mut Output) {
        out.text(self, &mut || Self::clone(self));
    }

    fn read(input: &mut Input<'_>) -> Self {
        input.text()
    }
}

impl<T: Bytes> Bytes for Arc<T> {
    fn write(&self, out: &mut Output) {
        (**self).write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        Self::new(T::read(input))
    }
}

impl<T: Bytes> Bytes for Box<T> {
    fn write(&self, out: &mut Output) {
        (**self).write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        Self::new(T::read(input))
    }
}

impl Bytes for String {
    fn write(&self, out: &mut Output) {
        out.text(self, &mut || self.as_str().into());
    }

    fn read(input: &mut Input<'_>) -> Self {
        Self::from(&*input.text())
    }
}

impl<T: Bytes> Bytes for Option<T> {
    fn write(&self, out: &mut Output) {
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
    fn write(&self, out: &mut Output) {
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
    fn write(&self, out: &mut Output) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        (A::read(input), B::read(input))
    }
}

impl<A: Bytes, B: Bytes, C: Bytes> Bytes for (A, B, C) {
    fn write(&self, out: &mut Output) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        (A::read(input), B::read(input), C::read(input))
    }
}

/// Structs as the bytes of their fields in this order. Lists after `rare` are empty as a rule: one byte says that all of them are.
macro_rules! bytes {
    ($($name:ident { $($field:ident),* $(,)? $(; rare $($rare:ident),+)? })*) => {$(
        impl $crate::unit::Bytes for $name {
            fn write(&self, out: &mut $crate::unit::Output) {
                $( self.$field.write(out); )*
                $(
                    let some = $( !self.$rare.is_empty() )||+;
                    some.write(out);
                    if some {
                        $( self.$rare.write(out); )+
                    }
                )?
            }

            fn read(input: &mut $crate::unit::Input<'_>) -> Self {
                $( let $field = $crate::unit::Bytes::read(input); )*
                $(
                    let some = <bool as $crate::unit::Bytes>::read(input);
                    $( let $rare = if some { $crate::unit::Bytes::read(input) } else { Default::default() }; )+
                )?
                Self { $($field),* $(, $($rare),+)? }
            }
        }
    )*};
}

/// Enums as the number of the variant and the bytes of its fields.
macro_rules! variant_bytes {
    ($($name:ident { $($number:literal => $variant:ident $({ $($field:ident),* $(,)? })? $(($inner:ident))?,)* })*) => {$(
        impl $crate::unit::Bytes for $name {
            fn write(&self, out: &mut $crate::unit::Output) {
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
pub(super) mod tests {
    use super::{Bytes, Input, Output};

    type Id = std::sync::Arc<str>;

    /// What bytes hold, unless they are not read to the end.
    pub(in crate::unit) fn read<T: Bytes>(bytes: &[u8]) -> Option<T> {
        let mut input = Input::new(bytes);
        let value = T::read(&mut input);
        input.is_read().then_some(value)
    }

    pub(in crate::unit) fn written(value: &impl Bytes) -> Vec<u8> {
        let mut out = Output::default();
        value.write(&mut out);
        out.into_bytes()
    }

    #[test]
    fn numbers_and_back() {
        for number in [0, 1, -1, 63, -64, 64, i64::MAX, i64::MIN, 9_007_199_254_740_991] {
            assert_eq!(read(&written(&number)), Some(number));
        }
        assert_eq!(read::<i64>(&[255; 20]), None);
        assert_eq!(read::<i64>(&[1, 1]), None);
        assert_eq!(read::<bool>(&[2]), None);
        assert_eq!(read::<Vec<i64>>(&[255, 255, 255, 255, 255, 255, 255, 127]), None);
        assert_eq!(read(&[2, 2, 4]), Some(vec![1_i64, 2]));
    }

    #[test]
    fn texts_are_told_by_what_they_begin_with() {
        let texts: Vec<Id> =
            ["ev-001", "ev-002", "earn", "ev-003", "earn", "连卡", "连带", "", "ev-003-q", "ev-003", "ev"]
                .map(Id::from)
                .into();
        let bytes = written(&texts);
        assert_eq!(read(&bytes), Some(texts));
        assert_eq!(bytes.len(), 1 + 8 + 3 + 5 + 3 + 1 + 8 + 5 + 2 + 4 + 1 + 2);
        for bad in [&[0_u8][..], &[8, 1, 255], &[8, 200, 1, b'a'], &[16, 0], &[8, 1, b'a', 24, 0]] {
            assert_eq!(read::<(String, String)>(bad), None, "{bad:?}");
        }
        // A character of several bytes is never cut.
        assert_eq!(read::<(String, String)>(&[8, 3, 0xE8, 0xBF, 0x9E, 16, 0]), None);
        let long = ("a".repeat(200), "a".repeat(200));
        assert_eq!(written(&long).len(), 406);
        assert_eq!(read(&written(&long)), Some(long));
    }
}
