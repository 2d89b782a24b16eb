/** Bring your own wasm: `memberview/memberview.wasm` as bytes, module or response, however the host gets it. */

import { instantiate, instantiateNow, type Source, startNow, startOnce, type Wasm } from "./start.js";

export * from "../facade.js";

/** Starts the engine; calls after the first do nothing. */
export function init(source: Source | Promise<Source>): Promise<void> {
  return startOnce(() => instantiate(source));
}

/** Starts the engine without waiting. */
export function initSync(source: Wasm): void {
  startNow(() => instantiateNow(source));
}
