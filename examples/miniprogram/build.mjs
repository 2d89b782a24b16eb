// What "构建 npm" of WeChat's tools does with this package: its folder for mini-programs goes into miniprogram_npm. `node build.mjs`
// does it in place, and says how much of a package's 2 MB is taken.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** What a package of a mini-program may have, in bytes. */
export const MOST = 2 * 1024 * 1024;

/** Puts the package into a mini-program's folder. */
export function build(folder = here) {
  const manifest = createRequire(import.meta.url).resolve("memberview/package.json");
  const { miniprogram } = JSON.parse(readFileSync(manifest, "utf8"));
  const to = join(folder, "miniprogram_npm/memberview");
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(dirname(manifest), miniprogram), to, { recursive: true });
}

/** The files that the tools upload, with their bytes: all but what project.config.json leaves out. */
export function uploaded(folder = here) {
  const { packOptions } = JSON.parse(readFileSync(join(folder, "project.config.json"), "utf8"));
  const left = ({ type, value }) => (name) => (type === "suffix" ? name.endsWith(value) : name === value);
  const ignored = packOptions.ignore.map(left);
  const files = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
  const kept = files.filter((name) => !name.includes("node_modules") && !ignored.some((leaves) => leaves(name))).sort();
  return kept.map((name) => ({ name: relative(folder, join(folder, name)), bytes: statSync(join(folder, name)).size }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build();
  const bytes = uploaded().reduce((sum, file) => sum + file.bytes, 0);
  console.log(`${bytes} bytes are uploaded, ${((bytes / MOST) * 100).toFixed(0)}% of a package`);
}
