import * as api from "/dist/nowasm.mjs";
import { answered, report } from "./report.mjs";

report(() => answered(api));
