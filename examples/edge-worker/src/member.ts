/**
 * One member: a Durable Object with its own SQLite. All requests about a member come here, and what reads and then writes does not wait
 * in between, so nothing needs a lock.
 *
 * The events are the truth. The engine's member is kept in memory between requests, and forgotten whenever writing its change down
 * failed: then it is made anew from what is stored.
 */

import { DurableObject } from "cloudflare:workers";
import { type CartJson, type Facts, type Member, type MemberEvent, MemberviewError } from "memberview";
import { signer } from "memberview/signed";
import { checkoutOf, orderOf, staleness } from "./checkout.ts";
import type { Env } from "./env.ts";
import { type Answer, json, Refusal, refused } from "./http.ts";
import { Bucket } from "./limits.ts";
import type { Role } from "./session.ts";
import { cartOf, forgetProgram, isObject, prices, program } from "./shop.ts";
import { Store } from "./store.ts";

export class MemberObject extends DurableObject<Env> {
  private readonly store: Store;
  private readonly buckets: Readonly<Record<Role, Bucket>>;
  private held: Member | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.store = new Store(ctx.storage);
    this.buckets = { member: new Bucket(Number(env.MEMBER_RATE)), shop: new Bucket(Number(env.SHOP_RATE)) };
  }

  /** Makes the member. The same profile again changes nothing; another one comes as a `profile` event. */
  join(profile: unknown): Promise<Answer> {
    return this.answer("shop", async () => {
      const compiled = await program();
      const text = JSON.stringify(profile);
      const known = this.store.profile();
      if (known !== undefined) return known === text ? json(200, { joined: true }) : json(409, { error: "conflict" });
      // The engine says whether it is a profile.
      compiled.member({ profile, events: [] } as unknown as Facts).free();
      this.store.join(text);
      return json(201, { joined: true });
    });
  }

  /** Records events, all or none. One that is known is answered as it was when it came first. */
  record(events: unknown): Promise<Answer> {
    return this.answer("shop", async () => {
      const given = listed(events);
      const member = await this.member();
      const known = new Map(given.map(({ id }) => [id, this.store.answered(id)]));
      const recorded = member.record(given);
      this.store.transaction(() => this.store.keep(given, recorded));
      const answers = recorded.events.map((one) => (one.duplicate ? { ...known.get(one.id), duplicate: true } : one));
      return json(200, { ...recorded, events: answers, revision: this.store.revision() });
    });
  }

  /** Everything to show now. */
  view(locale: string): Promise<Answer> {
    return this.answer("member", async () => json(200, (await this.member()).view({ now: Date.now(), locale })));
  }

  /** The member as bytes that only this worker can sign, for a page that goes on by itself. */
  snapshot(): Promise<Answer> {
    return this.answer("member", async () => {
      const member = await this.member();
      const now = Date.now();
      const { header } = await program();
      const { id } = JSON.parse(this.store.profile() ?? "{}") as { id: string };
      const revision = this.store.revision();
      const claims = { kind: "snapshot", program: header.fingerprint, member: id, revision, issuedAt: now, expiresAt: now + FRESH_FOR } as const;
      const bytes = member.snapshot();
      const by = await signer({ keyId: this.env.SIGNING_KEY_ID, privateKey: this.env.SIGNING_KEY });
      return { status: 200, body: await by.sign(bytes, claims) };
    });
  }

  /** What a cart costs now, at the shop's prices. */
  quote(wish: unknown): Promise<Answer> {
    return this.answer("member", async () => {
      const cart = cartOf(wish);
      return cart ? json(200, await this.quoted(cart)) : json(422, { error: "unknownGoods" });
    });
  }

  /** Buys what was quoted, once. */
  checkout(body: unknown): Promise<Answer> {
    return this.answer("member", async () => {
      const asked = checkoutOf(body);
      const member = await this.member();
      const { header } = await program();
      const placed = this.store.placed(asked.order);
      if (placed) return placed.fingerprint === asked.fingerprint ? { status: 200, body: placed.answer } : json(409, { error: "conflict" });
      const present = { now: Date.now(), revision: this.store.revision(), program: header.fingerprint, prices };
      const because = staleness(asked, present);
      if (because !== undefined) return json(409, { error: "stale", because, fresh: await this.quoted(asked.cart) });
      const quote = member.quote(asked.cart, { now: asked.at });
      // Nothing has changed since the page asked, so its quote was never this one: other prices, points or coupons than there are.
      if (quote.fingerprint !== asked.fingerprint) return json(422, { error: "forged" });
      const order = orderOf(`checkout:${asked.order}`, asked.at, asked.cart, quote);
      const recorded = member.record(order);
      const { fingerprint } = quote;
      const revision = this.store.revision() + 1;
      const answer = JSON.stringify({ order: asked.order, payable: quote.payable, earn: quote.earn, revision });
      this.store.transaction(() => {
        this.store.keep([order], recorded);
        this.store.place(asked.order, { fingerprint, answer });
      });
      return { status: 201, body: answer };
    });
  }

  /** What to offer: nothing ranks it yet, which a caller must be able to tell from an empty list. */
  recommend(): Promise<Answer> {
    return this.answer("member", async () => {
      await this.member();
      throw new Refusal(501, "noModel");
    });
  }

  private async quoted(cart: CartJson): Promise<object> {
    const at = Date.now();
    const { header } = await program();
    const quote = (await this.member()).quote(cart, { now: at, coupons: true });
    return { at, revision: this.store.revision(), program: header.fingerprint, prices, quote };
  }

  /** The member, from the events where it is not in memory. */
  private async member(): Promise<Member> {
    const compiled = await program();
    if (!this.held) {
      const facts = this.store.facts();
      if (!facts) throw new Refusal(404, "unknownMember");
      this.held = compiled.member(facts);
    }
    return this.held;
  }

  /** Does the work within the caller's rate; what it throws becomes an answer. */
  private async answer(role: Role, work: () => Promise<Answer>): Promise<Answer> {
    const wait = this.buckets[role].take(Date.now());
    if (wait > 0) return { ...json(429, { error: "tooMany" }), retryAfter: wait };
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof Refusal) return refused(thrown);
      const failed = thrown instanceof MemberviewError && thrown.code === "wasmFailed";
      if (thrown instanceof MemberviewError && !failed) return json(422, { error: "refused", ...thrown.toJSON() });
      // The engine may know what is not stored.
      this.held?.free();
      this.held = undefined;
      if (failed) forgetProgram();
      return { ...json(503, { error: "tryAgain" }), retryAfter: 1 };
    }
  }
}

/** A list of events with ids of their own. What else they must be, the engine says. */
function listed(events: unknown): MemberEvent[] {
  if (!Array.isArray(events) || events.length === 0 || !events.every((event) => isObject(event) && typeof event["id"] === "string")) {
    throw new Refusal(400, "malformed");
  }
  const given = events as MemberEvent[];
  if (new Set(given.map(({ id }) => id)).size < given.length) throw new Refusal(400, "duplicateId");
  return given;
}

/** How long a page may go on with a snapshot. */
const FRESH_FOR = 600_000;
