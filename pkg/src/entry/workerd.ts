/** Cloudflare Workers: the runtime compiles the wasm that the worker imports, and refuses bytes. */

import { setInitialiser } from "../facade.js";
import module from "memberview-module";
import { instantiate, instantiateNow, type Source, startNow, startOnce, type Wasm } from "./start.js";

export * from "../facade.js";

/** Starts the engine; calls after the first do nothing. `loadProgram` does it by itself. */
export function init(source?: Source | Promise<Source>): Promise<void> {
  return startOnce(async () => instantiate(source ?? module));
}

/** Starts the engine without waiting. */
export function initSync(source?: Wasm): void {
  startNow(() => instantiateNow(source ?? module));
}

setInitialiser(init);
