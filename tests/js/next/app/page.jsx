// A component of the server: its HTML has a number that the engine worked out when the request came.
import { loadProgram } from "memberview";
import { facts, program } from "../sample.mjs";

export const dynamic = "force-dynamic";

export default async function Page() {
  const member = (await loadProgram(program)).member(facts);
  const balance = member.balance({ now: "2026-02-02T10:00:00Z" });
  member.free();
  return <main data-balance={balance}>{balance} points</main>;
}
