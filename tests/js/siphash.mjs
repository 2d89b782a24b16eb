// SipHash-1-3 with a key of zeros, as snapshots are sealed with: it keeps accidents out, not forgers.

const MASK = (1n << 64n) - 1n;
const turned = (word, by) => ((word << by) | (word >> (64n - by))) & MASK;

/** The hash as eight bytes, lowest first. */
export function siphash13(bytes) {
  const state = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n];
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) absorb(state, word(bytes.subarray(at, at + 8)));
  absorb(state, word(bytes.subarray(whole)) | (BigInt(bytes.length & 255) << 56n));
  state[2] ^= 0xffn;
  for (let round = 0; round < 3; round++) mix(state);
  const hash = state[0] ^ state[1] ^ state[2] ^ state[3];
  return Uint8Array.from({ length: 8 }, (_, at) => Number((hash >> BigInt(8 * at)) & 255n));
}

function word(bytes) {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function absorb(state, message) {
  state[3] ^= message;
  mix(state);
  state[0] ^= message;
}

function mix(v) {
  v[0] = (v[0] + v[1]) & MASK;
  v[1] = turned(v[1], 13n) ^ v[0];
  v[0] = turned(v[0], 32n);
  v[2] = (v[2] + v[3]) & MASK;
  v[3] = turned(v[3], 16n) ^ v[2];
  v[0] = (v[0] + v[3]) & MASK;
  v[3] = turned(v[3], 21n) ^ v[0];
  v[2] = (v[2] + v[1]) & MASK;
  v[1] = turned(v[1], 17n) ^ v[2];
  v[2] = turned(v[2], 32n);
}
