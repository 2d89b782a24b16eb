// Chromium: all pages, among them two builds of apps, workers and policies.
import { chromium } from "playwright-core";
import { inPages } from "./pages.mjs";

/** As root, without a network, and without what would look for one. */
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

await inPages("Chromium", async (url) => {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  await (await browser.newPage()).goto(url);
  return () => browser.close();
});
