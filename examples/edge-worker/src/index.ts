/**
 * The members of a shop at the edge.
 *
 *     PUT  /member     shop    the profile of one who joins
 *     POST /events     shop    { member, events }: records them, once each
 *     GET  /view       member  everything to show (?locale=)
 *     GET  /snapshot   member  the same as signed bytes, for a page that goes on by itself
 *     POST /quote      member  what a cart costs
 *     POST /checkout   member  buys what was quoted
 *     GET  /recommend  member  501 until the engine has a model to load
 */

import type { Env } from "./env.ts";
import { type Answer, preflight, Refusal, refused, response } from "./http.ts";
import { jsonOf } from "./limits.ts";
import type { MemberObject } from "./member.ts";
import { type Role, type Session, sessionOf } from "./session.ts";
import { isObject } from "./shop.ts";

export { MemberObject } from "./member.ts";

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method === "OPTIONS") return preflight(env.ALLOWED_ORIGIN);
    return response(await answerTo(request, env).catch(refused), env.ALLOWED_ORIGIN);
  },
};

async function answerTo(request: Request, env: Env): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url);
  const route = ROUTES[`${request.method} ${pathname}`];
  if (!route) throw new Refusal(404, "unknownPath");
  // Before anything of the request is read, and before any member is looked up.
  const session = await sessionOf(request, env.SESSION_KEY, Date.now());
  if (!session) throw new Refusal(401, "unauthorised");
  if (session.role !== route.role) throw new Refusal(403, "forbidden");
  const body = request.method === "GET" ? searchParams.get("locale") : await jsonOf(request);
  const object = route.object(session, body);
  try {
    return await route.answer(env.MEMBERS.get(env.MEMBERS.idFromName(object)), body);
  } catch (thrown) {
    // The object broke off, and says nothing of what it did: whoever sends it again is answered the same.
    console.error(thrown);
    throw new Refusal(503, "tryAgain");
  }
}

interface Route {
  role: Role;
  /** Which member it is about. */
  object(session: Session, body: unknown): string;
  answer(object: DurableObjectStub<MemberObject>, body: unknown): Promise<Answer>;
}

/** Of a page it is the session alone that says which member. */
const own = (session: Session): string => session.member;

const ROUTES: Readonly<Record<string, Route>> = {
  "PUT /member": { role: "shop", object: (_, body) => named(body, "id"), answer: (object, body) => object.join(body) },
  "POST /events": {
    role: "shop",
    object: (_, body) => named(body, "member"),
    answer: (object, body) => object.record((body as { events: unknown }).events),
  },
  "GET /view": { role: "member", object: own, answer: (object, locale) => object.view(typeof locale === "string" ? locale : "en") },
  "GET /snapshot": { role: "member", object: own, answer: (object) => object.snapshot() },
  "POST /quote": { role: "member", object: own, answer: (object, body) => object.quote(body) },
  "POST /checkout": { role: "member", object: own, answer: (object, body) => object.checkout(body) },
  "GET /recommend": { role: "member", object: own, answer: (object) => object.recommend() },
};

/** The member that the shop's request is about. */
function named(body: unknown, field: string): string {
  const id = isObject(body) ? body[field] : undefined;
  if (typeof id !== "string" || id === "" || id.length > 128) throw new Refusal(400, "malformed");
  return id;
}
