/** Buying what was quoted: the quote is worked out again here, and only what comes out the same is an order. */

import type { CartJson, MemberEvent, Quote } from "memberview";
import { Refusal } from "./http.ts";
import { cartOf, isObject, type Wish } from "./shop.ts";

/** What a page sends: its wish, and what it knew when it quoted. */
export interface Checkout {
  /** The page's own id of the order: sent again, it is the same order. */
  order: string;
  wish: Wish;
  /** Epoch milliseconds of the quote. */
  at: number;
  /** The member's revision, of the signed snapshot or of `POST /quote`. */
  revision: number;
  /** The fingerprint of the program. */
  program: string;
  /** The version of the price list. */
  prices: string;
  /** `quote.fingerprint` of the page's own quote. */
  fingerprint: string;
}

/** What the worker knows. */
export interface Present {
  now: number;
  revision: number;
  program: string;
  prices: string;
}

/** What a request to check out says. */
export function checkoutOf(body: unknown): Checkout & { cart: CartJson } {
  const texts = ["order", "program", "prices", "fingerprint"];
  const wellFormed = isObject(body) && texts.every((name) => isShort(body[name])) && ["at", "revision"].every((name) => Number.isSafeInteger(body[name]));
  if (!wellFormed) throw new Refusal(400, "malformed");
  const checkout = body as unknown as Checkout;
  const cart = cartOf(checkout.wish);
  if (!cart) throw new Refusal(422, "unknownGoods");
  return { ...checkout, cart };
}

/** Why a quote no longer holds whatever is in it. */
export function staleness(asked: Checkout, present: Present): string | undefined {
  if (asked.program !== present.program) return "program";
  if (asked.prices !== present.prices) return "prices";
  if (asked.revision !== present.revision) return "revision";
  if (asked.at < present.now - VALID_FOR) return "expired";
  return asked.at > present.now + CLOCK_AHEAD ? "future" : undefined;
}

/** The order that a quote is of: recording it gives what the quote said. */
export function orderOf(id: string, at: number, cart: CartJson, quote: Quote): MemberEvent {
  const units = (quantity: number) => quantity > 0;
  const bought = quote.lines.map((part, place) => ({ ...lineOf(cart.lines![place]!), quantity: part.quantity, paid: part.paid }));
  const brought = quote.added.map((part) => {
    const product = cart.catalogue!.find(({ sku }) => sku === part.id)!;
    return { ...lineOf({ ...product, id: part.id }), quantity: part.quantity, paid: part.paid };
  });
  const lines = [...bought, ...brought].filter(({ quantity }) => units(quantity));
  if (lines.length === 0) throw new Refusal(422, "nothingBought");
  const coupons = quote.steps.flatMap((step) => step.coupons).map(({ id: coupon, amount }) => ({ id: coupon, amount }));
  const [method] = (cart.shipping ?? []).flatMap((delivery) => delivery.method ?? []);
  // At most one delivery: its price is the shipping of the order.
  const [delivery] = quote.shipping;
  const used = quote.points?.used;
  return {
    id,
    at,
    type: "order",
    lines,
    ...(delivery && { shipping: delivery.paid }),
    ...(method !== undefined && { shippingMethod: method }),
    ...(coupons.length > 0 && { coupons }),
    ...(used !== undefined && Number(used) > 0 && { pointsUsed: used }),
  } as MemberEvent;
}

/** What an order says of a product. */
function lineOf({ id, sku, unitPrice, categories, brand, tags }: Line): Line {
  return { id, sku, unitPrice, ...(categories && { categories }), ...(brand !== undefined && { brand }), ...(tags && { tags }) };
}

function isShort(text: unknown): boolean {
  return typeof text === "string" && text.length > 0 && text.length <= 100;
}

type Line = Pick<NonNullable<CartJson["lines"]>[number], "id" | "sku" | "unitPrice" | "categories" | "brand" | "tags">;

/** How long a quote can be bought. */
const VALID_FOR = 600_000;
/** How far a page's clock may be ahead. */
const CLOCK_AHEAD = 60_000;
