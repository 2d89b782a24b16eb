/**
 * The page's side: it fetches a signed snapshot once, checks it, and then shows and quotes by itself; only buying asks the worker again.
 * It runs the same engine by the same files as the worker, in a browser or in Node.
 */

import type { Member, MemberView, Quote } from "memberview";
import { type SignedVerdict, verifier } from "memberview/signed";
import type { Checkout } from "./checkout.ts";
import { cartOf, prices, program, type Wish } from "./shop.ts";

/** Where the worker is and who the page is. */
export interface Edge {
  url: string;
  /** Of the shop's login, for this member. */
  token: string;
  member: string;
  /** The worker's public keys by their ids. They come with the page, never from the worker. */
  keys: Readonly<Record<string, string>>;
}

/** A quote that the page worked out, and what to send to buy it. */
export interface Offer {
  quote: Quote;
  checkout: Omit<Checkout, "order">;
}

export class EdgeMember {
  private constructor(
    private readonly edge: Edge,
    private readonly member: Member,
    private readonly revision: number,
  ) {}

  /** Fetches the member, unless what comes is not what the worker signed for this page. */
  static async open(edge: Edge): Promise<EdgeMember> {
    const answer = await fetch(`${edge.url}/snapshot`, { headers: { authorization: `Bearer ${edge.token}` } });
    if (!answer.ok) throw new Error(`snapshot: ${answer.status}`);
    return EdgeMember.from(edge, await answer.arrayBuffer(), Date.now());
  }

  /** The member of a signed snapshot, which may have lain in the page's storage. */
  static async from(edge: Edge, signed: ArrayBuffer | Uint8Array, now: number): Promise<EdgeMember> {
    const compiled = await program();
    const checks = await verifier(edge.keys);
    const verdict: SignedVerdict = await checks.verify(signed, { program: compiled.header.fingerprint, member: edge.member, now });
    // A page may show what is stale with its date; this one asks for another.
    if (verdict.is !== "valid") throw new Error(`snapshot: ${verdict.is} (${verdict.because})`);
    return new EdgeMember(edge, compiled.restore(verdict.payload), verdict.claims.revision);
  }

  view(now: number, locale: string): MemberView {
    return this.member.view({ now, locale });
  }

  /** What a cart costs, without asking the worker. */
  async quote(wish: Wish, at: number): Promise<Offer> {
    const cart = cartOf(wish);
    if (!cart) throw new Error("unknown goods");
    const quote = this.member.quote(cart, { now: at });
    const { header } = await program();
    const { fingerprint } = quote;
    return { quote, checkout: { wish, at, revision: this.revision, program: header.fingerprint, prices, fingerprint } };
  }

  /** Buys it. The id of the order is the page's: after a failure it sends the same again, and buys once. */
  buy(order: string, { checkout }: Offer): Promise<Response> {
    const headers = { authorization: `Bearer ${this.edge.token}`, "content-type": "application/json" };
    return fetch(`${this.edge.url}/checkout`, { method: "POST", headers, body: JSON.stringify({ order, ...checkout }) });
  }

  free(): void {
    this.member.free();
  }
}
