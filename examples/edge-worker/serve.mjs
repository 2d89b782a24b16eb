// The worker on loopback, with keys that it makes at its first start: `node serve.mjs`. PORT is 8787 unless said.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newKeys } from "./keys.mjs";
import { start } from "./local.mjs";

const folder = process.env.STORE ?? fileURLToPath(new URL(".local", import.meta.url));
const file = join(folder, "keys.json");
mkdirSync(folder, { recursive: true });

/** The keys of the last start, or new ones that nobody else of the machine may read. */
function keys() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    const made = newKeys();
    writeFileSync(file, JSON.stringify(made, undefined, 2), { mode: 0o600 });
    return made;
  }
}

const { url, worker } = await start({ bindings: keys().bindings, port: Number(process.env.PORT ?? 8787), store: join(folder, "objects") });
console.log(`the worker listens on ${url}`);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => worker.dispose().then(() => process.exit(0)));
