/** What the worker is configured with. */

import type { MemberObject } from "./member.ts";

export interface Env {
  /** One object for each member. */
  readonly MEMBERS: DurableObjectNamespace<MemberObject>;
  /** Requests a second of one member's pages, and of the shop's systems about one member. */
  readonly MEMBER_RATE: string;
  readonly SHOP_RATE: string;
  /** The one origin whose pages may call. */
  readonly ALLOWED_ORIGIN: string;
  /** Secret: 32 random bytes, as base64url. */
  readonly SESSION_KEY: string;
  /** Secret: an Ed25519 private key, PKCS #8 as base64url, and the name by which pages know its public one. */
  readonly SIGNING_KEY: string;
  readonly SIGNING_KEY_ID: string;
}
