//! Templates in English and Chinese: `{param}` is replaced, and a part in `[…]` is left out when one of its params is absent or empty.

use memberview::json::{DEPTH, Json, parse};

/// A language in which something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    /// English.
    En,
    /// Simplified Chinese.
    ZhCn,
}

impl Locale {
    /// Both.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The locale of a name such as `zh-CN` or `zh_cn`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name.replace('_', "-").to_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh-cn" | "zh" => Some(Self::ZhCn),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }
}

/// The texts of one language.
#[derive(Debug)]
pub struct Words {
    /// The language.
    pub locale: Locale,
    tables: [Json<'static>; 2],
}

impl Words {
    /// The texts of a language.
    #[must_use]
    pub fn of(locale: Locale) -> Self {
        let texts = match locale {
            Locale::En => [include_str!("../messages/en.json"), include_str!("../../messages/en.json")],
            Locale::ZhCn => {
                [include_str!("../messages/zh-CN.json"), include_str!("../../messages/zh-CN.json")]
            }
        };
        Self { locale, tables: texts.map(|text| parse(text, DEPTH).unwrap_or(Json::Null)) }
    }

    /// A text of a part of a table, as it is written.
    #[must_use]
    pub fn template(&self, part: &str, key: &str) -> Option<&str> {
        self.tables.iter().find_map(|table| table.field(part)?.field(key)?.text())
    }

    /// A text, filled in; its key where there is none.
    #[must_use]
    pub fn fill(&self, part: &str, key: &str, params: &[(&str, String)]) -> String {
        let get = |name: &str, _: bool| find(params, name);
        self.template(part, key).map_or_else(|| key.to_owned(), |template| fill(template, &get))
    }

    /// The message of a problem, as the engine's facade renders it.
    #[must_use]
    pub fn problem(&self, code: &str, params: &[(&str, String)]) -> String {
        let get = |name: &str, quoted: bool| {
            let value = find(params, name)?;
            let word = if quoted { None } else { self.template("words", &value) };
            Some(word.map_or(value.clone(), str::to_owned))
        };
        self.template("problems", code).map_or_else(|| code.to_owned(), |template| fill(template, &get))
    }

    /// Every key of a part, in its order.
    #[must_use]
    pub fn keys(&self, part: &str) -> Vec<String> {
        let Some(Json::Object(fields)) = self.tables.first().and_then(|table| table.field(part)) else {
            return Vec::new();
        };
        fields.iter().map(|(key, _)| key.to_string()).collect()
    }
}

fn find(params: &[(&str, String)], name: &str) -> Option<String> {
    params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone())
}

/// Fills a template in; `get` is told whether the value stands behind a backtick.
fn fill(template: &str, get: &dyn Fn(&str, bool) -> Option<String>) -> String {
    let (mut out, mut rest) = (String::new(), template);
    while let Some(at) = rest.find(['[', '{']) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let (close, optional) = if tail.starts_with('[') { (']', true) } else { ('}', false) };
        let Some((inside, after)) = tail.get(1..).and_then(|tail| tail.split_once(close)) else {
            out.push_str(tail);
            return out;
        };
        if optional {
            let complete = inside.split('{').skip(1).all(|part| {
                part.split_once('}')
                    .is_none_or(|(name, _)| get(name, false).is_some_and(|value| !value.is_empty()))
            });
            if complete {
                out.push_str(&fill(inside, get));
            }
        } else {
            let value = get(inside, out.ends_with('`'));
            out.push_str(&value.unwrap_or_else(|| format!("{{{inside}}}")));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn templates_are_filled() {
        let get = |name: &str, _: bool| (name == "a").then(|| "1".to_owned());
        assert_eq!(fill("x {a}[, {a}][, {b}] y", &get), "x 1, 1 y");
        assert_eq!(fill("{b} [", &get), "{b} [");
    }
}
