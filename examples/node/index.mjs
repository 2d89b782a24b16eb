// What a member sees after a month of shopping. `node index.mjs [zh-CN]`
import { readFileSync } from "node:fs";
import { explain, loadProgram } from "memberview";

const locale = process.argv[2] ?? "en";
const program = await loadProgram(readFileSync(new URL("../../presets/sephora-cn.json", import.meta.url), "utf8"), { locale });
const member = program.member({ profile: { id: "m1", joinedAt: "2026-10-20", birthday: "--11-18" }, events: [] });
member.record({ id: "o1", at: "2026-10-24T20:15:00+08:00", type: "order", lines: [{ id: "1", sku: "serum", quantity: 1, unitPrice: "399.00" }] });
const { points, tiers } = member.view({ now: "2026-11-22T10:00:00+08:00", locale });
const way = (/** @type {import("memberview").NextTier} */ { name, enter }) => `→ ${name}: ${explain(enter, { locale, currency: program.header.currency })}`;
for (const { name, balance } of points) console.log(name, balance);
for (const { name, tier, next } of tiers) console.log(name, tier?.name ?? "–", ...(next ? [way(next)] : []));
