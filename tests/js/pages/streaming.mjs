import * as api from "/dist/web.mjs";
import { answered, report } from "./report.mjs";

report(() => answered(api));
