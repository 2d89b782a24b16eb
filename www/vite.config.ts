import { defineConfig } from "vite";

/** Relative addresses, so that the built page can be served from any folder. */
export default defineConfig({
  base: "./",
  build: { target: "es2022", assetsInlineLimit: 0, reportCompressedSize: true },
});
