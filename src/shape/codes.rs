//! Codes that people type, and their digests.

use super::{Place, Reader, Shape};
use crate::json::Json;
use crate::problem::Code;
use crate::unit::normal_code;

/// A code by which a coupon is known, in its normal form.
#[derive(Clone, Debug)]
pub struct CodeText(pub String);

/// The SHA-256 of a code.
#[derive(Clone, Copy, Debug)]
pub struct Digest(pub [u8; 32]);

impl Shape for CodeText {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        let text = reader.text(json, place, 128)?;
        let code = normal_code(text);
        if code.is_empty() {
            reader.note(place.problem(Code::EmptyText));
            return None;
        }
        Some(Self(code))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut super::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "string", "minLength": 1, "maxLength": 128 })
    }
}

impl Shape for Digest {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        let text = reader.text(json, place, 128)?;
        let digest = bytes_of(text);
        if digest.is_none() {
            reader.wrong(place, Code::BadDigest, text);
        }
        digest.map(Self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut super::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "string", "pattern": "^[0-9a-fA-F]{64}$" })
    }
}

/// The bytes of 64 hexadecimal digits.
fn bytes_of(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    let mut digits = text.chars();
    for byte in &mut bytes {
        let mut digit = || digits.next()?.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        *byte = digit()? << 4 | digit()?;
    }
    digits.next().is_none().then_some(bytes)
}
