import * as api from "/dist/index.mjs";
import { answered, report } from "./report.mjs";

report(() => answered(api));
