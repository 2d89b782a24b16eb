/** Answers as HTTP sends them. */

/** What an object answers: it crosses to the worker as plain data. */
export interface Answer {
  readonly status: number;
  /** JSON text, or the bytes of a snapshot. */
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** Seconds after which to try again. */
  readonly retryAfter?: number;
}

/** A request that is not answered, and why. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

export function json(status: number, value: unknown): Answer {
  return { status, body: JSON.stringify(value) };
}

/** A refusal as an answer. Anything else that was thrown says nothing of itself to the caller. */
export function refused(thrown: unknown): Answer {
  if (thrown instanceof Refusal) return json(thrown.status, { error: thrown.code, ...thrown.more });
  console.error(thrown);
  return json(500, { error: "internal" });
}

export function response({ status, body, retryAfter }: Answer, origin: string): Response {
  const type = typeof body === "string" ? "application/json" : "application/octet-stream";
  const headers = new Headers({ "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" });
  headers.set("access-control-allow-origin", origin);
  headers.set("vary", "origin");
  if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
  return new Response(body, { status, headers });
}

/** What a browser asks before a page of another origin may call. */
export function preflight(origin: string): Response {
  const headers = {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, POST, PUT",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "86400",
    vary: "origin",
  };
  return new Response(null, { status: 204, headers });
}
