//! The JSON Schema (draft 2020-12) of a shape.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Shape;

/// Collects the definitions of a schema.
#[derive(Debug, Default)]
pub struct Schema {
    definitions: BTreeMap<String, Value>,
}

impl Schema {
    /// The schema document of a shape.
    #[must_use]
    pub fn document<T: Shape>(title: &str, description: &str) -> Value {
        let mut schema = Self::default();
        let root = T::schema(&mut schema);
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            "description": description,
            "$ref": root.get("$ref"),
            "$defs": schema.definitions,
        })
    }

    /// A reference to a definition, made when it is first asked for.
    pub fn define(&mut self, name: &str, doc: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.definitions.contains_key(name) {
            self.definitions.insert(name.into(), Value::Null);
            let mut definition = make(self);
            if let Value::Object(fields) = &mut definition {
                fields.insert("description".into(), Value::String(words(doc)));
            }
            self.definitions.insert(name.into(), definition);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// An object without fields.
    #[must_use]
    pub fn object() -> Value {
        json!({ "type": "object", "properties": {}, "required": [], "additionalProperties": false })
    }

    /// Adds a field to an object.
    pub fn field<T: Shape>(&mut self, object: &mut Value, key: &str, doc: &str) {
        let of = T::schema(self);
        let mut described = match of {
            Value::Object(fields) if !fields.contains_key("$ref") => fields,
            Value::Object(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => Map::from_iter([("allOf".into(), json!([of]))]),
        };
        described.insert("description".into(), Value::String(words(doc)));
        if let Some(Value::Object(properties)) = object.get_mut("properties") {
            properties.insert(key.into(), Value::Object(described));
        }
        if !T::OPTIONAL
            && let Some(Value::Array(required)) = object.get_mut("required")
        {
            required.push(key.into());
        }
    }

    /// A definition's object with the field that says which it is, by one word or one of several.
    pub fn with_tag(&mut self, of: &Value, tag: &str, word: &str) -> Value {
        let name = of
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|path| path.rsplit('/').next())
            .unwrap_or_default();
        if let Some(Value::Object(definition)) = self.definitions.get_mut(name) {
            if let Some(Value::Object(properties)) = definition.get_mut("properties") {
                let known = properties.get(tag).cloned().unwrap_or_default();
                let several = known.get("enum").and_then(Value::as_array).cloned();
                let mut words = several.unwrap_or_else(|| known.get("const").cloned().into_iter().collect());
                words.push(json!(word));
                let one = words.len() == 1;
                properties.insert(
                    tag.into(),
                    if one { json!({ "const": word }) } else { json!({ "enum": words }) },
                );
                if !one {
                    return of.clone();
                }
            }
            if let Some(Value::Array(required)) = definition.get_mut("required") {
                required.insert(0, tag.into());
            }
        }
        of.clone()
    }
}

/// A doc comment as one paragraph.
fn words(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
