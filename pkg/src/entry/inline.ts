/** The default entry: the wasm travels inside, as base64, so that it needs no bundler plug-in and no second request. */

import { setInitialiser } from "../facade.js";
import text from "../memberview.wasm";
import { bytesOf } from "./base64.js";
import { instantiate, instantiateNow, type Source, startNow, startOnce, type Wasm } from "./start.js";

export * from "../facade.js";

/** Starts the engine; calls after the first do nothing. `loadProgram` does it by itself. */
export function init(source?: Source | Promise<Source>): Promise<void> {
  return startOnce(async () => instantiate(source ?? bytesOf(text)));
}

/** Starts the engine without waiting, where the host compiles wasm synchronously. */
export function initSync(source?: Wasm): void {
  startNow(() => instantiateNow(source ?? bytesOf(text)));
}

setInitialiser(init);
