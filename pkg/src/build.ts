/** Which build runs: what the engine says of itself, and what `cargo xtask pack` knew of its sources. */

import { ask, flavour, present } from "./engine.js";
import { MemberviewError } from "./errors.js";
import { DEFAULT_LOCALE } from "./messages.js";

/** How the engine came: as wasm, or as the same engine in JavaScript. */
export type Flavour = "wasm" | "nowasm";

/** Where a running engine comes from. The same sources, compiled by the same compilers, give the same. */
export interface Build {
  /** The version of the running engine. */
  readonly version: string;
  /** How it came. */
  readonly flavour: Flavour;
  /** The commit of the sources; `-dirty` at its end says that they had changed since. Absent where there was no repository. */
  readonly commit?: string;
  /** The SHA-256 of `memberview.wasm`, in hexadecimal digits; of `nowasm` that of the wasm of the same build. */
  readonly sha256?: string;
}

declare const MEMBERVIEW_COMMIT: string;
declare const MEMBERVIEW_SHA256: string;

/** Which engine runs, and from which sources it was built. */
export function build(): Build {
  const engine = present();
  const { version } = JSON.parse(ask(MemberviewError, DEFAULT_LOCALE, () => engine.build())) as { version: string };
  // The bundler of the package puts texts in place of both; where nobody packed there is nothing.
  const commit = typeof MEMBERVIEW_COMMIT === "string" ? MEMBERVIEW_COMMIT : "";
  const sha256 = typeof MEMBERVIEW_SHA256 === "string" ? MEMBERVIEW_SHA256 : "";
  return { version, flavour: flavour(), ...(commit && { commit }), ...(sha256 && { sha256 }) };
}
