//! SHA-256 (FIPS 180-4), for codes that a program does not carry openly.

/// The SHA-256 of a text.
#[must_use]
pub fn sha256(text: &str) -> [u8; 32] {
    let mut message = text.as_bytes().to_vec();
    let bits = u64::try_from(message.len()).unwrap_or(u64::MAX).saturating_mul(8);
    message.push(0x80);
    while message.len() & 63 != 56 {
        message.push(0);
    }
    message.extend_from_slice(&bits.to_be_bytes());
    let mut state = START;
    for block in message.as_chunks::<64>().0 {
        mix(&mut state, block);
    }
    let mut digest = [0; 32];
    for (four, word) in digest.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *four = word.to_be_bytes();
    }
    digest
}

/// Mixes a block into the state.
#[expect(clippy::many_single_char_names, reason = "the standard names them so")]
fn mix(state: &mut [u32; 8], block: &[u8; 64]) {
    // The latest 16 words of the schedule, the oldest first.
    let mut words = [0_u32; 16];
    for (word, four) in words.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*four);
    }
    let mut mixed = *state;
    for constant in ROUNDS {
        let [a, b, c, d, e, f, g, h] = mixed;
        let [word, second, _, _, _, _, _, _, _, tenth, _, _, _, _, last_but_one, _] = words;
        let chosen = (e & f) ^ (!e & g);
        let most = (a & b) ^ (a & c) ^ (b & c);
        let first = h
            .wrapping_add(e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25))
            .wrapping_add(chosen)
            .wrapping_add(constant)
            .wrapping_add(word);
        let other = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22)).wrapping_add(most);
        mixed = [first.wrapping_add(other), a, b, c, d.wrapping_add(first), e, f, g];
        let next = word
            .wrapping_add(second.rotate_right(7) ^ second.rotate_right(18) ^ second.wrapping_shr(3))
            .wrapping_add(tenth)
            .wrapping_add(
                last_but_one.rotate_right(17) ^ last_but_one.rotate_right(19) ^ last_but_one.wrapping_shr(10),
            );
        words.rotate_left(1);
        if let Some(last) = words.last_mut() {
            *last = next;
        }
    }
    for (word, mixed) in state.iter_mut().zip(mixed) {
        *word = word.wrapping_add(mixed);
    }
}

/// The fractions of the square roots of the first eight primes.
const START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The fractions of the cube roots of the first 64 primes.
const ROUNDS: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn the_digests_of_texts() {
        for (text, digest) in [
            (String::new(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc".into(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("a".repeat(55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
            ("a".repeat(56), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
            ("a".repeat(64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
            ("a".repeat(1000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
            ("shop\n会员日2026".into(), "57c1de91a57b1f904713d68ad679efa1c9eab6aa6c9f81f17eea7b029d15cb47"),
        ] {
            let text: String = text;
            let hex = crate::unit::hexadecimal(&sha256(&text));
            assert_eq!(hex, digest, "{text}");
        }
    }
}
