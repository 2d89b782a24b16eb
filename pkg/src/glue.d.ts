/** The glue that wasm-bindgen writes over the engine, as `cargo xtask pack` puts it beside this file. */

/** A compiled program. */
export class Program {
  /** Compiles JSON text; throws a string that holds `{"problems":[…]}`. */
  constructor(json: string);
  /** A member from `{"profile":…,"events":[…],"onRejected":"throw"|"collect"}`. */
  member(json: string): Member;
  /** A member whose facts will come in pieces. */
  loading(): Loading;
  /** A member from a snapshot. */
  restore(bytes: Uint8Array): Member;
  /** `{"code","digest","bits","weak"}` of a code as it is typed. */
  digest(code: string): string;
  /** A cart. */
  cart(json: string): Cart;
  /** `{"id","version","names","currency","timeZone","fingerprint"}`. */
  header(): string;
  /** Gives the memory back. */
  free(): void;
}

/** A member whose facts come in pieces. */
export class Loading {
  private constructor();
  /** Takes the next piece of the text; false where the text is to be read as a whole. */
  add(piece: string): boolean;
  /** The member, unless the text is to be read as a whole; throws as `member` does. */
  finish(): Member | undefined;
  /** Gives the memory back. */
  free(): void;
}

/** A cart of a program. */
export class Cart {
  private constructor();
  /** Sets how many units a line has. */
  set_quantity(line: string, quantity: number): void;
  /** Gives the memory back. */
  free(): void;
}

/** A member of a program. */
export class Member {
  private constructor();
  /** Records one event or several; gives what they changed. */
  record(json: string): string;
  /** The events that loading refused, with their problems. */
  rejected(): string;
  /** Lines of JSON text: head, points, tiers, extras. */
  view(now: number, locale: string, history: number, lots: number, stock: string): string;
  /** The view's points alone. */
  points(now: number, locale: string, history: number, lots: number): string;
  /** The view's tiers alone. */
  tiers(now: number, locale: string, history: number, lots: number): string;
  /** The view's coupons alone. */
  coupons(now: number, locale: string): string;
  /** The view's plans alone. */
  plans(now: number, locale: string): string;
  /** A cart of the member's program. */
  cart(json: string): Cart;
  /** What a cart would cost and bring. */
  quote(cart: Cart, now: number, locale: string, coupons: boolean, unlocks: number, plans: boolean): string;
  /** What so many units more of a product would really cost. */
  what_if(cart: Cart, sku: string, quantity: number, now: number): string;
  /** The usable balance of the program's n-th currency, as JSON text. */
  balance(now: number, currency: number): string;
  /** The member as bytes, for `restore`. */
  snapshot(): Uint8Array;
  /** Gives the memory back. */
  free(): void;
}

/** RFC 3339 text or a date as epoch milliseconds; throws problems. */
export function instant(text: string): number;

/** `{"version","commit"?}`. */
export function build(): string;

/** Tells the glue which instance it calls. */
export function __wbg_set_wasm(exports: object): void;
