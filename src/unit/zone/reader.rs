//! Reads the table's numbers and marks from left to right.

/// What is left of a line.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn at_digit(&self) -> bool {
        self.0.first().is_some_and(u8::is_ascii_digit)
    }

    pub fn at_sign(&self) -> bool {
        matches!(self.0.first(), Some(b'+' | b'-'))
    }

    /// This mark, or nothing is read.
    pub fn eat(&mut self, mark: u8) -> Option<()> {
        let (first, rest) = self.0.split_first()?;
        (*first == mark).then(|| self.0 = rest)
    }

    /// Digits.
    pub fn number(&mut self) -> Option<i32> {
        let mut number = None;
        while let Some((first, rest)) = self.0.split_first().filter(|(first, _)| first.is_ascii_digit()) {
            let digit = i32::from(first.wrapping_sub(b'0'));
            number = Some(number.unwrap_or(0_i32).checked_mul(10)?.checked_add(digit)?);
            self.0 = rest;
        }
        number
    }

    /// `[+-]<hours>[:<minutes>]` in seconds.
    pub fn clock(&mut self) -> Option<i32> {
        let negative = self.eat(b'-').is_some();
        if !negative {
            let _ = self.eat(b'+');
        }
        let hours = self.number()?;
        let minutes = if self.eat(b':').is_some() { self.number()? } else { 0 };
        let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
        Some(if negative { seconds.wrapping_neg() } else { seconds })
    }
}
