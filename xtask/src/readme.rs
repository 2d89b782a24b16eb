//! The lines of JavaScript that README shows run as they are printed.

use crate::ci::Count;
use crate::say::step;
use crate::shell::{command, read, root, run, target, write};
use anyhow::{Context, Result};

/// Runs the first JavaScript block of each README that exists, in the folder of an app that has the tarball.
pub fn test() -> Result<Count> {
    let mut count = Count::default();
    for name in ["README.md", "README.zh-CN.md"] {
        let file = root().join(name);
        if !file.is_file() {
            continue;
        }
        step(&format!("{name}: its lines run"), |s| {
            let text = String::from_utf8(read(&file)?)?;
            let code = block(&text).with_context(|| format!("{name} shows no JavaScript"))?;
            let app = target().join("hosts/app");
            for folder in ["presets", "tests/members"] {
                for from in crate::stamp::files(&root().join(folder)) {
                    crate::pack::copy(&from, &app.join(from.strip_prefix(root())?))?;
                }
            }
            write(&app.join("readme.mjs"), code.as_bytes())?;
            let said = run("readme", command("node").current_dir(&app).arg("readme.mjs"))?;
            s.note(format!("{} lines printed", said.lines().count()));
            Ok(())
        })?;
        count.passed += 1;
    }
    Ok(count)
}

/// The first fenced block that is JavaScript.
fn block(text: &str) -> Option<&str> {
    let start = ["```js\n", "```javascript\n", "```mjs\n"];
    let (_, rest) = start.iter().find_map(|fence| text.split_once(fence))?;
    rest.split_once("\n```").map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::block;

    #[test]
    fn the_first_block_of_javascript() {
        assert_eq!(block("a\n```sh\nx\n```\n```js\nlet a;\nb();\n```\n```js\nc\n```"), Some("let a;\nb();"));
        assert_eq!(block("a\n```sh\nx\n```"), None);
    }
}
