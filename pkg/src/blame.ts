/** Why a value is no JSON, and where: asked only after it was refused. */

import type { Refusal } from "./types.js";

/** The first place that keeps a value from being JSON; where there is none, its text is longer than text can be. */
export function blame(value: unknown): Refusal {
  return search(value, "", [], new Set()) ?? { code: "tooLarge", path: "", params: { max: MAX_TEXT } };
}

/** A problem of `null` tells the truth where the value given was a number or a date that JSON writes as `null`. */
export function honest(problem: Refusal, given: unknown): Refusal {
  const { path, params } = problem;
  if (params["value"] !== "null") return problem;
  const value = at(given, path);
  if (typeof value === "number") return { code: "badNumber", path, params: { value: String(value) } };
  if (typeof value !== "object" || value === null) return problem;
  return { code: "badInstant", path, params: { value: "Invalid Date" } };
}

/** Walks as `JSON.stringify` does. */
function search(value: unknown, path: string, above: readonly unknown[], clear: Set<unknown>): Refusal | undefined {
  try {
    const plain = replaced(value);
    if (typeof plain === "bigint") return unfit(path, "bigint");
    if (typeof plain !== "object" || plain === null) return undefined;
    if (clear.has(plain)) return undefined;
    if (above.includes(plain)) return unfit(path, "cycle");
    if (above.length >= MAX_DEPTH) return { code: "tooDeep", path, params: { max: MAX_DEPTH } };
    const within = [...above, plain];
    const list = Array.isArray(plain);
    for (const key of Object.keys(plain)) {
      const found = search(read(plain, key), placeOf(path, key, list), within, clear);
      if (found) return found;
    }
    clear.add(plain);
    return undefined;
  } catch {
    return unfit(path, "throws");
  }
}

/** A path as the engine writes it. */
function placeOf(path: string, key: string, list: boolean): string {
  if (list) return `${path}[${key}]`;
  if (!PLAIN.test(key)) return `${path}["${key}"]`;
  return path === "" ? key : `${path}.${key}`;
}

/** A property, or something that throws again where it is looked at, so that its own path is blamed. */
function read(from: object, key: string): unknown {
  try {
    return (from as Record<string, unknown>)[key];
  } catch (thrown) {
    return {
      toJSON() {
        throw thrown;
      },
    };
  }
}

/** What `toJSON` makes of a value. */
function replaced(value: unknown): unknown {
  if (value === null || value === undefined) return value;
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === "function" ? (toJSON.call(value, "") as unknown) : value;
}

/** The value at a path such as `lines[0].paid`; `null` when it cannot be read. */
function at(value: unknown, path: string): unknown {
  try {
    // A batch names its events as a field.
    let place: unknown = Array.isArray(value) ? { events: value } : value;
    for (const key of path.match(/[^.[\]"]+/g) ?? []) place = (place as Record<string, unknown>)[key];
    return place;
  } catch {
    return null;
  }
}

function unfit(path: string, reason: string): Refusal {
  return { code: "notSerialisable", path, params: { reason } };
}

/** Code units of JSON text that are given to the engine; its own limits are stricter. */
export const MAX_TEXT = 134217728;
/** How deep the engine lets lists and objects nest. */
const MAX_DEPTH = 32;
/** A name that needs no quotes in a path. */
const PLAIN = /^[\w-]{1,64}$/;
