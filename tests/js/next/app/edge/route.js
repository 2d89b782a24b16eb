import * as api from "memberview";
import { probe } from "../../../js/probe.mjs";
import { answers } from "../../../js/runner.mjs";

export const runtime = "edge";

export const POST = async (request) => Response.json({ texts: await answers(api, await request.json()), probed: await probe(api) });
