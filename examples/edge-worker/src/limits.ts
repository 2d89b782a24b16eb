/** How much a caller may ask for. */

import { Refusal } from "./http.ts";

/** Bytes of a request. A batch of 100 events fits. */
const MOST_BYTES = 65536;

/** The JSON of a request's body, which is read no further than is allowed. */
export async function jsonOf(request: Request): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) throw new Refusal(415, "notJson");
  if (Number(request.headers.get("content-length")) > MOST_BYTES) throw new Refusal(413, "tooLarge");
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.length;
    // A length that was not told, or not truly.
    if (length > MOST_BYTES) throw new Refusal(413, "tooLarge");
    pieces.push(piece);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal(400, "notJson");
  }
}

/** So many calls a second, and ten times as many at once after a rest. */
export class Bucket {
  private left: number;
  private filled = 0;

  constructor(private readonly perSecond: number) {
    this.left = this.most;
  }

  private get most(): number {
    return this.perSecond * 10;
  }

  /** Takes one, or says how many seconds to wait for it. */
  take(now: number): number {
    const seconds = Math.max(0, now - this.filled) / 1000;
    this.left = Math.min(this.most, this.left + seconds * this.perSecond);
    this.filled = now;
    // Not `left < 1`: a rate that is no number lets nobody in.
    if (!(this.left >= 1)) return Math.ceil((1 - this.left) / this.perSecond) || 1;
    this.left -= 1;
    return 0;
  }
}
