// Writes every case file, with its program and its member filled in, as texts that Rust and every host read alike.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = new URL("../../", import.meta.url).pathname;
const [out] = process.argv.slice(2);

const cases = files(join(root, "tests/cases")).map((file) => expanded(relative(root, file), read(file)));
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, JSON.stringify(cases));
console.log(`${cases.length} case files, ${cases.reduce((sum, one) => sum + one.checks.length, 0)} checks`);

function expanded(file, one) {
  const program = typeof one.program === "string" ? read(join(root, `presets/${one.program}.json`)) : one.program;
  const member = typeof one.member === "string" ? read(join(root, `tests/members/${one.member}.json`)) : one.member;
  return {
    file,
    /** Whether the package's types must accept it: what is refused need not have a type. */
    typed: !one.refused && !one.memberRefused && !one.rejected && !(one.checks ?? []).some((check) => check.recordRefused),
    program: one.programText ?? JSON.stringify(one.programPatch ? merged(program, one.programPatch) : program),
    /** Whether the program is given as text: as an object it could not be wrong in that way. */
    raw: one.programText !== undefined,
    limits: { programBytes: 1048576, nesting: 32, events: 1000000, cartLines: 1000, wallet: 1000, ...one.limits },
    member: member && JSON.stringify({ profile: member.profile, events: member.events ?? [] }),
    checks: (one.checks ?? []).map((check) => ({
      it: check.it,
      record: (check.record ?? []).map((event) => JSON.stringify(event)),
      now: check.now,
      locale: check.locale ?? "en",
      history: check.history ?? 50,
      lots: check.lots ?? 50,
      cart: check.cart && JSON.stringify(check.cart),
      cartTyped: !check.quoteRefused,
      setQuantity: (check.setQuantity ?? []).map(({ line, quantity }) => ({ line, quantity })),
      coupons: check.coupons === true,
      unlocks: check.unlocks ?? 0,
      plans: check.plans ?? false,
      whatIf: check.whatIf && { sku: check.whatIf.sku, quantity: check.whatIf.quantity },
      stock: check.stock,
      restored: check.restored === true,
      snapshot: typeof check.snapshot === "object" ? { program: JSON.stringify(check.snapshot.program), member: JSON.stringify(check.snapshot.member) } : check.snapshot,
    })),
  };
}

/** Objects merge, everything else is replaced. */
function merged(base, patch) {
  if (!isObject(base) || !isObject(patch)) return patch;
  const result = { ...base };
  for (const [key, value] of Object.entries(patch)) result[key] = merged(base[key], value);
  return result;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function files(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return entry.name.endsWith(".json") ? [path] : [];
  });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (reason) {
    throw new Error(`${file}: ${reason.message}`);
  }
}
