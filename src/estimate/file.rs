//! The bytes of a model's file: a header, a table of sections, and the sections.
//!
//! All numbers are little-endian. Every section begins at a multiple of four.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0–7 | `MVMODEL` and a zero |
//! | 8–11 | the version of the format: 1 |
//! | 12–15 | how many sections there are |
//! | 16–19 | how many bytes the file has |
//! | 20–23 | zero |
//! | 24–31 | a checksum of all bytes after it: SipHash-1-3 of 64 bits with a key of zeros |
//! | 32– | for each section: its name of four letters, where it begins, how many bytes it has |

use core::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::number::{place, u32_at};
use crate::problem::{Code, Problem};

/// How a file begins.
const MAGIC: &[u8; 8] = b"MVMODEL\0";
/// The version of the format.
const VERSION: u32 = 1;
const HEADER: usize = 32;
const ENTRY: usize = 12;

/// The names of the sections that this version reads. Others may stand beside them, and are left alone.
pub const SECTIONS: [&[u8; 4]; 6] = [b"ABOU", b"ITEM", b"FACT", b"NEAR", b"FACS", b"TREE"];

/// Where a section lies.
pub type Span = (usize, usize);

/// The checksum of the bytes after a header.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish()
}

/// The sections of a file.
///
/// # Errors
/// When it is no model, cut short, damaged, or of a later version.
pub fn sections(bytes: &[u8]) -> Result<[Span; SECTIONS.len()], Problem> {
    let foreign = || Problem::new(Code::ModelForeign, "");
    if bytes.get(..MAGIC.len()) != Some(MAGIC) {
        return Err(foreign());
    }
    let version = u32_at(bytes, 8).ok_or_else(damaged)?;
    if version != VERSION {
        let problem = Problem::new(Code::ModelVersion, "").number("value", version.into());
        return Err(problem.number("expected", VERSION.into()));
    }
    let length = place(u32_at(bytes, 16).ok_or_else(damaged)?);
    if length != bytes.len() {
        let number = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        let problem = Problem::new(Code::ModelLength, "").number("value", number(bytes.len()));
        return Err(problem.number("expected", number(length)));
    }
    let (Some(sum), Some(rest)) = (bytes.get(24..HEADER), bytes.get(HEADER..)) else { return Err(damaged()) };
    if sum != checksum(rest).to_le_bytes() {
        return Err(damaged());
    }
    let mut spans = [(0, 0); SECTIONS.len()];
    for entry in 0..place(u32_at(bytes, 12).ok_or_else(damaged)?) {
        let at = entry.saturating_mul(ENTRY).saturating_add(HEADER);
        let (Some(name), Some(from), Some(length)) = (
            bytes.get(at..at.saturating_add(4)),
            u32_at(bytes, at.saturating_add(4)),
            u32_at(bytes, at.saturating_add(8)),
        ) else {
            return Err(damaged());
        };
        let (from, to) = (place(from), place(from).saturating_add(place(length)));
        if to > bytes.len() {
            return Err(damaged());
        }
        let known = SECTIONS.iter().zip(&mut spans).find(|(section, _)| section.as_slice() == name);
        if let Some((_, span)) = known {
            *span = (from, to);
        }
    }
    Ok(spans)
}

/// A file whose bytes do not agree with one another.
pub fn damaged() -> Problem {
    Problem::new(Code::ModelDamaged, "")
}

/// A file of sections.
#[must_use]
pub fn file(sections: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let mut rest = Vec::new();
    let mut from = sections.len().saturating_mul(ENTRY).saturating_add(HEADER);
    for (name, section) in sections {
        rest.extend_from_slice(*name);
        rest.extend_from_slice(&number(from));
        rest.extend_from_slice(&number(section.len()));
        from = from.saturating_add(section.len().next_multiple_of(4));
    }
    for (_, section) in sections {
        rest.extend_from_slice(section);
        rest.resize(rest.len().next_multiple_of(4), 0);
    }
    let mut file = MAGIC.to_vec();
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&number(sections.len()));
    file.extend_from_slice(&number(from));
    file.extend_from_slice(&[0; 4]);
    file.extend_from_slice(&checksum(&rest).to_le_bytes());
    file.extend_from_slice(&rest);
    file
}
