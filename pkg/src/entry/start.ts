/** What every entry shares: one instance of the engine, started once, behind one facade. */

import type { Flavour } from "../build.js";
import { MemberviewError } from "../errors.js";
import { attach, attached } from "../facade.js";
import * as glue from "../glue.js";

/** A `WebAssembly.Module` of whichever realm. These types name nothing of a browser, so that a host needs none of its types. */
export type CompiledModule = object;

/** The wasm as it is at hand: its bytes, or compiled. */
export type Wasm = ArrayBuffer | ArrayBufferView | CompiledModule;

/** The part of a `Response` that is used. */
export interface WasmResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  clone(): WasmResponse;
}

/** What an entry may be given in place of the wasm that it brings. */
export type Source = Wasm | WasmResponse;

/** What the engine imports; its name for us is wasm-bindgen's. */
export const imports = { "./memberview_bg.js": glue as unknown as Record<string, (...args: never) => unknown> };

let starting: Promise<void> | undefined;

/** Connects the facade to an instance; one that runs already stays. */
function connect(exports: object, flavour: Flavour): void {
  if (attached()) return;
  glue.__wbg_set_wasm(exports);
  attach(glue, flavour);
}

/** Starts the engine once; a start that failed may be tried again. */
export function startOnce(load: () => Promise<object>, flavour: Flavour = "wasm"): Promise<void> {
  if (attached()) return Promise.resolve();
  if (!starting) {
    const attempt = start(load, flavour);
    const over = () => {
      starting = undefined;
    };
    starting = attempt;
    attempt.then(over, over);
  }
  return starting;
}

async function start(load: () => Promise<object>, flavour: Flavour): Promise<void> {
  try {
    connect(await load(), flavour);
  } catch (reason) {
    throw refusal(reason);
  }
}

/** Starts the engine here and now. */
export function startNow(load: () => object, flavour: Flavour = "wasm"): void {
  if (attached()) return;
  let exports: object;
  try {
    exports = load();
  } catch (reason) {
    throw refusal(reason);
  }
  connect(exports, flavour);
}

/** Instantiates from bytes, a module or a response. */
export async function instantiate(source: Source | Promise<Source>): Promise<object> {
  const given = await source;
  if (isResponse(given)) return streamed(given);
  // Not `instanceof WebAssembly.Module`: the module of an edge sandbox is of another realm.
  if (!isBytes(given)) return (await WebAssembly.instantiate(given as WebAssembly.Module, imports)).exports;
  try {
    return instantiateNow(given);
  } catch (reason) {
    // Chrome up to 114 compiles more than 4 kB only asynchronously on a page's main thread.
    if (!(reason instanceof RangeError)) throw reason;
    return (await WebAssembly.instantiate(given, imports)).instance.exports;
  }
}

/** Instantiates from bytes or a module without waiting. */
export function instantiateNow(source: Wasm): object {
  const module = isBytes(source) ? new WebAssembly.Module(source) : (source as WebAssembly.Module);
  return new WebAssembly.Instance(module, imports).exports;
}

async function streamed(response: WasmResponse): Promise<object> {
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  if (typeof WebAssembly.instantiateStreaming !== "function") return instantiate(await response.arrayBuffer());
  const copy = response.clone();
  try {
    return (await WebAssembly.instantiateStreaming(response as Response, imports)).instance.exports;
  } catch (reason) {
    // A server that sends another content type than application/wasm.
    if (!(reason instanceof TypeError)) throw reason;
    return instantiate(await copy.arrayBuffer());
  }
}

function isBytes(source: Source): source is BufferSource {
  return ArrayBuffer.isView(source) || "byteLength" in source;
}

function isResponse(source: Source): source is WasmResponse {
  return "arrayBuffer" in source && typeof source.arrayBuffer === "function";
}

/** A typed error for whatever kept the engine from starting. A host that forbids wasm is told of `memberview/nowasm`. */
function refusal(reason: unknown): MemberviewError {
  if (reason instanceof MemberviewError) return reason;
  return typeof WebAssembly === "undefined" || BLOCKED.test(textOf(reason)) ? blocked() : failed(reason);
}

/** What to say where the host has no WebAssembly for us. */
export function blocked(): MemberviewError {
  return new MemberviewError([{ code: "wasmBlocked", path: "", params: {} }]);
}

/** What to say where it has, and did not start the engine. */
export function failed(reason: unknown): MemberviewError {
  return new MemberviewError([{ code: "wasmFailed", path: "", params: { reason: textOf(reason) } }]);
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
}

/** How Chromium, Firefox, WebKit and workerd say that they do not compile wasm here. */
const BLOCKED = /unsafe-eval|Content.Security.Policy|\bCSP\b|disallowed by embedder|blocked by/i;
