// Builds apps of the packed package, as their authors would: by Vite, by webpack 5, and into one classic script. `cargo xtask hosts`
// runs it once for all browsers.
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import webpack from "webpack";
import { app, root } from "./hosts.mjs";

/** A copy of the sources, from where `memberview` is the unpacked tarball. */
const js = join(app, "js");
const built = join(app, "built");
for (const folder of [js, built]) rmSync(folder, { recursive: true, force: true });
for (const name of ["pages", "ssr", "answer.mjs", "probe.mjs", "runner.mjs"]) cpSync(join(root, "tests/js", name), join(js, name), { recursive: true });
cpSync(join(root, "tests/js/cases.mjs"), join(js, "cases.test.mjs"));
const pages = join(js, "pages");

// Vite: a page of its own, with the names and hashes that it chooses.
writeFileSync(join(pages, "index.html"), `<!doctype html><title>Vite</title><script type="module" src="./bundled.mjs"></script>\n`);
const quiet = { configFile: false, logLevel: "error", envFile: false };
await vite({ ...quiet, root: pages, base: "/built/vite/", build: { outDir: join(built, "vite"), chunkSizeWarningLimit: 5000 } });

// Vite's build for a server: the package stays outside, as its dependencies do, or goes in.
for (const [name, noExternal] of Object.entries({ external: [], inside: ["memberview"] })) {
  const ssr = { ssr: join(js, "ssr/server.mjs"), outDir: join(built, "ssr", name), rollupOptions: { output: { entryFileNames: "server.mjs" } } };
  await vite({ ...quiet, root: js, ssr: { noExternal }, build: ssr });
}

// webpack: a classic script, which is its default.
await new Promise((resolve, reject) => {
  const output = { path: join(built, "webpack"), filename: "main.js", publicPath: "/built/webpack/" };
  const config = { mode: "production", context: js, entry: "./pages/bundled.mjs", output, performance: false };
  webpack(config, (error, stats) => {
    if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString("errors-only")));
    else resolve();
  });
});
writeFileSync(join(built, "webpack/index.html"), `<!doctype html><title>webpack</title><script defer src="/built/webpack/main.js"></script>\n`);

// A service worker may import nothing on demand, so it is one script.
const worker = { entryPoints: [join(pages, "in-service.mjs")], outfile: join(built, "service/worker.js") };
await esbuild({ ...worker, bundle: true, minify: true, format: "iife", target: "es2020", logLevel: "warning" });
