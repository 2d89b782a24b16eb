/**
 * UTF-8 for the glue: the host's codecs where it has them, else our own, which give the same for every input.
 * WeChat's logic layer and the shell of JavaScriptCore have none.
 */

class OwnEncoder {
  encode(text: string): Uint8Array {
    const bytes = new Uint8Array(text.length * 3);
    return bytes.subarray(0, this.encodeInto(text, bytes).written);
  }

  encodeInto(text: string, bytes: Uint8Array): { read: number; written: number } {
    let to = 0;
    for (let from = 0; from < text.length; from++) {
      let code = text.charCodeAt(from);
      if (code >= 0xd800 && code < 0xe000) {
        const low = from + 1 < text.length ? text.charCodeAt(from + 1) : 0;
        const pair = code < 0xdc00 && low >= 0xdc00 && low < 0xe000;
        code = pair ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : REPLACEMENT;
        if (pair) from++;
      }
      if (code < 0x80) {
        bytes[to++] = code;
      } else if (code < 0x800) {
        bytes[to++] = 0xc0 | (code >> 6);
        bytes[to++] = 0x80 | (code & 0x3f);
      } else if (code < 0x10000) {
        bytes[to++] = 0xe0 | (code >> 12);
        bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[to++] = 0x80 | (code & 0x3f);
      } else {
        bytes[to++] = 0xf0 | (code >> 18);
        bytes[to++] = 0x80 | ((code >> 12) & 0x3f);
        bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[to++] = 0x80 | (code & 0x3f);
      }
    }
    return { read: text.length, written: to };
  }
}

/** Reads what Rust wrote, which is always valid UTF-8. */
class OwnDecoder {
  decode(bytes?: Uint8Array): string {
    if (!bytes) return "";
    let text = "";
    let units: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      const first = bytes[at++]!;
      if (first < 0x80) {
        units.push(first);
      } else if (first < 0xe0) {
        units.push(((first & 0x1f) << 6) | (bytes[at++]! & 0x3f));
      } else if (first < 0xf0) {
        units.push(((first & 0x0f) << 12) | ((bytes[at++]! & 0x3f) << 6) | (bytes[at++]! & 0x3f));
      } else {
        const high = ((first & 0x07) << 18) | ((bytes[at++]! & 0x3f) << 12);
        const code = (high | ((bytes[at++]! & 0x3f) << 6) | (bytes[at++]! & 0x3f)) - 0x10000;
        units.push(0xd800 + (code >> 10), 0xdc00 + (code & 0x3ff));
      }
      if (units.length >= CHUNK) {
        text += String.fromCharCode.apply(null, units);
        units = [];
      }
    }
    return text + String.fromCharCode.apply(null, units);
  }
}

/** Few enough for the arguments of one call on every engine. */
const CHUNK = 4096;

/** What stands for half a surrogate pair, as in the platform's encoder. */
const REPLACEMENT = 0xfffd;

const HostEncoder = typeof TextEncoder === "function" ? TextEncoder : OwnEncoder;
const HostDecoder = typeof TextDecoder === "function" ? TextDecoder : OwnDecoder;

export { HostEncoder as TextEncoder, HostDecoder as TextDecoder, OwnEncoder, OwnDecoder };
