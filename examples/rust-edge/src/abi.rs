//! The service in a WebAssembly host that knows nothing of it: bytes go in and come out one by one, so that nobody writes into memory of
//! another. The SDKs of Fastly and Shopify bring entries of their own in place of this file.

use crate::respond;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What has come in and what goes out. The lock is for the compiler: such a host has one thread.
struct Bytes {
    given: Vec<u8>,
    answer: Vec<u8>,
}

static BYTES: Mutex<Bytes> = Mutex::new(Bytes { given: Vec::new(), answer: Vec::new() });

fn bytes() -> MutexGuard<'static, Bytes> {
    BYTES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes one byte of the request: its path, a line feed, its body.
#[expect(unsafe_code, reason = "the host calls it by this name, which nothing else here has")]
#[unsafe(no_mangle)]
pub extern "C" fn give(byte: u32) {
    bytes().given.extend(u8::try_from(byte));
}

/// Answers what was given; gives the status. What is no UTF-8 is malformed.
#[expect(unsafe_code, reason = "the host calls it by this name, which nothing else here has")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> u32 {
    let mut bytes = bytes();
    let given = std::mem::take(&mut bytes.given);
    let text = String::from_utf8(given).unwrap_or_default();
    let (path, body) = text.split_once('\n').unwrap_or((text.as_str(), ""));
    let answer = respond(path, body);
    bytes.answer = answer.body.into_bytes();
    answer.status.into()
}

/// A byte of the answer; 256 behind its end.
#[expect(unsafe_code, reason = "the host calls it by this name, which nothing else here has")]
#[unsafe(no_mangle)]
pub extern "C" fn take(place: u32) -> u32 {
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    bytes().answer.get(place).map_or(256, |byte| u32::from(*byte))
}
