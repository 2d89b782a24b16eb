// Deno, from npm's own binary.
import { join } from "node:path";
import { inOwnRunner, root, sameInRuntime } from "./hosts.mjs";

const deno = [process.execPath, join(root, "node_modules/deno/bin.cjs")];

sameInRuntime("Deno", ...deno, "run", "--allow-read", "--allow-write", "--no-prompt", "--cached-only");
inOwnRunner("Deno", ...deno, "test", "--no-check", "--allow-read", "--no-prompt", "--cached-only");
