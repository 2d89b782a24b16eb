/** One member's handle, and the orders that were recorded into it on this page. */
import { loadProgram } from "./engine";
import type { CartJson, Locale, Member, MemberView, Program, Quote, Recorded, When } from "./engine";
import type { Shop } from "./shop";
import { ZoneClock, dayNumber, dayText } from "./time";

/** Entries of each history that the page asks for at most. */
const HISTORY = 200;
/** Days that stay on the time bar after a member's last event: a year of points and of a tier, and a little more. */
const DAYS_AFTER = 400;
/** More entries than any sample member has. */
const WHOLE_HISTORY = 10_000;
/** How many coupons that a little more would unlock are told. */
const UNLOCKS = 3;

/** What the form asks to be recorded. Texts go to the engine as they were typed: it is the engine that judges them. */
export interface OrderDraft {
  amount: string;
  pointsUsed: number | string | undefined;
  at: number | string;
}

/** What a recorded order did: the engine's answer, and the view before it on the day that is then shown. */
export interface Outcome {
  day: number;
  before: MemberView;
  recorded: Recorded;
}

export class Session {
  readonly clock: ZoneClock;
  readonly #program: Program;
  #member: Member | undefined;
  #types = new Map<string, string>();
  #serial = 0;
  memberName = "";
  /** Orders recorded on this page into the present handle. */
  ownOrders = 0;
  /** The days of the time bar, and the day of the last event. */
  firstDay = 0;
  lastDay = 0;
  lastEventDay = 0;

  private constructor(
    readonly shop: Shop,
    program: Program,
  ) {
    this.clock = new ZoneClock(shop.text.timeZone);
    this.#program = program;
  }

  /** Loads a shop's program. Throws what the engine says about a program that it refuses. */
  static async open(shop: Shop): Promise<Session> {
    return new Session(shop, await loadProgram(shop.text));
  }

  /** Gives back what the engine holds for it. */
  free(): void {
    this.#member?.free();
    this.#program.free();
  }

  /** Shows another member, or the same one without the orders recorded here. */
  select(name: string): void {
    const facts = this.shop.members.get(name);
    if (facts === undefined) return;
    const member = this.#program.member(facts);
    this.#member?.free();
    this.#member = member;
    this.memberName = name;
    this.ownOrders = 0;
    const events = facts.events ?? [];
    this.#types = new Map(events.map((event) => [event.id, event.type]));
    this.firstDay = this.#dayOf(facts.profile.joinedAt);
    this.lastEventDay = events.reduce((last, event) => Math.max(last, this.#dayOf(event.at)), this.firstDay);
    this.lastDay = this.lastEventDay + DAYS_AFTER;
  }

  /** Forgets the orders recorded on this page. */
  forget(): void {
    this.select(this.memberName);
  }

  /** The view at the end of a day, with at most `history` entries of each history, and as many lots. */
  view(day: number, locale: Locale, history = HISTORY): MemberView {
    if (this.#member === undefined) throw new Error("no member is selected");
    return this.#member.view({ now: this.clock.endOf(day), locale, history, lots: history });
  }

  /** The quote of a cart at the end of a day, with a verdict on every coupon. */
  quote(cart: CartJson, day: number, locale: Locale): Quote {
    if (this.#member === undefined) throw new Error("no member is selected");
    return this.#member.quote(cart, { now: this.clock.endOf(day), locale, coupons: true, unlocks: UNLOCKS });
  }

  /** The view of the last day on the time bar with its whole history. */
  wholeView(locale: Locale): MemberView {
    return this.view(this.lastDay, locale, WHOLE_HISTORY);
  }

  /** Records an order, or throws the engine's refusal and leaves everything as it was. */
  record(draft: OrderDraft, shownDay: number, locale: Locale): Outcome {
    if (this.#member === undefined) throw new Error("no member is selected");
    const orderDay = typeof draft.at === "number" ? this.clock.dayOf(draft.at) : shownDay;
    const day = Math.min(Math.max(shownDay, orderDay), this.lastDay);
    const before = this.view(day, locale);
    const id = `page-${this.#serial + 1}`;
    const { at, amount, pointsUsed } = draft;
    const lines = [{ id: "1", sku: "page", quantity: 1, unitPrice: amount }];
    const recorded = this.#member.record(JSON.stringify({ id, at, type: "order", lines, pointsUsed }));
    this.#serial += 1;
    this.ownOrders += 1;
    this.#types.set(id, "order");
    return { day, before, recorded };
  }

  /** The local date of an instant, as "2026-05-01". */
  dayText(instant: string): string {
    return dayText(this.clock.dayOf(Date.parse(instant)));
  }

  /** The type of an event, for saying what caused a change. */
  eventType(id: string): string | undefined {
    return this.#types.get(id);
  }

  #dayOf(at: When): number {
    if (typeof at === "string" && at.length === 10) return dayNumber(at);
    return this.clock.dayOf(typeof at === "string" ? Date.parse(at) : Number(at));
  }
}
