/** Base64 without `atob`, which some hosts lack. */

/** The bytes that base64 text stands for. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const digits = new Uint8Array(128);
  for (let digit = 0; digit < ALPHABET.length; digit++) digits[ALPHABET.charCodeAt(digit)] = digit;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length >> 2) * 3 - padding);
  for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
    const a = digits[text.charCodeAt(from)]!;
    const b = digits[text.charCodeAt(from + 1)]!;
    const c = digits[text.charCodeAt(from + 2)]!;
    const d = digits[text.charCodeAt(from + 3)]!;
    bytes[to] = (a << 2) | (b >> 4);
    bytes[to + 1] = (b << 4) | (c >> 2);
    bytes[to + 2] = (c << 6) | d;
  }
  return bytes;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
