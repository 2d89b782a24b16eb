// The cases, for the page that runs in the browser.
import { readFile } from "node:fs/promises";

export const dynamic = "force-dynamic";

export const GET = async () => new Response(await readFile(process.env.MEMBERVIEW_CASES), { headers: { "content-type": "application/json" } });
