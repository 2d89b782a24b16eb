/** Facts go into the engine in pieces: its memory never shrinks again, so it should never hold a whole history's text. */

import type { EngineMember, EngineProgram } from "./engine.js";

/** How many UTF-16 units of text go in at once. */
const PIECE = 32_768;

/** A member from facts in pieces, or as a whole where they are short or the engine wants to see all of them. */
export function memberOf(program: EngineProgram, text: string): EngineMember {
  return (text.length > PIECE ? fromPieces(program, text) : undefined) ?? program.member(text);
}

function fromPieces(program: EngineProgram, text: string): EngineMember | undefined {
  const loading = program.loading();
  for (let start = 0; start < text.length; ) {
    const end = cut(text, start + PIECE);
    if (!loading.add(text.slice(start, end))) {
      loading.free();
      return undefined;
    }
    start = end;
  }
  return loading.finish();
}

/** A place from which on no half of a character is left behind. */
function cut(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last < 0xdc00 ? end + 1 : end;
}
