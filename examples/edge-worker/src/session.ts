/**
 * Who calls: `v1.<role>.<member>.<expires>.<mac>`, where the member's id is base64url, `expires` is in epoch seconds, and the MAC is
 * HMAC-SHA-256, as base64url, of all before its point. The shop's own login makes them with the same key; a page gets one for its
 * member, the shop's systems one without a member.
 */

export type Role = "member" | "shop";

export interface Session {
  readonly role: Role;
  /** Empty for the shop's systems. */
  readonly member: string;
  /** Epoch seconds. */
  readonly expires: number;
}

/** A token for a session. */
export async function tokenOf({ role, member, expires }: Session, key: string): Promise<string> {
  const text = `v1.${role}.${base64url(new TextEncoder().encode(member))}.${expires}`;
  const mac = await crypto.subtle.sign("HMAC", await keyOf(key), new TextEncoder().encode(text));
  return `${text}.${base64url(new Uint8Array(mac))}`;
}

/** The session of a request, where its token is authentic and not out of date. */
export async function sessionOf(request: Request, key: string, now: number): Promise<Session | undefined> {
  const [, token] = /^Bearer ([\w.-]{1,512})$/.exec(request.headers.get("authorization") ?? "") ?? [];
  const [, text, role, member, expires, mac] = TOKEN.exec(token ?? "") ?? [];
  if (text === undefined || mac === undefined) return undefined;
  // `verify` compares in constant time. Nothing of the token is believed before.
  const authentic = await crypto.subtle.verify("HMAC", await keyOf(key), bytesOf(mac), new TextEncoder().encode(text));
  if (!authentic || Number(expires) * 1000 <= now || (role === "member") !== (member !== "")) return undefined;
  return { role: role as Role, member: new TextDecoder().decode(bytesOf(member ?? "")), expires: Number(expires) };
}

const TOKEN = /^(v1\.(member|shop)\.([\w-]*)\.(\d{1,12}))\.([\w-]{43})$/;

let imported: { text: string; key: Promise<CryptoKey> } | undefined;

function keyOf(text: string): Promise<CryptoKey> {
  if (imported?.text !== text) {
    const bytes = bytesOf(text);
    if (bytes.length < 32) throw new Error("SESSION_KEY must have 32 bytes as base64url: node keys.mjs makes one");
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    imported = { text, key: crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign", "verify"]) };
  }
  return imported.key;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
