//! A merchant's own program from a preset.

use crate::node::Node;
use memberview::json::{DEPTH, parse, text as quoted};
use memberview::problem::nearest;

/// The text of a preset as a program of its own: with another id, at version 1, and otherwise as it is, comments of layout and all.
///
/// # Errors
/// Where the text is no program.
pub fn own(preset: &str, id: &str) -> Result<String, String> {
    let json = parse(preset, DEPTH).map_err(|_| "the preset is not JSON".to_owned())?;
    let program = Node::root(&json);
    let mut text = preset.to_owned();
    for (key, value) in [("id", id), ("version", "1")] {
        let old = program.text(key).ok_or_else(|| format!("the preset has no `{key}`"))?;
        let (old, new) = (format!("\"{key}\": {}", quoted(&old)), format!("\"{key}\": {}", quoted(&value)));
        // The header stands before everything that has an id.
        text = text.replacen(&old, &new, 1);
    }
    memberview::api::Program::load(&text).map_err(|problems| problems.to_string())?;
    Ok(text)
}

/// What is said where there is no preset of a name.
#[must_use]
pub fn unknown(name: &str, presets: &[String]) -> String {
    let near = nearest(name, presets.iter().map(String::as_str));
    let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
    format!("there is no preset `{name}`{near}\npresets: {}", presets.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{own, unknown};

    #[test]
    fn a_preset_gets_an_id_of_its_own() {
        let preset = include_str!("../../presets/sephora-cn.json");
        let text = own(preset, "my-shop").unwrap();
        assert_eq!(text.replacen("\"id\": \"my-shop\"", "\"id\": \"sephora-cn\"", 1), preset);
        assert!(own(preset, "").unwrap_err().contains("emptyText"));
        assert!(own("{", "x").is_err());
    }

    #[test]
    fn presets_are_named_where_one_is_not_known() {
        let presets = ["costco".to_owned(), "sephora-cn".to_owned()];
        let said = unknown("sefora-cn", &presets);
        assert_eq!(
            said,
            "there is no preset `sefora-cn`, did you mean `sephora-cn`?\npresets: costco, sephora-cn"
        );
    }
}
