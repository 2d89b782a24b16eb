// The pages that every browser opens, one after another: each works out all cases and tells this server, which names the next.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { after, test } from "node:test";
import { given, verdicts } from "./envelopes.mjs";
import { app, cases, dist, sameAsNative, sameProbe } from "./hosts.mjs";

const policy = (scripts) => `default-src 'none'; script-src ${scripts}; connect-src 'self'; worker-src 'self'`;

/** Each page with its script, and the policy that is sent with it. */
const PAGES = {
  inline: { script: "/js/pages/inline.mjs" },
  streaming: { script: "/js/pages/streaming.mjs" },
  "a policy that allows wasm": { script: "/js/pages/inline.mjs", policy: policy("'self' 'wasm-unsafe-eval'") },
  "a policy that allows wasm, streaming": { script: "/js/pages/streaming.mjs", policy: policy("'self' 'wasm-unsafe-eval'") },
  "a strict policy": { script: "/js/pages/refused.mjs", policy: policy("'self'"), refused: true },
  "a strict policy, nowasm": { script: "/js/pages/nowasm.mjs", policy: policy("'self'"), flavour: "nowasm" },
  Vite: { html: "built/vite/index.html" },
  "webpack 5": { html: "built/webpack/index.html" },
  "a web worker": { script: "/js/pages/worker.mjs" },
  "a service worker": { script: "/js/pages/service.mjs" },
  "signed snapshots": { script: "/js/pages/signed.mjs", verdicts },
};

const NAMES = Object.keys(PAGES);
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

/** Where the first part of a path leads. */
const FOLDERS = { dist, built: join(app, "built"), js: join(app, "js") };

/** How long a page may say nothing, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Opens all pages in a browser, and declares a test for each case of each. `open` shows a URL in the browser and gives what ends it.
 */
export async function inPages(host, open) {
  const said = await gathered(open);
  for (const [index, name] of NAMES.entries()) {
    const { refused, flavour, verdicts: expected } = PAGES[name];
    const answer = said[index] ?? { failed: "it said nothing" };
    const where = `${host}, ${name}`;
    test(`${where}: answers`, () => assert.equal(answer.failed, undefined));
    if (answer.failed !== undefined) continue;
    if (expected) test(`${where}: valid, stale, forged and foreign`, () => assert.deepEqual(answer.verdicts, expected));
    else if (refused) test(`${where}: a typed error names what works`, () => refusals(answer.refused));
    else {
      sameProbe(where, answer.probed, flavour);
      sameAsNative(where, answer.texts);
    }
  }
}

/** A new folder with some files in it, for as long as the tests run. */
export function folderOf(name, files) {
  const folder = mkdtempSync(join(tmpdir(), `memberview-${name}-`));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a browser; gives what ends it, with all processes that it started. */
export function started(program, flags, environment) {
  const browser = spawn(program, flags, { env: { ...process.env, ...environment }, stdio: "ignore", detached: true });
  return async () => {
    const gone = new Promise((resolve) => browser.once("exit", resolve));
    if (browser.exitCode === null && browser.pid) process.kill(-browser.pid, "SIGTERM");
    if (browser.exitCode === null) await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000))]);
    if (browser.exitCode === null && browser.pid) process.kill(-browser.pid, "SIGKILL");
  };
}

function refusals(texts) {
  assert.equal(texts.length, 2);
  for (const text of texts) assert.match(text, /^wasmBlocked .*memberview\/nowasm/);
}

/** What each page said, in their order. */
async function gathered(open) {
  const said = [];
  let spoken = () => {};
  const server = createServer(async (request, response) => {
    const index = Number(/^\/said\/page\/(\d+)$/.exec(request.url)?.[1] ?? -1);
    if (index < 0) return answer(request.url, response);
    said[index] = JSON.parse(await textOf(request));
    response.end(`/page/${index + 1}`);
    return spoken();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = await open(`http://127.0.0.1:${server.address().port}/page/0`);
  while (Object.keys(said).length < NAMES.length) {
    const inTime = await new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), PATIENCE);
      spoken = () => resolve((clearTimeout(late), true));
    });
    if (!inTime) break;
  }
  await close();
  server.closeAllConnections();
  server.close();
  return said;
}

function answer(url, response) {
  const [, first, ...rest] = new URL(url, "http://localhost").pathname.split("/");
  if (first === "page") return page(PAGES[NAMES[Number(rest[0])]], response);
  const data = { "cases.json": cases, "signed.json": given }[first];
  if (data) return response.setHeader("content-type", TYPES[".json"]).end(JSON.stringify(data));
  const file = FOLDERS[first] && join(FOLDERS[first], normalize(`/${rest.join("/")}`));
  if (!file || !existsSync(file)) return response.writeHead(404).end();
  return createReadStream(file).pipe(response.setHeader("content-type", TYPES[extname(file)] ?? "text/plain"));
}

/** A page with one script; there is none after the last. */
function page(given, response) {
  response.setHeader("content-type", "text/html");
  if (given?.policy) response.setHeader("content-security-policy", given.policy);
  if (given?.html) return createReadStream(join(app, given.html)).pipe(response);
  const script = given ? `<script type="module" src="${given.script}"></script>` : "";
  return response.end(`<!doctype html><title>memberview</title>${script}`);
}

async function textOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
