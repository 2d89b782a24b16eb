// Signed snapshots: the layout byte by byte against Node's own Ed25519, and every verdict.
import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync, sign as signOf, verify as verifyOf } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { runInContext, createContext } from "node:vm";
import { app, dist } from "./hosts.mjs";

const require = createRequire(join(app, "index.js"));
const { signer, verifier } = require("memberview/signed");

/** A key pair as the package takes it, and as Node does. */
function pair(keyId) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    publicKey,
    privateKey,
    key: { keyId, privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url") },
    raw: publicKey.export({ format: "jwk" }).x,
  };
}

const shop = pair("2026-11");
const claims = { kind: "snapshot", program: "p-1", member: "林", revision: 7, issuedAt: 1_790_000_000_000, expiresAt: 1_790_000_600_000 };
const payload = Uint8Array.from({ length: 300 }, (_, place) => place % 256);
const expected = { now: claims.issuedAt, program: "p-1", member: "林" };

/** What the documentation says, written down without the package. */
function byHand({ kind, program, member, revision, issuedAt, expiresAt }, keyId, content) {
  const text = (value) => Buffer.concat([Buffer.from([Buffer.byteLength(value)]), Buffer.from(value)]);
  const number = (value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
  };
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([
    Buffer.from("memberview-signed-1\n"),
    Buffer.from([kind === "snapshot" ? 1 : 2]),
    ...[keyId, program, member].map(text),
    ...[revision, issuedAt, expiresAt].map(number),
    length,
    content,
  ]);
}

const sealed = (content, key) => Buffer.concat([content, signOf(null, content, key)]);
const signed = await (await signer(shop.key)).sign(payload, claims);
const checks = await verifier({ [shop.key.keyId]: shop.raw });

test("the bytes are those of the documentation, and Node's Ed25519 agrees with the signature", () => {
  const content = byHand(claims, shop.key.keyId, payload);
  assert.deepEqual(Buffer.from(signed.subarray(0, -64)), content);
  assert.ok(verifyOf(null, content, shop.publicKey, signed.subarray(-64)));
});

test("what Node signs by that layout is valid, numbers up to 2^53 − 1 and long ids included", async () => {
  const far = { ...claims, member: "é".repeat(127), revision: 2 ** 53 - 1, expiresAt: 2 ** 53 - 1 };
  const made = sealed(byHand(far, shop.key.keyId, Buffer.alloc(0)), shop.privateKey);
  const verdict = await checks.verify(made, { ...expected, member: far.member });
  assert.deepEqual(verdict, { is: "valid", claims: far, payload: new Uint8Array(0) });
});

test("a page gets the payload back, by import as by require", async () => {
  const other = await import(join(dist, "signed.mjs"));
  for (const api of [checks, await other.verifier({ [shop.key.keyId]: shop.raw })]) {
    assert.deepEqual(await api.verify(signed, expected), { is: "valid", claims, payload });
    assert.deepEqual(await api.verify(signed.buffer, { now: claims.issuedAt }), { is: "valid", claims, payload });
  }
});

test("no byte can be changed, taken away or added", async () => {
  const verdicts = new Map();
  for (let at = 0; at < signed.length; at++) {
    for (const change of [1, 0x80]) {
      const forged = signed.slice();
      forged[at] ^= change;
      const { is, because } = await checks.verify(forged, expected);
      const verdict = `${is} ${because}`;
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    assert.equal((await checks.verify(signed.slice(0, at), expected)).is, "forged");
  }
  // Another key's name is another key: 7 bytes of it, unless it is no UTF-8.
  assert.deepEqual([...verdicts.keys()].sort(), ["foreign key", "forged layout", "forged signature"]);
  assert.equal(verdicts.get("foreign key"), 7);
  assert.deepEqual(await checks.verify(Uint8Array.from([...signed, 0]), expected), { is: "forged", because: "layout" });
  assert.deepEqual(await checks.verify(new Uint8Array(0), expected), { is: "forged", because: "layout" });
});

test("bytes of the right layout that nobody may have made are forged", async () => {
  const content = byHand(claims, shop.key.keyId, payload);
  const mine = pair(shop.key.keyId);
  const bad = [
    sealed(content, mine.privateKey),
    sealed(Buffer.concat([content.subarray(0, 20), Buffer.from([3]), content.subarray(21)]), shop.privateKey),
    sealed(byHand({ ...claims, revision: 2 ** 53 }, shop.key.keyId, payload), shop.privateKey),
  ];
  for (const bytes of bad) assert.equal((await checks.verify(bytes, expected)).is, "forged");
});

test("stale: out of date, or older than what the page has seen, and still authentic", async () => {
  const at = async (more) => {
    const { is, because, payload: got } = await checks.verify(signed, { ...expected, ...more });
    return [is, because, got?.length];
  };
  assert.deepEqual(await at({ now: claims.expiresAt - 1 }), ["valid", undefined, 300]);
  assert.deepEqual(await at({ now: claims.expiresAt }), ["stale", "expired", 300]);
  assert.deepEqual(await at({ now: NaN }), ["stale", "expired", 300]);
  assert.deepEqual(await at({ revision: 7 }), ["valid", undefined, 300]);
  assert.deepEqual(await at({ revision: 8 }), ["stale", "older", 300]);
});

test("foreign: of another key, kind, program or member", async () => {
  const other = pair("2025-11");
  const made = await (await signer(other.key)).sign(payload, claims);
  assert.deepEqual(await checks.verify(made, expected), { is: "foreign", because: "key" });
  for (const [more, because] of [[{ kind: "program" }, "kind"], [{ program: "p-2" }, "program"], [{ member: "lin" }, "member"]]) {
    assert.deepEqual(await checks.verify(signed, { ...expected, ...more }), { is: "foreign", because });
  }
});

test("two keys are known while one replaces the other", async () => {
  const next = pair("2026-12");
  const both = await verifier({ [shop.key.keyId]: shop.raw, [next.key.keyId]: next.raw });
  const made = await (await signer(next.key)).sign(payload, { ...claims, kind: "program", member: "" });
  assert.equal((await both.verify(signed, expected)).is, "valid");
  assert.equal((await both.verify(made, { now: 0, kind: "program" })).is, "valid");
});

test("bad keys, claims and bytes are typed errors that show no key", async () => {
  const secret = shop.key.privateKey;
  for (const privateKey of [secret.slice(0, -4), `${secret}!`, shop.raw, ""]) {
    const error = await signer({ keyId: "a", privateKey }).catch((reason) => reason);
    assert.deepEqual([error.code, error.path], ["badKey", "privateKey"]);
    assert.ok(!error.message.includes(privateKey.slice(0, 20) || "\0"));
  }
  await assert.rejects(() => verifier({ a: secret }), { code: "badKey", path: "a" });
  await assert.rejects(() => verifier({ a: 7 }), { code: "wrongType", path: "a" });
  const by = await signer(shop.key);
  await assert.rejects(() => by.sign(payload, { ...claims, revision: -1 }), { code: "badNumber", path: "revision" });
  await assert.rejects(() => by.sign(payload, { ...claims, expiresAt: 1.5 }), { code: "badNumber", path: "expiresAt" });
  await assert.rejects(() => by.sign(payload, { ...claims, member: "é".repeat(128) }), { code: "tooLong", path: "member" });
  await assert.rejects(() => by.sign(payload, { ...claims, kind: "view" }), { code: "unknownWord", path: "kind" });
  await assert.rejects(() => by.sign("text", claims), { code: "wrongType" });
  await assert.rejects(() => checks.verify("text", expected), { code: "wrongType" });
});

test("a host without WebCrypto, or without Ed25519, says so", async () => {
  const code = readFileSync(join(dist, "signed.cjs"), "utf8");
  const hosts = [{}, { crypto: {} }, { crypto: { subtle: { importKey: async () => { throw new DOMException("no", "NotSupportedError"); } } } }];
  for (const host of hosts) {
    const module = { exports: {} };
    runInContext(`(function (module, exports) { ${code}\n})`, createContext({ ...host }))(module, module.exports);
    await assert.rejects(() => module.exports.verifier({ a: shop.raw }), { code: "cryptoMissing" });
  }
});

test("Node reads the private key that the package takes", () => {
  const der = Buffer.from(shop.key.privateKey, "base64url");
  assert.equal(createPrivateKey({ key: der, format: "der", type: "pkcs8" }).asymmetricKeyType, "ed25519");
});
