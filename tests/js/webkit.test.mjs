// WebKitGTK, the engine of Safari on Linux: all pages, in the small browser that comes with it, on a screen that nobody sees.
import { LATE } from "./javascriptcore.mjs";
import { inPages, started } from "./pages.mjs";

const [option, value] = LATE;

await inPages("WebKitGTK", async (url) => {
  const browser = process.env.MINIBROWSER ?? "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
  // As root it finds no way into its sandbox.
  const environment = { [`JSC_${option}`]: value, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1", LIBGL_ALWAYS_SOFTWARE: "1" };
  return started("xvfb-run", ["-a", browser, url], environment);
});
