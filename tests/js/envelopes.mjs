// Signed snapshots for the pages of all browsers: one of each verdict.
import { generateKeyPairSync } from "node:crypto";
import { appUrl } from "./hosts.mjs";

const { loadProgram } = await import(appUrl("inline.mjs"));
const { signer } = await import(appUrl("node_modules/memberview/dist/signed.mjs"));

const now = Date.parse("2026-11-22T10:00:00+08:00");
const rules = JSON.stringify({
  format: 1, id: "p", version: "1", names: {}, currency: "CNY", timeZone: "Asia/Shanghai",
  points: [{ id: "points", earn: [{ id: "spend", on: "order", perAmount: { points: 1, amount: "1" } }] }],
});
const program = await loadProgram(rules);
const lines = [{ id: "1", sku: "s", quantity: 1, unitPrice: "42.00" }];
const member = program.member({ profile: { id: "lin", joinedAt: "2026-01-01" }, events: [{ id: "o", at: "2026-11-01T10:00:00+08:00", type: "order", lines }] });

function pair() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return { secret: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url"), known: publicKey.export({ format: "jwk" }).x };
}

const [ours, theirs] = [pair(), pair()];
const claims = { kind: "snapshot", program: program.header.fingerprint, member: "lin", revision: 1, issuedAt: now, expiresAt: now + 1 };
const by = await signer({ keyId: "shop", privateKey: ours.secret });
const other = await signer({ keyId: "shop", privateKey: theirs.secret });
const sealed = async (who, more = {}) => Array.from(await who.sign(member.snapshot(), { ...claims, ...more }));

/** What the page is given. */
export const given = {
  rules, now, keys: { shop: ours.known }, expected: { member: "lin", now, revision: 1 },
  signed: {
    valid: await sealed(by),
    stale: await sealed(by, { expiresAt: now }),
    older: await sealed(by, { revision: 0 }),
    forged: await sealed(other),
    foreign: await sealed(by, { member: "chen" }),
  },
};

/** What it must say. */
export const verdicts = {
  valid: ["valid", 42], stale: ["stale", "expired"], older: ["stale", "older"], forged: ["forged", "signature"], foreign: ["foreign", "member"],
};
