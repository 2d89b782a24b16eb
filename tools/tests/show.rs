//! Programs in plain words, as somebody has read them.
//!
//! `MEMBERVIEW_GOLDEN=write cargo test -p memberview-tools --test show` writes the files anew, to be read again.

use memberview_tools::tell::tell;
use memberview_tools::words::{Locale, Words};
use std::path::Path;

#[test]
fn programs_are_said_as_they_were_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for program in ["../presets/sephora-cn", "tests/programs/everything"] {
        let text = std::fs::read_to_string(root.join(format!("{program}.json"))).unwrap();
        let name = program.rsplit('/').next().unwrap();
        for locale in Locale::ALL {
            let said = tell(&text, locale).unwrap();
            let file = root.join(format!("tests/golden/{name}.{}.txt", locale.name()));
            if std::env::var_os("MEMBERVIEW_GOLDEN").is_some_and(|word| word == "write") {
                std::fs::write(&file, &said).unwrap();
            }
            if std::fs::read_to_string(&file).unwrap_or_default() != said {
                wrong.push(file.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "said otherwise than {}", wrong.join(", "));
}

#[test]
fn nothing_is_left_unsaid_in_any_case() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let mut wrong = Vec::new();
    let mut said = 0;
    for area in
        std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in std::fs::read_dir(area).unwrap().map(|entry| entry.unwrap().path()) {
            let case: serde_json::Value =
                serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
            for locale in Locale::ALL {
                let Ok(text) = tell(&case["program"].to_string(), locale) else { continue };
                said += 1;
                // A key that no table has is said as it is; a param that is not filled in stays in its braces.
                let odd =
                    text.lines().find(|line| line.contains(['{', '}', '[', ']']) || key(line).is_some());
                wrong.extend(odd.map(|line| format!("{}: {line}", file.display())));
            }
        }
    }
    assert!(said > 500, "{said} said");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A word of a line that looks like the key of a text.
fn key(line: &str) -> Option<&str> {
    line.split([' ', '，', '：', '。', ','])
        .find(|word| word.split_once('.').is_some_and(|(part, key)| PARTS.contains(&part) && !key.is_empty()))
}

const PARTS: [&str; 8] = ["gives", "when", "metric", "takes", "bound", "window", "amount", "coupon"];

#[test]
fn both_languages_say_the_same_things() {
    let [english, chinese] = Locale::ALL.map(|locale| Words::of(locale).keys("tell"));
    assert_eq!(english, chinese);
}

#[test]
fn a_program_that_is_refused_is_not_said() {
    assert!(tell("{}", Locale::En).unwrap_err().contains("missing"));
}
