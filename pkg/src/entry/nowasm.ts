/** Hosts without WebAssembly, and pages whose policy forbids it: the same engine as JavaScript, larger and slower. */

import { setInitialiser } from "../facade.js";
import { instantiate } from "../nowasm.js";
import { imports, startNow, startOnce } from "./start.js";

export * from "../facade.js";

/** Starts the engine; calls after the first do nothing. `loadProgram` does it by itself. */
export function init(): Promise<void> {
  return startOnce(async () => instantiate(imports), "nowasm");
}

/** Starts the engine without waiting. */
export function initSync(): void {
  startNow(() => instantiate(imports), "nowasm");
}

setInitialiser(init);
