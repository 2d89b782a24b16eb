// What a framework renders on the server: the package is imported with the page's code, and used when a request comes.
import { explain, init, loadProgram } from "memberview";

export { answers } from "../runner.mjs";
export { probe } from "../probe.mjs";
export * as api from "memberview";

/** The page without a member: rendered before the engine is started. */
export const shell = () => `<main data-engine="${typeof loadProgram} ${typeof init} ${typeof explain}"></main>`;
