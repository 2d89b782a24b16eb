// Bun, from npm's own binary. Its package puts that in place by a script, which is not run here.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root, sameInRuntime } from "./hosts.mjs";

const binaries = join(root, "node_modules/@oven");
const [platform] = readdirSync(binaries);

sameInRuntime("Bun", join(binaries, platform, "bin/bun"), "run", "--no-install");
