//! The sample member's view in the terminal, then the storefront on loopback.

use crate::golden::{joined, told};
use crate::say::step;
use crate::serve;
use crate::shell::{read, root};
use crate::{pack, page};
use anyhow::{Context, Result};
use memberview::api::{Program, Request, instant};
use serde_json::Value;

/// What follows the terminal's part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Serve the storefront until the process is ended.
    Serve,
    /// Nothing.
    Stop,
}

/// Builds, shows the member, and serves the page.
pub fn demo(then: Then) -> Result<()> {
    pack::pack()?;
    let page = root().join("www/index.html").is_file();
    if page {
        page::build()?;
    }
    let view = step("sample member's view", |s| {
        s.note(format!("presets/{PROGRAM}.json, tests/members/{MEMBER}.json"));
        view()
    })?;
    println!("\n{}", crate::show::view(&view));
    match then {
        Then::Serve if page => serve::serve(&root().join("www/dist")),
        Then::Serve | Then::Stop => Ok(()),
    }
}

fn view() -> Result<Value> {
    let text = |path: String| Ok::<_, anyhow::Error>(String::from_utf8(read(&root().join(path))?)?);
    let program =
        Program::load(&text(format!("presets/{PROGRAM}.json"))?).map_err(|refusal| told(&refusal))?;
    let mut member: Value = serde_json::from_str(&text(format!("tests/members/{MEMBER}.json"))?)?;
    member.as_object_mut().context("a member is an object")?.insert("onRejected".to_owned(), "throw".into());
    let member = program.member(&member.to_string()).map_err(|refusal| told(&refusal))?;
    let now = instant(NOW).map_err(|refusal| told(&refusal))?;
    let text = member
        .view(&Request { history: 10, lots: 10, ..Request::at(now) })
        .map_err(|refusal| told(&refusal))?;
    Ok(serde_json::from_str(&joined(&text))?)
}

const PROGRAM: &str = "sephora-cn";
const MEMBER: &str = "lin";

/// Some days after the sample's last event; the engine has no clock, and neither has its demonstration.
const NOW: &str = "2026-11-22T12:00:00+08:00";
