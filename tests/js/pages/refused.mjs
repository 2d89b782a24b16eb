// A policy without 'wasm-unsafe-eval': both entries say so, and name the one that works.
import * as inline from "/dist/index.mjs";
import * as web from "/dist/web.mjs";
import { report } from "./report.mjs";

const refusal = ({ init }) => init().then(() => "started", ({ code, message }) => `${code} ${message}`);

report(async () => ({ refused: [await refusal(inline), await refusal(web)] }));
