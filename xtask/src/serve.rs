//! A folder of files on loopback.

use anyhow::{Result, anyhow};
use std::fs::File;
use std::path::{Component, Path, PathBuf};
use tiny_http::{Header, Response, Server};

/// Serves `folder` on a free port until the process is ended.
pub fn serve(folder: &Path) -> Result<()> {
    let server =
        Server::http("127.0.0.1:0").map_err(|error| anyhow!("cannot listen on loopback: {error}"))?;
    println!("the storefront is at http://{}/  (Ctrl-C ends it)", server.server_addr());
    for request in server.incoming_requests() {
        let answer = file(folder, request.url()).and_then(|path| Some((File::open(&path).ok()?, path)));
        let sent = match answer {
            Some((file, path)) => {
                let mut response = Response::from_file(file);
                if let Some(header) = content_type(&path) {
                    response.add_header(header);
                }
                request.respond(response)
            }
            None => request.respond(Response::from_string("not found").with_status_code(404)),
        };
        // A browser that goes away in the middle is no concern of ours.
        drop(sent);
    }
    Ok(())
}

/// The file that a URL names; nothing outside the folder.
fn file(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let found = folder.join(if path.is_empty() { "index.html" } else { path });
    (inside && found.is_file()).then_some(found)
}

fn content_type(path: &Path) -> Option<Header> {
    let kind = match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    // The names above are ASCII, which is all that a header asks.
    Header::from_bytes("Content-Type", kind).ok()
}

#[cfg(test)]
mod tests {
    use super::file;
    use std::path::Path;

    #[test]
    fn only_files_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(file(folder, "/Cargo.toml?x#y"), Some(folder.join("Cargo.toml")));
        assert_eq!(file(folder, "/../Cargo.toml"), None);
        assert_eq!(file(folder, "//etc/passwd"), None);
        assert_eq!(file(folder, "/nothing"), None);
    }
}
