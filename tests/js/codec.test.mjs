// Our own UTF-8 gives what the platform's gives, for every string that JavaScript can hold.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { root } from "./hosts.mjs";

const bundle = await build({
  entryPoints: [join(root, "pkg/src/entry/codec.ts")],
  bundle: true,
  write: false,
  format: "esm",
});
const url = `data:text/javascript,${encodeURIComponent(bundle.outputFiles[0].text)}`;
const { OwnDecoder, OwnEncoder } = await import(url);
const own = { encoder: new OwnEncoder(), decoder: new OwnDecoder() };
const host = { encoder: new TextEncoder(), decoder: new TextDecoder("utf-8", { ignoreBOM: true }) };

function same(text) {
  const bytes = host.encoder.encode(text);
  assert.deepEqual(Array.from(own.encoder.encode(text)), Array.from(bytes), JSON.stringify(text));
  assert.equal(own.decoder.decode(bytes), host.decoder.decode(bytes), JSON.stringify(text));
  const room = new Uint8Array(text.length * 3);
  assert.equal(own.encoder.encodeInto(text, room).written, bytes.length);
}

test("at the edges of each length", () => {
  const edges = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xffff, 0x10000, 0x10ffff];
  for (const code of edges) same(String.fromCodePoint(code));
  same("");
  same("粉卡 – 12,000 分 😀\u{10ffff}");
  same("x".repeat(10_000) + "卡".repeat(10_000) + "😀".repeat(10_000));
});

test("halves of surrogate pairs become the replacement character", () => {
  for (const text of ["\ud83d", "\ude00", "a\ud83d", "\ud83d\ud83d\ude00", "\ude00\ud83d"]) same(text);
});

test("random strings", () => {
  let seed = 1;
  const random = (bound) => (seed = (seed * 48271) % 2147483647) % bound;
  for (let round = 0; round < 20_000; round++) {
    const bound = [0x80, 0x800, 0xe000, 0x10000][random(4)];
    const units = Array.from({ length: random(12) }, () => random(bound));
    same(String.fromCharCode(...units));
  }
});

test("decoding nothing is the empty string", () => assert.equal(own.decoder.decode(), ""));
