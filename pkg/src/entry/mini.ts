/**
 * Mini-programs: the host compiles the wasm by its path in the package. WeChat, Douyin and Alipay's workers each have a
 * namespace of their own for it; none has fetch, URL or a text codec.
 */

import { setInitialiser } from "../facade.js";
import { imports, refusal, startOnce } from "./start.js";

export * from "../facade.js";

/** The part of a mini-program's WebAssembly that is used. */
export interface MiniWebAssembly {
  instantiate(path: string, imports: object): Promise<{ instance: { exports: object } }>;
}

declare const WXWebAssembly: MiniWebAssembly | undefined;
declare const TTWebAssembly: MiniWebAssembly | undefined;
declare const MYWebAssembly: MiniWebAssembly | undefined;

/** Where the wasm is, and who compiles it. */
export interface MiniSource {
  /** The absolute path of `memberview.wasm` or `memberview.wasm.br` in the mini-program's package. */
  path?: string;
  /** The host's namespace, when it has another name. */
  host?: MiniWebAssembly;
}

/** Starts the engine; calls after the first do nothing, and a start that failed may be tried again. */
export function init(source: MiniSource = {}): Promise<void> {
  return startOnce(async () => {
    const host = source.host ?? present();
    if (!host) throw refusal("blocked by the host");
    return (await host.instantiate(source.path ?? PATH, imports)).instance.exports;
  });
}

setInitialiser(init);

function present(): MiniWebAssembly | undefined {
  if (typeof WXWebAssembly !== "undefined") return WXWebAssembly;
  if (typeof TTWebAssembly !== "undefined") return TTWebAssembly;
  return typeof MYWebAssembly === "undefined" ? undefined : MYWebAssembly;
}

/** Where a mini-program's build puts this package. */
const PATH = "/miniprogram_npm/memberview/memberview.wasm";
