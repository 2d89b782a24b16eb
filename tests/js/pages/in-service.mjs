// Bundled into one classic script: a service worker may not import on demand.
import * as api from "memberview";
import { answered } from "./report.mjs";

addEventListener("message", (event) => {
  const said = answered(api).catch((error) => ({ failed: `${error}\n${error.stack}` }));
  event.waitUntil(said.then((data) => event.ports[0].postMessage(data)));
});
