/**
 * The bytes of something signed: one layout, so that there is nothing to write anew before the signature is looked at.
 *
 *     magic      "memberview-signed-1\n" in ASCII, 20 bytes
 *     kind       1 byte: 1 a member's snapshot, 2 a program's JSON text
 *     keyId      1 byte of length, then UTF-8
 *     program    1 byte of length, then UTF-8: the program's fingerprint
 *     member     1 byte of length, then UTF-8: the member's id; empty for a program
 *     revision   8 bytes, big-endian
 *     issuedAt   8 bytes, big-endian: epoch milliseconds
 *     expiresAt  8 bytes, big-endian: epoch milliseconds
 *     payload    4 bytes of length, big-endian, then so many bytes
 *     signature  64 bytes: Ed25519 (RFC 8032) of all the bytes before
 */

import { MemberviewError } from "./errors.js";
import { refuse, shown } from "./input.js";
import { DEFAULT_LOCALE } from "./messages.js";

/** What is signed. */
export type SignedKind = "snapshot" | "program";

/** What is said of a payload, under the same signature. */
export interface Claims {
  kind: SignedKind;
  /** The fingerprint of the program: `program.header.fingerprint`. */
  program: string;
  /** The member's id; empty for a program. */
  member: string;
  /** Rises with each change of what is signed, so that an older one is told from a newer one. */
  revision: number;
  /** Epoch milliseconds. */
  issuedAt: number;
  /** Epoch milliseconds: from then on it is stale. */
  expiresAt: number;
}

/** An envelope, taken apart. */
export interface Envelope {
  keyId: string;
  claims: Claims;
  payload: Uint8Array<ArrayBuffer>;
  /** All that is signed. */
  signed: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** What is to be signed, as bytes. */
export function writeEnvelope(keyId: string, claims: Claims, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const texts = [named(keyId, "keyId"), named(claims.program, "program"), named(claims.member, "member")];
  const numbers = [claims.revision, claims.issuedAt, claims.expiresAt];
  const length = MAGIC.length + 1 + texts.reduce((sum, text) => sum + 1 + text.length, 0) + 8 * numbers.length + 4 + payload.length;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  let at = MAGIC.length;
  view.setUint8(at++, kindNumber(claims.kind));
  for (const text of texts) {
    view.setUint8(at, text.length);
    bytes.set(text, at + 1);
    at += 1 + text.length;
  }
  for (const [place, number] of numbers.entries()) {
    if (!Number.isSafeInteger(number) || number < 0) {
      refuse(MemberviewError, DEFAULT_LOCALE, "badNumber", NUMBERS[place] ?? "", { value: shown(number) });
    }
    view.setUint32(at, Math.floor(number / WORD));
    view.setUint32(at + 4, number % WORD);
    at += 8;
  }
  view.setUint32(at, payload.length);
  bytes.set(payload, at + 4);
  return bytes;
}

/** Takes an envelope apart; nothing where the bytes are not exactly of the layout. */
export function readEnvelope(bytes: Uint8Array<ArrayBuffer>): Envelope | undefined {
  const view = new DataView(bytes.buffer);
  let at = MAGIC.length;
  if (bytes.length < at || MAGIC.some((byte, place) => bytes[place] !== byte)) return undefined;
  try {
    const kind = KINDS[view.getUint8(at++) - 1];
    const text = () => {
      const from = at + 1;
      at = from + view.getUint8(at);
      if (at > bytes.length) throw new RangeError();
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(from, at));
    };
    const number = () => {
      at += 8;
      return view.getUint32(at - 8) * WORD + view.getUint32(at - 4);
    };
    const [keyId, program, member] = [text(), text(), text()];
    const [revision, issuedAt, expiresAt] = [number(), number(), number()];
    const from = at + 4;
    const end = from + view.getUint32(at);
    const safe = [revision, issuedAt, expiresAt].every(Number.isSafeInteger);
    if (kind === undefined || !safe || end + SIGNATURE !== bytes.length) return undefined;
    const claims: Claims = { kind, program, member, revision, issuedAt, expiresAt };
    return { keyId, claims, payload: bytes.slice(from, end), signed: bytes.slice(0, end), signature: bytes.slice(end) };
  } catch {
    // Shorter than it says, or text that is no UTF-8.
    return undefined;
  }
}

function named(text: unknown, path: string): Uint8Array {
  if (typeof text !== "string") refuse(MemberviewError, DEFAULT_LOCALE, "wrongType", path, { expected: "text", value: shown(text) });
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > LONGEST) refuse(MemberviewError, DEFAULT_LOCALE, "tooLong", path, { max: LONGEST });
  return bytes;
}

function kindNumber(kind: SignedKind): number {
  const place = KINDS.indexOf(kind);
  if (place < 0) refuse(MemberviewError, DEFAULT_LOCALE, "unknownWord", "kind", { expected: KINDS, value: shown(kind) });
  return place + 1;
}

/** Bytes of a signature. */
const SIGNATURE = 64;
const MAGIC = Uint8Array.from("memberview-signed-1\n", (letter) => letter.charCodeAt(0));
const KINDS: readonly SignedKind[] = ["snapshot", "program"];
const NUMBERS = ["revision", "issuedAt", "expiresAt"] as const;
/** Bytes of a text whose length is one byte. */
const LONGEST = 255;
const WORD = 4294967296;
