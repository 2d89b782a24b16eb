/**
 * What only the edge can make and every page can check: snapshots and programs signed with Ed25519, by the host's WebCrypto.
 *
 *     const signed = await (await signer({ keyId, privateKey })).sign(member.snapshot(), claims);   // in the worker
 *     const verdict = await (await verifier({ [keyId]: publicKey })).verify(signed, expected);      // in the page
 *     if (verdict.is === "valid") member = program.restore(verdict.payload);
 */

import { type Claims, readEnvelope, type SignedKind, writeEnvelope } from "../envelope.js";
import { MemberviewError } from "../errors.js";
import { bytesOf as copyOf, refuse, shown } from "../input.js";
import { DEFAULT_LOCALE } from "../messages.js";
import { bytesOf } from "./base64.js";

export type { Claims, SignedKind } from "../envelope.js";

/** The key of who signs. */
export interface SigningKey {
  /** By which name pages know the public key. */
  keyId: string;
  /** PKCS #8, as base64url. */
  privateKey: string;
}

/** Who signs. */
export interface Signer {
  /** The payload with what is said of it and the signature: the layout is that of `docs/signed.md`. */
  sign(payload: Uint8Array, claims: Claims): Promise<Uint8Array<ArrayBuffer>>;
}

/** What a page asks for. What it leaves out it takes as it comes. */
export interface Expected {
  /** What it wants; `snapshot` unless said. */
  kind?: SignedKind;
  /** The fingerprint of the program that it runs. */
  program?: string;
  /** The member that it shows. */
  member?: string;
  /** Epoch milliseconds. */
  now: number;
  /** The latest revision that it has seen: one below is stale. */
  revision?: number;
}

/** What became of it. Told apart by `is`. */
export type SignedVerdict =
  /** Signed by a key that the page knows, and what it asked for. */
  | { is: "valid"; claims: Claims; payload: Uint8Array<ArrayBuffer> }
  /** Authentic, but out of date, or older than what the page has seen. */
  | { is: "stale"; because: "expired" | "older"; claims: Claims; payload: Uint8Array<ArrayBuffer> }
  /** Nobody who has the key that it names made this. */
  | { is: "forged"; because: "layout" | "signature" }
  /** Of another key, kind, program or member. Of a key that is not known nothing can be said of the rest. */
  | { is: "foreign"; because: "key" | "kind" | "program" | "member" };

/** Who checks. */
export interface Verifier {
  /** Says what became of it. Whatever the bytes are, it is a verdict and no error. */
  verify(signed: Uint8Array | ArrayBuffer, expected: Expected): Promise<SignedVerdict>;
}

/** A signer with a private key, which is not kept where it could be read again. */
export async function signer(key: SigningKey): Promise<Signer> {
  const { keyId } = key;
  const bytes = keyBytes(key.privateKey, "privateKey");
  const secret = await imported("pkcs8", bytes, "privateKey", "sign");
  return {
    async sign(payload, claims) {
      const content = writeEnvelope(keyId, claims, copyOf(payload, MemberviewError, DEFAULT_LOCALE));
      const signature = new Uint8Array(await subtle().sign(ALGORITHM, secret, content));
      const signed = new Uint8Array(content.length + signature.length);
      signed.set(content);
      signed.set(signature, content.length);
      return signed;
    },
  };
}

/** A verifier with public keys by their ids: 32 bytes each, as base64url. Several, so that a key can be replaced while both are about. */
export async function verifier(keys: Readonly<Record<string, string>>): Promise<Verifier> {
  const known = new Map<string, CryptoKey>();
  for (const [keyId, text] of Object.entries(keys)) {
    known.set(keyId, await imported("raw", keyBytes(text, keyId), keyId, "verify"));
  }
  return {
    async verify(signed, expected) {
      const envelope = readEnvelope(copyOf(signed, MemberviewError, DEFAULT_LOCALE));
      if (!envelope) return { is: "forged", because: "layout" };
      const key = known.get(envelope.keyId);
      if (!key) return { is: "foreign", because: "key" };
      const authentic = await subtle().verify(ALGORITHM, key, envelope.signature, envelope.signed);
      return authentic ? judged(envelope.claims, envelope.payload, expected) : { is: "forged", because: "signature" };
    },
  };
}

/** The verdict on what is authentic. */
function judged(claims: Claims, payload: Uint8Array<ArrayBuffer>, expected: Expected): SignedVerdict {
  if (claims.kind !== (expected.kind ?? "snapshot")) return { is: "foreign", because: "kind" };
  if (expected.program !== undefined && claims.program !== expected.program) return { is: "foreign", because: "program" };
  if (expected.member !== undefined && claims.member !== expected.member) return { is: "foreign", because: "member" };
  // Not the other way round: at a moment that is no number it is not valid.
  if (!(expected.now < claims.expiresAt)) return { is: "stale", because: "expired", claims, payload };
  if (claims.revision < (expected.revision ?? 0)) return { is: "stale", because: "older", claims, payload };
  return { is: "valid", claims, payload };
}

async function imported(format: "pkcs8" | "raw", bytes: Uint8Array<ArrayBuffer>, path: string, use: "sign" | "verify"): Promise<CryptoKey> {
  try {
    return await subtle().importKey(format, bytes, ALGORITHM, false, [use]);
  } catch (reason) {
    if (reason instanceof MemberviewError) throw reason;
    const { name } = reason as Error;
    if (name === "NotSupportedError") throw missing();
    return refuse(MemberviewError, DEFAULT_LOCALE, "badKey", path, {});
  }
}

/** The host's WebCrypto: pages have it on https and loopback, mini-programs have none. */
function subtle(): SubtleCrypto {
  const host = typeof crypto === "undefined" ? undefined : (crypto.subtle as SubtleCrypto | undefined);
  if (!host) throw missing();
  return host;
}

function missing(): MemberviewError {
  return new MemberviewError([{ code: "cryptoMissing", path: "", params: {} }]);
}

function keyBytes(text: unknown, path: string): Uint8Array<ArrayBuffer> {
  if (typeof text !== "string") refuse(MemberviewError, DEFAULT_LOCALE, "wrongType", path, { expected: "text", value: shown(text) });
  // The value is a key: a message that showed it would put it into a log.
  if (!BASE64URL.test(text) || text.length % 4 === 1) refuse(MemberviewError, DEFAULT_LOCALE, "badKey", path, {});
  const padded = text + "===".slice(0, (4 - (text.length % 4)) % 4);
  return bytesOf(padded.replace(/-/g, "+").replace(/_/g, "/"));
}

const ALGORITHM = "Ed25519";
const BASE64URL = /^[\w-]*$/;
