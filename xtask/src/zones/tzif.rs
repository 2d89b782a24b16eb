//! Reads one `TZif` file (RFC 9636): the instants at which the offset changes, and the rule after the last of them.

use anyhow::{Context, Result, ensure};

/// What one file tells, offsets in seconds east of UTC.
pub struct Tzif {
    /// The offset before the first change.
    pub first: i32,
    /// Each change of offset: the second it happens at and the offset from then on.
    pub changes: Vec<(i64, i32)>,
    /// The second from which on the footer holds, 0 without a change.
    pub end: i64,
    /// POSIX TZ text.
    pub footer: String,
}

impl Tzif {
    /// Reads the 64-bit part of a file of version 2 or later.
    pub fn read(file: &[u8]) -> Result<Self> {
        let mut bytes = Bytes(file);
        let old = Counts::read(&mut bytes)?;
        bytes.take(old.body(4))?;
        let counts = Counts::read(&mut bytes)?;

        let mut seconds = Vec::new();
        for _ in 0..counts.times {
            seconds.push(i64::from_be_bytes(bytes.take(8)?.try_into()?));
        }
        let kinds = bytes.take(counts.times)?.to_vec();
        let mut offsets = Vec::new();
        for _ in 0..counts.kinds {
            offsets.push(i32::from_be_bytes(bytes.take(4)?.try_into()?));
            bytes.take(2)?;
        }
        bytes.take(counts.tail(8))?;

        let end = seconds.last().copied().unwrap_or(0);
        let first = *offsets.first().context("a file without an offset")?;
        let mut changes = Vec::new();
        let mut present = first;
        for (second, kind) in seconds.into_iter().zip(kinds) {
            let offset = *offsets.get(usize::from(kind)).context("an offset that is not there")?;
            if offset != present {
                changes.push((second, offset));
            }
            present = offset;
        }
        let footer = str::from_utf8(bytes.0)?.trim().to_owned();
        ensure!(!footer.is_empty(), "a file without a rule at its end");
        Ok(Self { first, changes, end, footer })
    }
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count).context("the file ends too early")?;
        self.0 = rest;
        Ok(head)
    }
}

struct Counts {
    utc: usize,
    standard: usize,
    leaps: usize,
    times: usize,
    kinds: usize,
    letters: usize,
}

impl Counts {
    fn read(bytes: &mut Bytes<'_>) -> Result<Self> {
        ensure!(bytes.take(5)?.first_chunk() == Some(b"TZif"), "not a TZif file");
        bytes.take(15)?;
        let mut count =
            || Ok::<_, anyhow::Error>(usize::try_from(u32::from_be_bytes(bytes.take(4)?.try_into()?))?);
        Ok(Self {
            utc: count()?,
            standard: count()?,
            leaps: count()?,
            times: count()?,
            kinds: count()?,
            letters: count()?,
        })
    }

    /// The bytes after a header whose instants take `width` bytes.
    fn body(&self, width: usize) -> usize {
        self.times * (width + 1) + self.kinds * 6 + self.tail(width)
    }

    /// The bytes of a body that follow its offsets.
    fn tail(&self, width: usize) -> usize {
        self.letters + self.leaps * (width + 4) + self.standard + self.utc
    }
}
