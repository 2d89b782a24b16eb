// Keys for a worker. `node keys.mjs` prints them; `newKeys()` is for those that last as long as a process.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";

export function newKeys(keyId = "local") {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const secret = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url");
  return {
    bindings: { SESSION_KEY: randomBytes(32).toString("base64url"), SIGNING_KEY: secret, SIGNING_KEY_ID: keyId },
    public: { [keyId]: publicKey.export({ format: "jwk" }).x },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(newKeys(process.argv[2]), undefined, 2));
