// The runners that come with Deno and Bun run this in the app's folder: one test for each case.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as api from "memberview";
import { answers } from "./runner.mjs";

const read = (name) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
const golden = read("golden.json");

for (const [index, one] of read("cases.json").entries()) {
  test(one.file, async () => assert.equal((await answers(api, [one]))[0], golden[index]));
}
