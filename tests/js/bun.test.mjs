// Bun, from npm's own binary. Its package puts that in place by a script, which is not run here.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { inOwnRunner, root, sameInRuntime } from "./hosts.mjs";

const binaries = join(root, "node_modules/@oven");
const [platform] = readdirSync(binaries);
const bun = join(binaries, platform, "bin/bun");

sameInRuntime("Bun", bun, "run", "--no-install");
inOwnRunner("Bun", bun, "test");
