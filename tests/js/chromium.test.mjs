// Chromium: the default entry, the streaming one, and a page whose policy forbids wasm.
import assert from "node:assert/strict";
import { createReadStream, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { cases, dist, root, sameAsNative } from "./hosts.mjs";

/** As root, without a network, and without what would look for one. */
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const TYPES = { ".mjs": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
const STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'";

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/" || pathname === "/strict") {
    response.setHeader("content-type", "text/html");
    if (pathname === "/strict") response.setHeader("content-security-policy", STRICT);
    return response.end("<!doctype html><title>memberview</title>");
  }
  const base = pathname === "/runner.mjs" ? join(root, "tests/js") : dist;
  const file = join(base, normalize(pathname));
  if (!existsSync(file)) return response.writeHead(404).end();
  response.setHeader("content-type", TYPES[extname(file)] ?? "text/plain");
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${server.address().port}`;

const folder = mkdtempSync(join(tmpdir(), "memberview-chromium-"));
const context = await chromium.launchPersistentContext(folder, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS,
});
after(async () => {
  await context.close();
  server.close();
});

async function inPage(path, work, argument) {
  const page = await context.newPage();
  try {
    await page.goto(address + path);
    return await page.evaluate(work, argument);
  } finally {
    await page.close();
  }
}

async function answersOf([entry, cases]) {
  const { answers } = await import("/runner.mjs");
  return answers(await import(`/${entry}.mjs`), cases);
}

// All answers first: once a test has been declared, the runner may end before the next await does.
const inline = await inPage("/", answersOf, ["index", cases]);
const streaming = await inPage("/", answersOf, ["web", cases]);
const nowasm = await inPage("/strict", answersOf, ["nowasm", cases]);
sameAsNative("Chromium, inline", inline);
sameAsNative("Chromium, streaming", streaming);
sameAsNative("Chromium, strict policy, nowasm", nowasm);

for (const entry of ["index", "web"]) {
  test(`a strict policy is answered by a typed error: ${entry}`, async () => {
    const refused = await inPage(
      "/strict",
      async (entry) => {
        const { init } = await import(`/${entry}.mjs`);
        return init().then(() => null, (error) => ({ code: error.code, message: error.message }));
      },
      entry,
    );
    assert.equal(refused?.code, "wasmBlocked");
    assert.match(refused.message, /memberview\/nowasm/);
  });
}

test("the packed wasm is what the page fetched", () => {
  assert.equal(readFileSync(join(dist, "memberview.wasm")).subarray(0, 4).toString("latin1"), "\0asm");
});
