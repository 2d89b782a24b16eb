"use client";
// A component of the client: rendered on the server first, where nothing of the engine runs, then alive in the browser.
import * as api from "memberview";
import { useEffect, useState } from "react";
import { answered } from "../../../js/pages/report.mjs";

export default function Page() {
  const [said, tell] = useState();
  useEffect(() => {
    answered(api).catch((error) => ({ failed: `${error}\n${error.stack}` })).then((all) => tell(JSON.stringify(all)));
  }, []);
  return said === undefined ? <main>rendered on the server</main> : <pre id="said">{said}</pre>;
}
