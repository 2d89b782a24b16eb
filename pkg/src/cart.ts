/** A cart that is held: read once, then priced as often as its quantities change. */

import { ask, type EngineCart, freeWith, Handle } from "./engine.js";
import { CartError, MemberviewError } from "./errors.js";
import { type LocaleOptions, refuse, textArgument, UNITS, wholeOf } from "./input.js";
import type { When } from "./types.js";

/** A question about a cart at a moment. */
export interface CartRequest extends LocaleOptions {
  /** The moment at which the cart would be ordered. */
  now: When;
}

/** A question about a cart. */
export interface QuoteRequest extends CartRequest {
  /** Whether to give a verdict on every coupon; none unless said. It costs about as much again as the price. */
  coupons?: boolean;
  /** How many coupons to tell that a little more would unlock, 0 unless said; the cart is priced anew for each that comes into question. */
  unlocks?: number;
  /** Whether to tell what the cart would be with plans that do not run; not unless said. It costs a price for each of them. */
  plans?: boolean;
}

/** More of a product than a cart has. */
export interface MoreUnits {
  /** A product of the cart's lines or of its catalogue. */
  sku: string;
  /** How many units more; 1 unless said. */
  quantity?: number;
}

/** A cart of a program, held where it is priced. Free it, or let it go out of scope where the host collects. */
export class Cart {
  private readonly handle: Handle<EngineCart>;
  private readonly locale: string;

  /** `program.cart` makes them. */
  constructor(raw: EngineCart, locale: string) {
    this.handle = new Handle(raw);
    this.locale = locale;
    freeWith(this, this.handle);
  }

  /**
   * Sets how many units a line has, 0 for none; the next quote reads nothing but that number.
   *
   * @throws CartError where there is no such line, or no cart may have so many; then nothing changes.
   */
  setQuantity(line: string, quantity: number): void {
    const raw = this.handle.get(this.locale);
    const id = textArgument(line, "line", this.locale);
    if ((quantity as unknown) === undefined) refuse(MemberviewError, this.locale, "missing", "", { field: "quantity" });
    const units = wholeOf(quantity, 0, UNITS, "quantity", this.locale);
    ask(CartError, this.locale, () => raw.set_quantity(id, units));
  }

  /** What the engine holds; for members. */
  held(locale: string): EngineCart {
    return this.handle.get(locale);
  }

  /** Gives the memory back. Again is harmless. */
  free(): void {
    this.handle.free();
  }

  /** `free`, for `using`. */
  declare [Symbol.dispose]: () => void;
}

if (typeof Symbol === "function" && Symbol.dispose as symbol | undefined) Cart.prototype[Symbol.dispose] = Cart.prototype.free;
