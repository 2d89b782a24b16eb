// The page of examples/miniprogram: by WeChat's own compiler and simulator, with the files that ship, and in the realms of its hosts.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { runInContext } from "node:vm";
import { transform } from "esbuild";
import { JSDOM } from "jsdom";
import { loadProgram } from "memberview";
import { build, MOST, uploaded } from "../../examples/miniprogram/build.mjs";
import { root } from "./hosts.mjs";
import { PLATFORMS, realm } from "./realm.mjs";

const require = createRequire(import.meta.url);
const NOW = Date.parse("2026-11-22T10:00:00+08:00");

/** A copy that was built, in which Node finds the package where the mini-program's loader would. */
const folder = mkdtempSync(join(tmpdir(), "memberview-miniprogram-"));
after(() => rmSync(folder, { recursive: true, force: true }));
cpSync(join(root, "examples/miniprogram"), folder, { recursive: true });
build(folder);
mkdirSync(join(folder, "node_modules"));
symlinkSync(join(folder, "miniprogram_npm/memberview"), join(folder, "node_modules/memberview"));
const shop = { rules: require(join(folder, "shop/program.js")), facts: require(join(folder, "shop/member.js")) };

/** What the page must show: the same questions, asked of the package in Node. */
const program = await loadProgram(shop.rules);
const member = program.member(shop.facts);
const line = (quantity) => ({ lines: [{ id: "1", sku: "longjing", quantity, unitPrice: "88.00" }], points: "max" });
const payable = (quantity) => member.quote(line(quantity), { now: NOW }).payable;

/** The page in the simulator, on a clock that stands still. */
async function rendered(t) {
  t.mock.timers.enable({ apis: ["Date"], now: NOW });
  const simulate = require("miniprogram-simulate");
  const page = simulate.render(simulate.load(join(folder, "pages/member/index"), { rootPath: folder }));
  page.attach(document.createElement("parent-wrapper"));
  await settled(() => page.data.ready || page.data.failed);
  const text = (selector) => page.querySelector(selector)?.dom.textContent.trim();
  const tap = async (selector) => {
    page.querySelector(selector).dispatchEvent("tap");
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { page, text, tap };
}

async function settled(is) {
  for (let tries = 0; !is(); tries++) {
    assert.ok(tries < 500, "the page shows nothing");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const dom = new JSDOM("<!doctype html>", { pretendToBeVisual: true });
// What the simulator takes for a browser.
for (const name of ["window", "document", "Element", "Node", "Event", "CustomEvent", "HTMLElement", "MutationObserver"]) {
  globalThis[name] = name === "window" ? dom.window : dom.window[name];
}
// What the phone brings, read from the folder as the tools upload it.
globalThis.WXWebAssembly = realm("WeChat, Android", join(folder, "miniprogram_npm/memberview")).WXWebAssembly;

test("the page shows points, tier, what is missing, and a cart", async (t) => {
  const { page, text, tap } = await rendered(t);
  assert.equal(page.data.failed, "");
  const shown = Object.fromEntries([".tier", ".balance", ".worth", ".percent", ".missing", ".payable"].map((name) => [name, text(name)]));
  assert.deepEqual(shown, {
    ".tier": "绿茶",
    ".balance": "399 茶叶",
    ".worth": "可抵 ¥3.99",
    ".percent": "79%",
    ".missing": "再消费 ¥101.00",
    ".payable": `¥${payable(1)}`,
  });
  assert.equal(text(".reaches"), undefined);
  await tap(".more");
  await tap(".more");
  assert.deepEqual([text(".quantity"), text(".payable"), text(".coupon"), text(".reaches")], ["3", `¥${payable(3)}`, "满200减20−¥20.00", "下单后升级为 红茶"]);
  await tap(".less");
  assert.deepEqual([text(".quantity"), text(".payable")], ["2", `¥${payable(2)}`]);
  await tap(".language");
  assert.deepEqual([text(".tier"), text(".balance"), text(".missing")], ["Green", "399 Leaves", "spend ¥101.00 more"]);
  page.detach();
});

test("when the engine does not start the page says so, and another try may succeed", async (t) => {
  const { WXWebAssembly } = globalThis;
  // Another module, as after a start of the mini-program.
  for (const name of Object.keys(require.cache)) if (name.startsWith(folder)) delete require.cache[name];
  globalThis.WXWebAssembly = { instantiate: () => Promise.reject(new Error("instantiate:fail out of memory")) };
  const { page, text, tap } = await rendered(t);
  assert.match(text(".reason"), /out of memory/);
  globalThis.WXWebAssembly = WXWebAssembly;
  await tap(".again");
  await settled(() => page.data.ready);
  assert.deepEqual([page.data.failed, text(".tier")], ["", "绿茶"]);
  page.detach();
});

/** The loader of a mini-program: what a file exports, in a realm. */
function loader(sandbox, seen) {
  const modules = new Map();
  const load = (file) => {
    if (modules.has(file)) return modules.get(file).exports;
    const module = runInContext("({ exports: {} })", sandbox);
    modules.set(file, module);
    const wrapped = runInContext(`(function (module, exports, require, App, Component) { ${readFileSync(file, "utf8")}\n})`, sandbox, { filename: file });
    const find = (name) => (name.startsWith(".") ? join(dirname(file), name) : join(folder, "miniprogram_npm", name, "index.js"));
    wrapped(module, module.exports, (name) => load(find(name)), (app) => (seen.app = app), (page) => (seen.page = page));
    return module.exports;
  };
  return load;
}

for (const platform of Object.keys(PLATFORMS).filter((name) => name.startsWith("WeChat"))) {
  test(`${platform}: the page runs where nothing is but what the host has`, async () => {
    const sandbox = realm(platform, join(folder, "miniprogram_npm/memberview"));
    const seen = {};
    const load = loader(sandbox, seen);
    for (const file of ["app.js", "pages/member/index.js"]) load(join(folder, file));
    assert.ok(seen.app);
    const { data, methods, lifetimes } = seen.page;
    const page = { ...methods, data: { ...data }, setData: (more) => Object.assign(page.data, more) };
    lifetimes.attached.call(page);
    await settled(() => page.data.ready || page.data.failed);
    assert.deepEqual([page.data.failed, page.data.card.tier, page.data.points.balance], ["", "绿茶", 399]);
    page.more();
    assert.equal(page.data.quote.payable, payable(2));
    lifetimes.detached.call(page);
    assert.throws(() => page.member.snapshot(), { code: "freed" });
  });
}

test("what is uploaded is ES2017 and a small part of a package", async (t) => {
  const files = uploaded(folder);
  assert.ok(files.some(({ name }) => name === "miniprogram_npm/memberview/memberview.wasm.br"));
  assert.ok(!files.some(({ name }) => name.endsWith("memberview.wasm") || name.endsWith(".mjs")));
  for (const { name } of files.filter((one) => one.name.endsWith(".js"))) {
    const code = readFileSync(join(folder, name), "utf8");
    const [old, latest] = await Promise.all(["es2017", "esnext"].map((target) => transform(code, { target, charset: "utf8" })));
    assert.ok(old.code === latest.code, name);
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  t.diagnostic(`${bytes} bytes are uploaded; a package has ${MOST}`);
  assert.ok(bytes < MOST / 4, `${bytes}`);
});
