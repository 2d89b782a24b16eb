// Firefox: all pages. It is started with the first and sent from page to page by our server, so it needs no driver.
import { folderOf, inPages, started } from "./pages.mjs";

const PREFERENCES = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false,
};

await inPages("Firefox", async (url) => {
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${value});\n`);
  const profile = folderOf("firefox", { "user.js": lines.join("") });
  const firefox = process.env.FIREFOX ?? "firefox-esr";
  return started(firefox, ["--headless", "--no-remote", "--profile", profile, url], { HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" });
});
