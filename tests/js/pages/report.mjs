// Runs in the page: works out all cases through the package, tells the server, and goes on to the page that it names.
import { probe } from "../probe.mjs";
import { answers } from "../runner.mjs";

/** What the package answers to all cases, and to what a host may lack beside. */
export async function answered(api) {
  const cases = await (await fetch("/cases.json")).json();
  return { texts: await answers(api, cases), probed: await probe(api) };
}

/** Tells what came of `work`. */
export async function report(work) {
  const said = await Promise.resolve().then(work).catch((error) => ({ failed: `${error}\n${error?.stack}` }));
  const next = await fetch(`/said${location.pathname}`, { method: "POST", body: JSON.stringify(said) });
  location.href = await next.text();
}
