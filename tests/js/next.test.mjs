// Next: one app with the package in a component of the server, in one of the client, and in routes of Node and of the edge; built by
// Turbopack and by webpack, started as in production, and asked.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { FLAGS } from "./browser.mjs";
import { app, cases, casesFile, root, sameAsNative, sameProbe } from "./hosts.mjs";

const next = join(root, "node_modules/next/dist/bin/next");
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", MEMBERVIEW_ROOT: root, MEMBERVIEW_CASES: casesFile };

for (const [bundler, flag] of [["Turbopack", "--turbopack"], ["webpack", "--webpack"]]) {
  const folder = join(app, "next");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "tests/js/next"), folder, { recursive: true });
  const build = spawnSync(process.execPath, [next, "build", flag], { cwd: folder, env, encoding: "utf8" });
  test(`Next, ${bundler}: builds`, () => assert.equal(build.status, 0, `${build.stdout}\n${build.stderr}`));
  if (build.status !== 0) continue;
  await started(folder, (url) => asked(`Next, ${bundler}`, url));
}

/** Starts the app that was built, for as long as `work` takes. */
async function started(folder, work) {
  const server = spawn(process.execPath, [next, "start", "--port", "0", "--hostname", "127.0.0.1"], { cwd: folder, env });
  const gone = new Promise((resolve) => server.once("exit", resolve));
  try {
    await work(await urlOf(server));
  } finally {
    server.kill();
    await gone;
  }
}

/** Where it says that it listens, once it is ready. */
function urlOf(server) {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (piece) => {
      said += piece;
      const [, port] = /http:\/\/127\.0\.0\.1:(\d+)[^]*Ready/.exec(said) ?? [];
      if (port) resolve(`http://127.0.0.1:${port}`);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.once("exit", () => reject(new Error(said)));
  });
}

async function asked(where, url) {
  for (const route of ["node", "edge"]) {
    const answer = await fetch(`${url}/${route}`, { method: "POST", body: JSON.stringify(cases) });
    const said = await answer.json();
    sameProbe(`${where}, route of ${route}`, said.probed);
    sameAsNative(`${where}, route of ${route}`, said.texts);
  }
  const page = await (await fetch(url)).text();
  test(`${where}, component of the server`, () => assert.match(page, /data-balance="25"/));
  const shell = await (await fetch(`${url}/client`)).text();
  test(`${where}, component of the client: rendered on the server`, () => assert.match(shell, /rendered on the server/));
  const said = JSON.parse(await inBrowser(`${url}/client`));
  sameProbe(`${where}, component of the client`, said.probed);
  sameAsNative(`${where}, component of the client`, said.texts);
}

/** What the page tells once it lives. */
async function inBrowser(url) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    return await page.locator("#said").textContent({ timeout: 60_000 });
  } finally {
    await browser.close();
  }
}
