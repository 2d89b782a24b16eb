// Deno, from npm's own binary.
import { join } from "node:path";
import { root, sameInRuntime } from "./hosts.mjs";

sameInRuntime("Deno", process.execPath, join(root, "node_modules/deno/bin.cjs"), "run", "--allow-read", "--allow-write", "--no-prompt", "--cached-only");
