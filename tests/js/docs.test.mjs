// docs/hosts.md says which test shows what: each that it names is there, and each suite is named.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./hosts.mjs";

const text = readFileSync(join(root, "docs/hosts.md"), "utf8");
const folder = join(root, "tests/js");

test("every test that docs/hosts.md names is there", () => {
  const named = new Set([...text.matchAll(/`([\w-]+(?:\.test)?\.(?:mjs|ts))`/g)].map(([, name]) => name));
  assert.ok(named.size > 20);
  for (const name of named) assert.ok(existsSync(join(folder, name)), name);
});

test("every suite is named there", () => {
  // These two are of the page and of its cart, which have a README of their own.
  const others = ["www.test.mjs", "docs.test.mjs"];
  const suites = readdirSync(folder).filter((name) => name.endsWith(".test.mjs") && !others.includes(name));
  for (const name of suites) assert.ok(text.includes(`\`${name}\``), name);
});

test("every example is named there, and has a README", () => {
  const examples = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of examples) {
    assert.ok(text.includes(`\`${name}\``), name);
    assert.ok(existsSync(join(root, "examples", name, "README.md")), name);
  }
});
