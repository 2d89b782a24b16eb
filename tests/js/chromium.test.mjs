// Chromium: all pages, among them two builds of apps, workers and policies.
import { chromium } from "playwright-core";
import { FLAGS } from "./browser.mjs";
import { inPages } from "./pages.mjs";

await inPages("Chromium", async (url) => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  await (await browser.newPage()).goto(url);
  return () => browser.close();
});
