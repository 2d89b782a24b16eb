// Random edits of JSON and of bytes, the same for the same seed.

/** Numbers from 0 up to a bound, the same sequence for the same seed. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound) => next() % bound;
  return { below, pick: (list) => list[below(list.length)] };
}

/** The text of a JSON value after one to three edits, of its values or of its letters. */
export function editedJson(text, roll) {
  let edited = text;
  for (let left = 1 + roll.below(3); left > 0; left--) {
    const value = roll.below(4) === 0 ? undefined : parsed(edited);
    edited = value === undefined ? editedText(edited, roll) : JSON.stringify(editedValue(value, roll));
  }
  return edited;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One place of a value changed. */
function editedValue(root, roll) {
  const places = [];
  collect(root, places);
  if (places.length === 0) return roll.pick(STRANGE);
  const { holder, key } = roll.pick(places);
  const value = holder[key];
  switch (roll.below(8)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 1:
      if (Array.isArray(holder)) holder.push(structuredClone(value));
      else holder[editedText(key, roll)] = value;
      break;
    case 2: {
      const other = roll.pick(places);
      holder[key] = structuredClone(other.holder[other.key]);
      break;
    }
    case 3:
    case 4:
      if (typeof value === "number") holder[key] = roll.pick([value + 1, value - 1, -value, value * 1e9, value / 8]);
      else if (typeof value === "string") holder[key] = editedText(value, roll);
      else holder[key] = roll.pick(STRANGE);
      break;
    case 5:
      if (Array.isArray(holder)) holder.reverse();
      else holder[roll.pick(NAMES)] = roll.pick(STRANGE);
      break;
    default:
      holder[key] = structuredClone(roll.pick(STRANGE));
  }
  return root;
}

function collect(holder, places) {
  if (typeof holder !== "object" || holder === null) return;
  for (const key of Object.keys(holder)) {
    places.push({ holder, key });
    collect(holder[key], places);
  }
}

/** A few letters changed. */
function editedText(text, roll) {
  const from = roll.below(text.length + 1);
  const to = Math.min(text.length, from + roll.below(4));
  switch (roll.below(4)) {
    case 0:
      return text.slice(0, from) + text.slice(to);
    case 1:
      return text.slice(0, from) + roll.pick(LETTERS) + text.slice(from);
    case 2:
      return text.slice(0, from) + roll.pick(LETTERS) + text.slice(to);
    default:
      return text.slice(0, to) + text.slice(from);
  }
}

/** Bytes after one to four edits. */
export function editedBytes(bytes, roll) {
  let edited = [...bytes];
  for (let left = 1 + roll.below(4); left > 0; left--) {
    const at = roll.below(edited.length + 1);
    switch (roll.below(5)) {
      case 0:
        edited[Math.min(at, edited.length - 1)] ^= 1 << roll.below(8);
        break;
      case 1:
        edited = edited.slice(0, at);
        break;
      case 2:
        edited.splice(at, 0, roll.below(256));
        break;
      case 3:
        edited.splice(at, 1 + roll.below(8));
        break;
      default:
        edited[Math.min(at, edited.length - 1)] = roll.pick([0, 1, 127, 128, 255]);
    }
  }
  return Uint8Array.from(edited);
}

/** Bytes of the same length with one to three bits the other way. */
export function flippedBits(bytes, roll) {
  const flipped = Uint8Array.from(bytes);
  for (let left = 1 + roll.below(3); left > 0; left--) flipped[roll.below(flipped.length)] ^= 1 << roll.below(8);
  return flipped;
}

const STRANGE = [null, true, false, 0, -1, 1, 0.5, 1e300, 5e-324, 9007199254740991, 9007199254740992, -9007199254740992, "", " ", "0", "-0.01",
  "19.999", "1e5", "99999999999999999999", "NaN", "P1Y", "P0D", "P99999999Y", "PT1S", "-P1D", "2024-02-29", "2023-02-29", "0000-00-00",
  "9999-12-31", "2026-11-22T10:00:00+08:00", "2026-11-22T24:00:00Z", "0001-01-01T00:00:00Z", "Asia/Shangai", "CNY", "XXX", "points", "order",
  "\u0000", "😀", "\ud800", "x".repeat(5000), [], [[]], {}, { all: [] }, { not: { not: {} } }, { metric: "spend", atLeast: "1" },
  { activity: "x" }, { last: "P1M" }, { between: ["2026-01-01", "2025-01-01"] }, Array.from({ length: 40 }).reduce((deep) => [deep], 0)];
const NAMES = ["id", "at", "when", "lines", "enter", "points", "__proto__", "constructor", "", "toString", "nmaes", "posted", "lots"];
const LETTERS = ["\"", "\\", "{", "}", "[", "]", ",", ":", "0", "9", "-", ".", "e", "é", "会", "😀", "\ud83d", "\u0000", "\u2028", "\\u0000", "\\ud800", "a"];
