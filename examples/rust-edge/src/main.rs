//! The service on loopback, one request after another: `cargo run --package memberview-rust-edge`. `PORT` is 8788 unless said.

use memberview_rust_edge::respond;
use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{TcpListener, TcpStream};

/// Bytes of a request that are read.
const MOST: u64 = 1 << 20;

#[expect(clippy::disallowed_methods, reason = "a host has an environment, which its engine does not read")]
fn main() -> Result<()> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "8788".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))?;
    println!("the service listens on http://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        // Whoever hangs up gets no answer, and the next is served.
        if let Err(error) = stream.and_then(|stream| serve(&stream)) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

fn serve(stream: &TcpStream) -> Result<()> {
    let mut reader = BufReader::new(stream.take(MOST));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? <= 2 {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    let answer = respond(&path, &String::from_utf8_lossy(&body));
    let head = format!(
        "HTTP/1.1 {} \r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.status,
        answer.body.len()
    );
    let mut stream = stream;
    stream.write_all(head.as_bytes())?;
    stream.write_all(answer.body.as_bytes())
}
