import * as api from "/dist/index.mjs";
import { answered } from "./report.mjs";

answered(api).catch((error) => ({ failed: `${error}\n${error.stack}` })).then((said) => postMessage(said));
