//! The JSON grammar of RFC 8259.

use std::borrow::Cow;

use super::Json;

/// How deep lists and objects may nest, unless a host says otherwise.
pub const DEPTH: usize = 32;

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not JSON from this byte on.
    Syntax {
        /// The byte, counted from 0.
        at: usize,
        /// What could have stood there.
        expected: &'static str,
    },
    /// Nested too deep.
    TooDeep,
}

/// Reads a text as one JSON value, nested at most so deep. The reader recurses: a depth of some hundreds fits every stack.
///
/// # Errors
/// When it is not JSON, or nested deeper.
pub fn parse(text: &str, depth: usize) -> Result<Json<'_>, Refusal> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.value(depth)?;
    parser.space();
    if parser.at < text.len() {
        return Err(parser.expected("end of text"));
    }
    Ok(value)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self, depth: usize) -> Result<Json<'a>, Refusal> {
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'n') => self.word("null", Json::Null),
            _ => Err(self.expected("a value")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, Refusal> {
        self.step();
        let depth = deeper(depth)?;
        let mut fields = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(Json::Object(fields));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.expected("a key"));
            }
            let key = self.string()?;
            self.space();
            if !self.take(b':') {
                return Err(self.expected(":"));
            }
            fields.push((key, self.value(depth)?));
            self.space();
            if self.take(b'}') {
                return Ok(Json::Object(fields));
            }
            if !self.take(b',') {
                return Err(self.expected(", or }"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json<'a>, Refusal> {
        self.step();
        let depth = deeper(depth)?;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.space();
            if self.take(b']') {
                return Ok(Json::List(items));
            }
            if !self.take(b',') {
                return Err(self.expected(", or ]"));
            }
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Refusal> {
        self.step();
        let start = self.at;
        let mut owned: Option<String> = None;
        let mut from = start;
        loop {
            let left = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let plain = left.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
            self.at = self.at.saturating_add(plain.unwrap_or(left.len()));
            let rest = self.slice(from);
            if self.take(b'"') {
                return Ok(match owned {
                    Some(text) => Cow::Owned(text + rest),
                    None => Cow::Borrowed(rest),
                });
            }
            if !self.take(b'\\') {
                return Err(self.expected("the end of a text"));
            }
            let text = owned.get_or_insert_default();
            text.push_str(rest);
            text.push(self.escape()?);
            from = self.at;
        }
    }

    fn escape(&mut self) -> Result<char, Refusal> {
        let byte = self.peek();
        self.step();
        match byte {
            Some(b'"') => Ok('"'),
            Some(b'\\') => Ok('\\'),
            Some(b'/') => Ok('/'),
            Some(b'b') => Ok('\u{8}'),
            Some(b'f') => Ok('\u{c}'),
            Some(b'n') => Ok('\n'),
            Some(b'r') => Ok('\r'),
            Some(b't') => Ok('\t'),
            Some(b'u') => self.unicode(),
            _ => Err(self.expected("an escape")),
        }
    }

    /// The character of `\uXXXX`, or of a pair of surrogates; a surrogate alone is no character.
    fn unicode(&mut self) -> Result<char, Refusal> {
        let high = self.hex()?;
        let code = if (0xD800..0xDC00).contains(&high) {
            if !(self.take(b'\\') && self.take(b'u')) {
                return Err(self.expected("the second half of a character"));
            }
            let low = self.hex()?;
            if !(0xDC00..0xE000).contains(&low) {
                return Err(self.expected("the second half of a character"));
            }
            let top = high.saturating_sub(0xD800).saturating_mul(0x400);
            top.saturating_add(low.saturating_sub(0xDC00)).saturating_add(0x1_0000)
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| self.expected("a character"))
    }

    fn hex(&mut self) -> Result<u32, Refusal> {
        let end = self.at.saturating_add(4);
        let digits =
            self.text.get(self.at..end).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.expected("four hexadecimal digits"))?;
        self.at = end;
        Ok(code)
    }

    fn number(&mut self) -> Result<Json<'a>, Refusal> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.step();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.step();
            }
            self.digits()?;
        }
        Ok(Json::Number(self.slice(start)))
    }

    fn digits(&mut self) -> Result<(), Refusal> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.expected("a digit"));
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.step();
        }
        Ok(())
    }

    fn word(&mut self, word: &'static str, value: Json<'a>) -> Result<Json<'a>, Refusal> {
        let end = self.at.saturating_add(word.len());
        if self.text.get(self.at..end) != Some(word) {
            return Err(self.expected("a value"));
        }
        self.at = end;
        Ok(value)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.step();
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.step();
        }
        found
    }

    fn slice(&self, from: usize) -> &'a str {
        self.text.get(from..self.at).unwrap_or_default()
    }

    fn expected(&self, expected: &'static str) -> Refusal {
        Refusal::Syntax { at: self.at, expected }
    }
}

/// How much deeper the items of a list or an object may nest.
fn deeper(depth: usize) -> Result<usize, Refusal> {
    depth.checked_sub(1).ok_or(Refusal::TooDeep)
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, Json, Refusal, parse};

    #[test]
    fn texts_and_their_escapes() {
        for (text, value) in [
            (r#""a""#, "a"),
            (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (r#""\u8fde\ud83d\ude00x""#, "连😀x"),
            (r#""会员""#, "会员"),
        ] {
            assert_eq!(parse(text, DEPTH), Ok(Json::Text(value.into())), "{text}");
        }
    }

    #[test]
    fn the_same_texts_as_serde_json() {
        for text in [
            "1",
            "-0",
            "01",
            "1.",
            "1.5e+3",
            "1e",
            "-",
            "[1,]",
            "[1 2]",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{a:1}",
            "nul",
            "tru e",
            "[]",
            "{}",
            " [ 1 , { \"a\" : null } ] ",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\n\"",
            "\"",
            "",
            "1 1",
            "\u{feff}1",
            "[[[[]]]]",
            "{\"a\":{\"b\":[true,false]}}",
            "\"\\udc00\"",
            "'a'",
            "+1",
            ".5",
            "0x1",
            "NaN",
        ] {
            assert_eq!(
                parse(text, DEPTH).is_ok(),
                serde_json::from_str::<serde_json::Value>(text).is_ok(),
                "{text}"
            );
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(DEPTH), DEPTH).is_ok());
        assert_eq!(parse(&nested(DEPTH + 1), DEPTH), Err(Refusal::TooDeep));
        assert_eq!(parse(&"[".repeat(10_000_000), DEPTH), Err(Refusal::TooDeep));
    }
}
