/**
 * Mini-programs: the host compiles the wasm by its path in the package, and has neither `fetch` nor a text codec. WeChat,
 * Douyin and Alipay each have a namespace of their own for it (`docs/miniprograms.md`), QQ has none.
 */

import { setInitialiser } from "../facade.js";
import { blocked, failed, imports, startOnce } from "./start.js";

export * from "../facade.js";

/** The part of a mini-program's WebAssembly that is used. */
export interface MiniWebAssembly {
  /** The path is absolute in the package and ends in `.wasm` or `.wasm.br`. */
  instantiate(path: string, imports: object): Promise<MiniInstance | { instance: MiniInstance }>;
}

/** A running instance. */
export interface MiniInstance {
  exports: object;
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
    if (!host) throw blocked();
    return exportsOf(host, source.path ?? PATH);
  });
}

setInitialiser(init);

async function exportsOf(host: MiniWebAssembly, path: string): Promise<object> {
  try {
    const made = await host.instantiate(path, imports);
    return ("instance" in made ? made.instance : made).exports;
  } catch (reason) {
    throw failed(reason);
  }
}

/** In WeChat everywhere, in Douyin everywhere, in Alipay in workers alone. */
function present(): MiniWebAssembly | undefined {
  if (typeof WXWebAssembly !== "undefined") return WXWebAssembly;
  if (typeof TTWebAssembly !== "undefined") return TTWebAssembly;
  return typeof MYWebAssembly === "undefined" ? undefined : MYWebAssembly;
}

/** Where WeChat's and Douyin's tools put this package when they build npm packages. */
const PATH = "/miniprogram_npm/memberview/memberview.wasm";
