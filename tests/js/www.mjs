// The built member centre, served on loopback and opened in Chromium.
import assert from "node:assert/strict";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

export const root = new URL("../../", import.meta.url).pathname;
export const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
export const BALANCE = '[data-shown="balance"]';

const dist = join(root, "www/dist");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
/** As root, without a network, and without what would look for one. */
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
/** The page computes in the program's zone, wherever the browser says that it is. */
const ELSEWHERE = "America/New_York";

let server, address, browser;

/** Serves `www/dist` and starts the browser. */
export async function open() {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = join(dist, normalize(pathname === "/" ? "/index.html" : pathname));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}/`;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

export async function close() {
  await browser?.close();
  server?.close();
}

/** Opens the page, does `work`, and sees that nothing was logged as an error and nothing asked of any other host. */
export async function onPage({ screen = "phone", locale = "en", member = "lin", day = "2026-03-10", context = {} }, work) {
  const phone = screen === "phone";
  const opened = await browser.newContext({
    viewport: SCREENS[screen],
    locale,
    timezoneId: ELSEWHERE,
    isMobile: phone,
    hasTouch: phone,
    deviceScaleFactor: phone ? 2 : 1,
    ...context,
  });
  const page = await opened.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.stack));
  page.on("request", (request) => {
    if (!/^(data:|blob:)/.test(request.url()) && !request.url().startsWith(address)) errors.push(request.url());
  });
  try {
    await page.goto(`${address}#${new URLSearchParams({ member, day, locale })}`);
    await page.waitForSelector(BALANCE);
    await work(page);
    assert.deepEqual(errors, []);
  } finally {
    await opened.close();
  }
}

/** Moves the slider as a pointer would, and waits for the page to follow. */
export async function setDay(page, day) {
  await page.$eval("#day", (slider, number) => {
    slider.valueAsNumber = number;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, Date.parse(`${day}T00:00:00Z`) / 86_400_000);
  await settled(page);
}

/** Waits until the frame has passed in which the page follows what was done. */
export function settled(page) {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

export const text = (page, selector) => page.locator(selector).innerText();

/** The number in a text such as "8,367 points to go". */
export const digits = (words) => Number(words.replace(/[^\d.-]/g, ""));
