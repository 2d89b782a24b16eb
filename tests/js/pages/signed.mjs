// A page that is handed signed snapshots: it says what each is, and shows the member of the one that is valid.
import { loadProgram } from "/dist/index.mjs";
import { verifier } from "/dist/signed.mjs";
import { report } from "./report.mjs";

report(async () => {
  const { keys, expected, signed, rules, now } = await (await fetch("/signed.json")).json();
  const checks = await verifier(keys);
  const program = await loadProgram(rules);
  const verdicts = {};
  for (const [name, bytes] of Object.entries(signed)) {
    const verdict = await checks.verify(Uint8Array.from(bytes), { ...expected, program: program.header.fingerprint });
    verdicts[name] = [verdict.is, verdict.because ?? program.restore(verdict.payload).balance({ now })];
  }
  return { verdicts };
});
