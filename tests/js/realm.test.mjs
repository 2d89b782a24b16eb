// Mini-programs: the shipped files, unchanged, in a realm for each host that has only what that host has.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInContext } from "node:vm";
import { transform } from "esbuild";
import { cases, sameAsNative } from "./hosts.mjs";
import { answersIn, HOME, mini, nowasm, PLATFORMS, realm, required } from "./realm.mjs";

const index = join(mini, "index.js");

for (const [platform, { wasm }] of Object.entries(PLATFORMS)) {
  if (!wasm) continue;
  for (const file of ["memberview.wasm", "memberview.wasm.br"]) {
    const sandbox = realm(platform);
    const api = required(sandbox, index);
    await api.init({ path: HOME + file });
    sameAsNative(`${platform}, ${file}`, await answersIn(sandbox, api, cases));
  }
}

{
  const sandbox = realm("QQ");
  sameAsNative("QQ and Alipay's pages, without wasm", await answersIn(sandbox, required(sandbox, nowasm), cases));
}

for (const [platform, { wasm, absent }] of Object.entries(PLATFORMS)) {
  test(`${platform}: the realm has nothing that the host lacks`, () => {
    const sandbox = realm(platform);
    for (const name of absent) assert.equal(runInContext(`typeof ${name}`, sandbox), "undefined", name);
    assert.throws(() => runInContext("eval('1')", sandbox));
    assert.throws(() => runInContext("new Function('1')", sandbox));
    const names = ["WXWebAssembly", "TTWebAssembly", "MYWebAssembly"].filter((name) => runInContext(`typeof ${name}`, sandbox) !== "undefined");
    assert.deepEqual(names, wasm ? [wasm] : []);
  });

  test(`${platform}: nothing is left in the host's globals`, async () => {
    const sandbox = realm(platform);
    const before = Object.getOwnPropertyNames(sandbox);
    const api = required(sandbox, wasm ? index : nowasm);
    await api.init();
    assert.deepEqual(Object.getOwnPropertyNames(sandbox), before);
  });

  if (wasm) {
    test(`${platform}: where tools put it, it is found by itself; loadProgram starts it`, async () => {
      const api = required(realm(platform), index);
      assert.ok(await api.loadProgram(cases.find((one) => one.member !== undefined).program));
    });

    test(`${platform}: a path that is not there is a typed error that names the reason, and a second try may succeed`, async () => {
      const api = required(realm(platform), index);
      const refused = await api.init({ path: "https://shop.example/memberview.wasm" }).catch((error) => error);
      assert.deepEqual([refused.code, refused.params.reason.includes("not found")], ["wasmFailed", true]);
      await api.init();
      assert.ok(api.build().version);
    });
  } else {
    test(`${platform}: the entry with wasm names memberview/nowasm`, async () => {
      const refused = await required(realm(platform), index).init().catch((error) => error);
      assert.equal(refused.code, "wasmBlocked");
      assert.match(refused.message, /memberview\/nowasm/);
    });
  }
}

test("a host that answers with the instance itself, as some did, starts as well", async () => {
  const { WXWebAssembly } = realm("WeChat, Android");
  const host = { instantiate: async (path, imports) => (await WXWebAssembly.instantiate(path, imports)).instance };
  const api = required(realm("QQ"), index);
  await api.init({ host });
  assert.ok(api.build().version);
});

test("the syntax is that of ES2017: esbuild finds nothing to lower", async () => {
  for (const file of [index, nowasm]) {
    const code = readFileSync(file, "utf8");
    const [old, latest] = await Promise.all(["es2017", "esnext"].map((target) => transform(code, { target, charset: "utf8" })));
    assert.ok(old.code === latest.code, file);
  }
});

test("miniprogram_dist has these files, and stays below the 2 MB of a package, as does the entry without wasm", (t) => {
  const files = readdirSync(mini).sort();
  assert.deepEqual(files, ["index.js", "memberview.wasm", "memberview.wasm.br", "package.json"]);
  const sizes = Object.fromEntries(files.map((file) => [file, statSync(join(mini, file)).size]));
  const all = Object.values(sizes).reduce((sum, size) => sum + size);
  const small = all - sizes["memberview.wasm"];
  const without = statSync(nowasm).size;
  t.diagnostic(`all ${all} bytes, without memberview.wasm ${small}, the entry without wasm ${without}; a package has ${PACKAGE}`);
  for (const size of [all, small, without]) assert.ok(size < PACKAGE, `${size}`);
});

/** What WeChat, Alipay, Douyin and QQ let a package or one of its parts be. */
const PACKAGE = 2 * 1024 * 1024;
