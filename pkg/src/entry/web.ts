/** Browsers without a bundler, and bundlers that copy assets: the wasm is a file beside this one, compiled while it streams in. */

import { setInitialiser } from "../facade.js";
import { instantiate, instantiateNow, type Source, startNow, startOnce, type Wasm } from "./start.js";

export * from "../facade.js";

/** Starts the engine; calls after the first do nothing. `loadProgram` does it by itself. */
export function init(source?: Source | Promise<Source>): Promise<void> {
  return startOnce(() => instantiate(source ?? fetch(new URL("./memberview.wasm", import.meta.url))));
}

/** Starts the engine without waiting, from bytes or a module at hand. */
export function initSync(source: Wasm): void {
  startNow(() => instantiateNow(source));
}

setInitialiser(init);
