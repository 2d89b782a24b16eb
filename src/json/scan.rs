//! Where values end in a text of which the rest is yet to come.

/// Follows brackets and texts byte by byte. Of what is not JSON it says anything; reading finds that out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scan {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Scan {
    /// Takes the next byte.
    pub fn step(&mut self, byte: u8) {
        if self.in_text {
            self.in_text = byte != b'"' || self.escaped;
            self.escaped = byte == b'\\' && !self.escaped;
            return;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Takes bytes until those that began are closed; gives how many.
    pub fn skip(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0_usize;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = match (self.in_text, self.escaped) {
                (true, true) => Some(0),
                (true, false) => rest.iter().position(|byte| matches!(byte, b'"' | b'\\')),
                (false, _) => rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']')),
            };
            let Some(plain) = plain else { return bytes.len() };
            self.step(rest.get(plain).copied().unwrap_or(0));
            at = at.saturating_add(plain).saturating_add(1);
            if self.depth() == Some(0) {
                break;
            }
        }
        at
    }

    /// How many lists and objects the next byte is within; nothing where it is within a text.
    #[must_use]
    pub fn depth(&self) -> Option<usize> {
        (!self.in_text).then_some(self.depth)
    }
}

#[cfg(test)]
mod tests {
    use super::Scan;

    #[test]
    fn brackets_within_texts_are_none() {
        let mut scan = Scan::default();
        let mut depths = String::new();
        for byte in br#"{"}\"{":[1,"\\"]}"# {
            scan.step(*byte);
            depths.push_str(&scan.depth().map_or("-".into(), |depth| depth.to_string()));
        }
        assert_eq!(depths, "1-----11222---210");
    }
}
