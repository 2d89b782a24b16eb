//! Values as JSON text.

use crate::unit::{Fixed, push_digits};

/// What can be written as JSON.
pub trait Show {
    /// Adds its JSON to a text.
    fn show(&self, out: &mut String);

    /// Whether a field of it is left out.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// A field that is left out when there is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maybe<T>(pub Option<T>);

/// A value as JSON text.
#[must_use]
pub fn text(value: &dyn Show) -> String {
    let mut out = String::new();
    value.show(&mut out);
    out
}

/// Adds an object with these fields to a text.
pub fn object(fields: &[(&str, &dyn Show)], out: &mut String) {
    out.push('{');
    for (key, value) in fields {
        field(key, *value, out);
    }
    out.push('}');
}

/// Adds an object that says first what it is.
pub fn tagged(is: &str, fields: &[(&str, &dyn Show)], out: &mut String) {
    out.push('{');
    field("is", &is, out);
    for (key, value) in fields {
        field(key, *value, out);
    }
    out.push('}');
}

/// Adds a field to the object at the end of a text, unless it is left out.
pub fn field(key: &str, value: &dyn Show, out: &mut String) {
    if value.is_left_out() {
        return;
    }
    if !out.ends_with('{') {
        out.push(',');
    }
    quoted(key, out);
    out.push(':');
    value.show(out);
}

/// Adds a text in quotes, escaped.
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    // What needs no escape is added as a whole: letter by letter would take several times as long.
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))
        && let Some((plain, marked)) = rest.split_at_checked(at)
        && let Some((mark, after)) = marked.split_at_checked(1)
    {
        out.push_str(plain);
        escaped(mark, out);
        rest = after;
    }
    out.push_str(rest);
    out.push('"');
}

/// Adds the escape of a mark.
#[cold]
fn escaped(mark: &str, out: &mut String) {
    match mark {
        "\"" => out.push_str("\\\""),
        "\\" => out.push_str("\\\\"),
        "\n" => out.push_str("\\n"),
        _ => {
            let code = mark.bytes().next().map_or(0, u32::from);
            out.push_str(if code < 16 { "\\u000" } else { "\\u001" });
            out.push(char::from_digit(code & 15, 16).unwrap_or('0'));
        }
    }
}

impl Show for str {
    fn show(&self, out: &mut String) {
        quoted(self, out);
    }
}

impl Show for String {
    fn show(&self, out: &mut String) {
        quoted(self, out);
    }
}

impl<T: Show + ?Sized> Show for &T {
    fn show(&self, out: &mut String) {
        (**self).show(out);
    }

    fn is_left_out(&self) -> bool {
        (**self).is_left_out()
    }
}

impl Show for bool {
    fn show(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl Show for i64 {
    fn show(&self, out: &mut String) {
        if *self < 0 {
            out.push('-');
        }
        push_digits(self.unsigned_abs(), 1, out);
    }
}

impl Show for Fixed {
    /// Whole numbers as numbers, those with decimals as text.
    fn show(&self, out: &mut String) {
        if self.decimals == 0 {
            return self.units.show(out);
        }
        out.push('"');
        self.push(out);
        out.push('"');
    }
}

impl Show for usize {
    fn show(&self, out: &mut String) {
        push_digits(u64::try_from(*self).unwrap_or(u64::MAX), 1, out);
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self, out: &mut String) {
        match self {
            Some(value) => value.show(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Show> Show for Maybe<T> {
    fn show(&self, out: &mut String) {
        self.0.show(out);
    }

    fn is_left_out(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: Show> Show for Box<T> {
    fn show(&self, out: &mut String) {
        (**self).show(out);
    }
}

impl Show for super::Json<'_> {
    fn show(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => value.show(out),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => quoted(text, out),
            Self::List(items) => items.show(out),
            Self::Object(fields) => {
                out.push('{');
                for (key, value) in fields {
                    field(key, value, out);
                }
                out.push('}');
            }
        }
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self, out: &mut String) {
        out.push('[');
        let mut comma = "";
        for item in self {
            out.push_str(comma);
            item.show(out);
            comma = ",";
        }
        out.push(']');
    }
}

/// An object that is only written: its fields, each with its key.
macro_rules! shown {
    (
        $(#[doc = $doc:literal])+
        $vis:vis struct $name:ident $(<$life:lifetime>)? {
            $( $(#[doc = $field_doc:literal])+ $field:ident: $type:ty = $key:literal, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug)]
        $vis struct $name $(<$life>)? {
            $( $(#[doc = $field_doc])+ pub $field: $type, )*
        }

        impl$(<$life>)? $crate::json::Show for $name $(<$life>)? {
            fn show(&self, out: &mut String) {
                out.push('{');
                $( $crate::json::field($key, &self.$field, out); )*
                out.push('}');
            }
        }
    };
}

pub(crate) use shown;

#[cfg(test)]
mod tests {
    use super::{Maybe, object, text};

    #[test]
    fn as_serde_json_writes_it() {
        for value in ["", "a", "\"\\/", "\n\t\u{0}\u{1f}\u{7f}", "会员😀"] {
            assert_eq!(serde_json::from_str::<String>(&text(&value)).ok().as_deref(), Some(value));
        }
        let mut out = String::new();
        object(
            &[("a", &1_i64), ("b", &Maybe::<i64>(None)), ("c", &None::<i64>), ("d", &vec![true, false])],
            &mut out,
        );
        assert_eq!(out, r#"{"a":1,"c":null,"d":[true,false]}"#);
    }
}
