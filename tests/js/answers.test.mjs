// Every answer of every case is what types.ts says it is: written as literals, the compiler sees each missing, surplus or
// wrong field.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { app, golden, root } from "./hosts.mjs";

/** The first word of an answer's line, and the type of what follows. */
const TYPES = { view: "MemberViewData", recorded: "Recorded", quote: "Quote", rejected: "Omit<Rejected, \"problems\"> & { problems: Refusal[] }" };

test("the answers of all cases are of the package's types", () => {
  const written = [];
  for (const line of golden.flatMap((text) => text.split("\n"))) {
    const [, kind, json] = /^(view|recorded|quote|rejected) ([[{].*)$/.exec(line) ?? [];
    if (kind === undefined) continue;
    const type = kind === "rejected" ? `(${TYPES.rejected})[]` : TYPES[kind];
    written.push(`{ const answer: ${type} = ${json}; void answer; }`);
  }
  assert.ok(written.length > 300, `${written.length}`);
  const names = "MemberViewData, Quote, Recorded, Refusal, Rejected";
  writeFileSync(join(app, "answers.ts"), `import type { ${names} } from "memberview";\n${written.join("\n")}\n`);
  const options = ["--ignoreConfig", "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false", "--types", "",
    "--target", "es2022", "--lib", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext"];
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const run = spawnSync(process.execPath, [tsc, ...options, "answers.ts"], { cwd: app, encoding: "utf8" });
  assert.equal(run.status, 0, run.stdout.slice(0, 4000));
});
