/**
 * The JavaScript face: programs, members and their views.
 *
 *     const program = await loadProgram(json);
 *     const member = program.member({ profile, events });
 *     const view = member.view({ now: Date.now(), locale: "zh-CN" });
 */

import { Cart, type CartRequest, type MoreUnits, type QuoteRequest } from "./cart.js";
import { ask, type EngineCart, type EngineMember, type EngineProgram, freeWith, Handle, present, ready } from "./engine.js";
import { CartError, EventError, MemberviewError, ProgramError, SnapshotError } from "./errors.js";
import { askWith, bytesOf, COUNT, fieldsOf, flagOf, instantOf, limitsOf, type LocaleOptions, localeOf, type Question, questionOf, refuse, textArgument, UNITS, wholeOf } from "./input.js";
import { DEFAULT_LOCALE, loadMessages, problemMessage } from "./messages.js";
import { memberOf } from "./pieces.js";
import type { BenefitView, CartJson, CodeDigest, CouponView, Facts, LadderView, MemberEvent, PlanView, Points, PointsView, ProgramJson, Quote, QuoteOffer, Recorded, Refusal, Rejected, WhatIf } from "./types.js";
import type { BalanceRequest, MemberOptions, ProgramHeader, ProgramOptions, ViewRequest } from "./requests.js";
import { MemberView } from "./view.js";

export { build, type Build, type Flavour } from "./build.js";
export { Cart, type CartRequest, type MoreUnits, type QuoteRequest } from "./cart.js";
export { attach, attached, ready, setInitialiser } from "./engine.js";
export { MemberviewError, ProgramError, EventError, CartError, SnapshotError, type ErrorData } from "./errors.js";
export type { LocaleOptions } from "./input.js";
export { explain, explainReason, type ExplainOptions } from "./explain.js";
export { loadMessages, type Messages, problemMessage, registerMessages } from "./messages.js";
export type * from "./requests.js";
export type * from "./types.js";
export { MemberView } from "./view.js";

declare global {
  /** What `using` looks for; hosts that lack it are left as they are. */
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/**
 * Compiles a program, starting the engine first when nobody has. `program` is JSON text or the object it stands for.
 *
 * @throws ProgramError that lists every problem of the program with its path.
 */
export async function loadProgram(program: string | ProgramJson | object, options: ProgramOptions = {}): Promise<Program> {
  const locale = localeOf(fieldsOf(options, ["locale"]).locale, DEFAULT_LOCALE);
  await Promise.all([ready(), loadMessages(locale)]);
  return loadProgramSync(program, options);
}

/**
 * Compiles a program where the engine already runs.
 *
 * @throws ProgramError that lists every problem of the program with its path.
 */
export function loadProgramSync(program: string | ProgramJson | object, options: ProgramOptions = {}): Program {
  const fields = fieldsOf(options, ["locale", "limits"]);
  const locale = localeOf(fields.locale, DEFAULT_LOCALE);
  const { programBytes, nesting, events, cartLines, wallet } = limitsOf(fields.limits, locale);
  const engine = present(locale);
  const compiled = (text: string) => new engine.Program(text, programBytes, nesting, events, cartLines, wallet);
  return new Program(askWith(ProgramError, locale, program, compiled), locale);
}

/** The view of one member at one moment, where nothing is to be kept: `program` may be a loaded one or its JSON. */
export async function memberView(
  program: Program | string | ProgramJson | object,
  facts: Facts | string,
  request: ViewRequest,
): Promise<MemberView> {
  if (program instanceof Program) return viewOnce(program, facts, request);
  const { locale } = fieldsOf(request, ["locale"]);
  const loaded = await loadProgram(program, { locale: localeOf(locale, DEFAULT_LOCALE) });
  try {
    return viewOnce(loaded, facts, request);
  } finally {
    loaded.free();
  }
}

function viewOnce(program: Program, facts: Facts | string, request: ViewRequest): MemberView {
  const member = program.member(facts);
  try {
    return member.view(request);
  } finally {
    member.free();
  }
}

/** A compiled program. Free it, or let it go out of scope where the host collects. */
export class Program {
  private readonly handle: Handle<EngineProgram>;
  private readonly locale: string;
  private head: ProgramHeader | undefined;

  /** `loadProgram` makes them. */
  constructor(raw: EngineProgram, locale: string) {
    this.handle = new Handle(raw);
    this.locale = locale;
    freeWith(this, this.handle);
  }

  /** What the program says of itself. */
  get header(): ProgramHeader {
    const raw = this.handle.get(this.locale);
    return (this.head ??= JSON.parse(ask(MemberviewError, this.locale, () => raw.header())) as ProgramHeader);
  }

  /**
   * A coupon's code as the program knows it, with the digest that may stand in the program in its place. Digests hide random codes of
   * 64 bits and more: `weak` says that this one is shorter.
   */
  digest(code: string): CodeDigest {
    const raw = this.handle.get(this.locale);
    const typed = textArgument(code, "code", this.locale);
    return JSON.parse(ask(MemberviewError, this.locale, () => raw.digest(typed))) as CodeDigest;
  }

  /**
   * A cart to be priced again and again: read once, then quantities change. An object, or its JSON text.
   *
   * @throws CartError that lists every problem of the cart.
   */
  cart(cart: CartJson | string, options: LocaleOptions = {}): Cart {
    const locale = localeOf(fieldsOf(options, ["locale"]).locale, this.locale);
    const raw = this.handle.get(locale);
    return new Cart(askWith(CartError, locale, cart, (text) => raw.cart(text)), locale);
  }

  /**
   * A member from their facts: an object, or its JSON text.
   *
   * @throws EventError where the profile or, unless they are collected, an event is refused.
   */
  member(facts: Facts | string, options: MemberOptions = {}): Member {
    const given = fieldsOf(options, ["locale", "onRejected"]);
    const locale = localeOf(given.locale, this.locale);
    const tail = onRejected(given.onRejected, locale);
    const raw = this.handle.get(locale);
    return new Member(askWith(EventError, locale, facts, (text) => memberOf(raw, withTail(text, tail))), locale);
  }

  /**
   * A member from what `snapshot` gave, by this program.
   *
   * @throws SnapshotError where the bytes are foreign, damaged, or of another program.
   */
  restore(bytes: Uint8Array | ArrayBuffer, options: LocaleOptions = {}): Member {
    const locale = localeOf(fieldsOf(options, ["locale"]).locale, this.locale);
    const raw = this.handle.get(locale);
    const copy = bytesOf(bytes, SnapshotError, locale);
    return new Member(ask(SnapshotError, locale, () => raw.restore(copy)), locale);
  }

  /** Gives the memory back; members that it made go on. Again is harmless. */
  free(): void {
    this.handle.free();
  }

  /** `free`, for `using`. */
  declare [Symbol.dispose]: () => void;
}

/** The field that says what happens at an event that cannot be; nothing where the caller leaves it to the engine. */
function onRejected(value: unknown, locale: string): string {
  if (value === undefined) return "";
  if (value === "throw" || value === "collect") return `"onRejected":"${value}"`;
  const params = { expected: ["throw", "collect"], value: typeof value === "string" ? value : typeof value };
  return refuse(MemberviewError, locale, "unknownWord", "onRejected", params);
}

/** Puts a field at the end of an object's text, where it moves no byte that a problem may point at. */
function withTail(text: string, tail: string): string {
  const end = text.lastIndexOf("}");
  if (tail === "" || end < 0 || text.slice(end + 1).trim() !== "") return text;
  const fields = text.slice(0, end);
  return `${fields}${fields.trim() === "{" ? "" : ","}${tail}}`;
}

/** A member of a program: what they did so far. Free it, or let it go out of scope where the host collects. */
export class Member {
  private readonly handle: Handle<EngineMember>;
  private readonly locale: string;

  /** `program.member` and `program.restore` make them. */
  constructor(raw: EngineMember, locale: string) {
    this.handle = new Handle(raw);
    this.locale = locale;
    freeWith(this, this.handle);
  }

  /**
   * Records an event, or several; answers what they granted and what changed. A known id changes nothing.
   *
   * @throws EventError where one is refused; then none is recorded.
   */
  record(events: MemberEvent | readonly MemberEvent[] | string): Recorded {
    const raw = this.handle.get(this.locale);
    return JSON.parse(askWith(EventError, this.locale, events, (text) => raw.record(text))) as Recorded;
  }

  /** The events that loading refused and left out, with their problems. */
  get rejected(): Rejected[] {
    const raw = this.handle.get(this.locale);
    const rejected = JSON.parse(ask(MemberviewError, this.locale, () => raw.rejected())) as RawRejected[];
    return rejected.map(({ problems, ...event }) => ({
      ...event,
      problems: problems.map((problem) => ({ ...problem, message: problemMessage(problem, this.locale) })),
    }));
  }

  /** Everything to show at a moment. */
  view(request: ViewRequest): MemberView {
    return MemberView.of(this.answer(request, (raw, { now, locale, history, lots, stock }) => raw.view(now, locale, history, lots, stock)));
  }

  /** The points alone. */
  points(request: ViewRequest): PointsView[] {
    return JSON.parse(this.answer(request, (raw, { now, locale, history, lots }) => raw.points(now, locale, history, lots))) as PointsView[];
  }

  /** The ladders alone. */
  tiers(request: ViewRequest): LadderView[] {
    return JSON.parse(this.answer(request, (raw, { now, locale, history, lots }) => raw.tiers(now, locale, history, lots))) as LadderView[];
  }

  /** The coupons alone: those that were issued and can be used now or later. */
  coupons(request: ViewRequest): CouponView[];
  /** Every coupon with a verdict on a cart, as a wallet beside the cart shows them: the `coupons` of its quote. */
  coupons(cart: Cart | CartJson | string, request: CartRequest): QuoteOffer[];
  coupons(first: ViewRequest | Cart | CartJson | string, second?: CartRequest): CouponView[] | QuoteOffer[] {
    if (second !== undefined) {
      const { now, locale } = fieldsOf(second, ["now", "locale"]);
      return this.quote(first as CartJson, { now, locale, coupons: true } as QuoteRequest).coupons ?? [];
    }
    return JSON.parse(this.answer(first as ViewRequest, (raw, { now, locale }) => raw.coupons(now, locale))) as CouponView[];
  }

  /** The benefits alone. */
  benefits(request: ViewRequest): BenefitView[] {
    return JSON.parse(this.answer(request, (raw, { now, locale }) => raw.benefits(now, locale))) as BenefitView[];
  }

  /** The plans alone. */
  plans(request: ViewRequest): PlanView[] {
    return JSON.parse(this.answer(request, (raw, { now, locale }) => raw.plans(now, locale))) as PlanView[];
  }

  private answer(request: ViewRequest, call: (raw: EngineMember, question: Question) => string): string {
    const question = questionOf(request, this.locale);
    const raw = this.handle.get(question.locale);
    return ask(MemberviewError, question.locale, () => call(raw, question));
  }

  /** The first ladder alone; `undefined` where the program has none. */
  tier(request: ViewRequest): LadderView | undefined {
    return this.tiers(request)[0];
  }

  /**
   * What a cart would cost, which points can be used on it, and what the order would bring. The member stays as it is: what the
   * quote says of points and tiers is what `record` will say of that order.
   *
   * @throws CartError that lists every problem of the cart. Points that cannot be used are no problem: `points.reasons` says why.
   */
  quote(cart: Cart | CartJson | string, request: QuoteRequest): Quote {
    const fields = fieldsOf(request, ["now", "locale", "coupons", "unlocks", "plans"]);
    const locale = localeOf(fields.locale, this.locale);
    const now = instantOf(fields.now, "now", locale);
    const coupons = flagOf(fields.coupons, "coupons", locale);
    const unlocks = wholeOf(fields.unlocks, 0, COUNT, "unlocks", locale);
    const plans = flagOf(fields.plans, "plans", locale);
    return JSON.parse(this.about(cart, locale, (raw, held) => raw.quote(held, now, locale, coupons, unlocks, plans))) as Quote;
  }

  /**
   * What more units of a product would really cost: "the next one is ¥9.00". The cart and the member stay as they are.
   *
   * @throws CartError where neither the cart nor its catalogue has the product.
   */
  whatIf(cart: Cart | CartJson | string, more: MoreUnits, request: CartRequest): WhatIf {
    const { sku, quantity } = fieldsOf(more, ["sku", "quantity"]);
    const fields = fieldsOf(request, ["now", "locale"]);
    const locale = localeOf(fields.locale, this.locale);
    const now = instantOf(fields.now, "now", locale);
    const product = textArgument(sku, "sku", locale);
    const units = wholeOf(quantity, 1, UNITS, "quantity", locale);
    return JSON.parse(this.about(cart, locale, (raw, held) => raw.what_if(held, product, units, now))) as WhatIf;
  }

  /** Asks about a cart: one that is held, or one that is read for this question alone. */
  private about(cart: Cart | CartJson | string, locale: string, call: (raw: EngineMember, held: EngineCart) => string): string {
    const raw = this.handle.get(locale);
    if (cart instanceof Cart) {
      const held = cart.held(locale);
      return ask(CartError, locale, () => call(raw, held));
    }
    return askWith(CartError, locale, cart, (text) => {
      const held = raw.cart(text);
      try {
        return call(raw, held);
      } finally {
        held.free();
      }
    });
  }

  /** The usable balance, as a view writes it: one number in, one out, to be asked as often as a slider moves. */
  balance(request: BalanceRequest): Points {
    const fields = fieldsOf(request, ["now", "currency"]);
    const now = instantOf(fields.now, "now", this.locale);
    const currency = wholeOf(fields.currency, 0, COUNT, "currency", this.locale);
    const raw = this.handle.get(this.locale);
    return JSON.parse(ask(MemberviewError, this.locale, () => raw.balance(now, currency))) as Points;
  }

  /** The member as bytes: compact, versioned, for `program.restore`. */
  snapshot(): Uint8Array {
    const raw = this.handle.get(this.locale);
    return ask(SnapshotError, this.locale, () => raw.snapshot());
  }

  /** Gives the memory back; views stay. Again is harmless. */
  free(): void {
    this.handle.free();
  }

  /** `free`, for `using`. */
  declare [Symbol.dispose]: () => void;
}

/** A rejected event before its problems are put in words. */
interface RawRejected {
  index: number;
  id?: string;
  problems: Refusal[];
}

if (typeof Symbol === "function" && Symbol.dispose as symbol | undefined) {
  Program.prototype[Symbol.dispose] = Program.prototype.free;
  Member.prototype[Symbol.dispose] = Member.prototype.free;
}
