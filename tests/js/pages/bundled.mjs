// As an app would write it, for Vite and webpack to build.
import * as api from "memberview";
import { answered, report } from "./report.mjs";

report(() => answered(api));
