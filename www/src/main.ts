/** The member centre: computes a member's view in the page and shows it, for any day and in two languages. */
import "./style/index.css";
import { preferredLocale, readAddress, writeAddress } from "./address";
import type { Address } from "./address";
import { fill, h, say } from "./dom";
import { LOCALES, MemberviewError, loadMessages } from "./engine";
import type { Locale } from "./engine";
import { Format } from "./format";
import { only } from "./part";
import type { FrameWith, Page, Part } from "./part";
import { benefits } from "./parts/benefits";
import { card } from "./parts/card";
import { cart } from "./parts/cart";
import { expiring } from "./parts/expiring";
import { head } from "./parts/head";
import { pointsHistory, tierHistory } from "./parts/histories";
import { lots } from "./parts/lots";
import { orderForm, problemList } from "./parts/order";
import { plans } from "./parts/plans";
import { pointsFigures } from "./parts/points";
import { keepTier, nextTier } from "./parts/progress";
import { rewards } from "./parts/rewards";
import { timeBar } from "./parts/timebar";
import { Session } from "./session";
import { FIRST, openShop, shops } from "./storefront";
import { TEXTS } from "./texts";

const place = document.querySelector<HTMLElement>("#page");
if (place !== null) void start(place);

async function start(root: HTMLElement): Promise<void> {
  const address = readAddress();
  const locale = address.locale ?? preferredLocale();
  fill(root, h("p", { class: "loading" }, TEXTS[locale].loading));
  try {
    await Promise.all(LOCALES.map((one) => loadMessages(one)));
    const session = await open(address);
    const shell = new Shell(root, session, locale, address.day ?? session.lastEventDay);
    addEventListener("hashchange", () => void shell.go(readAddress()));
  } catch (error) {
    const problems = error instanceof MemberviewError ? problemList(error.problems, locale) : String(error);
    fill(root, h("main", { class: "refusal" }, h("h1", {}, TEXTS[locale].failed), problems));
  }
}

/** The shop and the member of an address, the first ones where it names none that there is. */
async function open({ shop, member }: Address): Promise<Session> {
  const session = await Session.open(await openShop(shop !== undefined && shops.has(shop) ? shop : FIRST));
  const { members } = session.shop;
  session.select(member !== undefined && members.has(member) ? member : ([...members.keys()][0] ?? ""));
  return session;
}

/** Holds what is shown, and brings the parts up to date at most once a frame. */
class Shell {
  #day: number;
  #opening: Promise<Session> | undefined;
  #built: { show(): void; redraw(): void; destroy(): void } | undefined;
  #waiting = false;

  constructor(
    readonly root: HTMLElement,
    private session: Session,
    private locale: Locale,
    day: number,
  ) {
    this.#day = this.#clamp(day);
    this.#build();
  }

  /** Shows what an address asks for; what it leaves out stays. */
  async go(address: Address): Promise<void> {
    const { shop, member, day, locale } = address;
    if (shop !== undefined && shop !== this.session.shop.id && !(await this.#open(address))) return;
    if (member !== undefined && member !== this.session.memberName) this.session.select(member);
    this.#day = this.#clamp(day ?? this.#day);
    this.locale = locale ?? this.locale;
    this.#build();
  }

  /** Takes another shop, unless yet another one was asked for meanwhile. */
  async #open(address: Address): Promise<boolean> {
    const opening = open(address);
    this.#opening = opening;
    const session = await opening;
    if (this.#opening !== opening) {
      session.free();
      return false;
    }
    this.session.free();
    this.session = session;
    this.#day = session.lastEventDay;
    return true;
  }

  #clamp(day: number): number {
    return Math.min(this.session.lastDay, Math.max(this.session.firstDay, day));
  }

  /** Makes every part anew: for another language or another member. Keeps the focus where it was. */
  #build(): void {
    const focused = document.activeElement?.id;
    this.#built?.destroy();
    const texts = TEXTS[this.locale];
    document.documentElement.lang = this.locale;
    document.title = `${texts.title} · memberview`;
    this.#built = build(this.root, this.#page(), () => this.#day);
    this.#built.redraw();
    this.#built.show();
    this.#write();
    if (focused !== undefined && focused !== "") document.getElementById(focused)?.focus();
  }

  #page(): Page {
    return {
      session: this.session,
      locale: this.locale,
      texts: TEXTS[this.locale],
      format: new Format(this.locale, this.session.shop.text.currency),
      setDay: (day) => {
        this.#day = day;
        this.#schedule();
      },
      refresh: (day) => {
        this.#day = this.#clamp(day);
        this.#built?.redraw();
        this.#built?.show();
        this.#write();
      },
      setShop: (shop) => void this.go({ shop }),
      setMember: (name) => {
        this.session.select(name);
        this.#day = this.session.lastEventDay;
        this.#build();
      },
      setLocale: (locale) => {
        this.locale = locale;
        this.#build();
      },
    };
  }

  #schedule(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#built?.show();
      this.#write();
    });
  }

  #write(): void {
    writeAddress({ shop: this.session.shop.id, member: this.session.memberName, day: this.#day, locale: this.locale });
  }
}

/** Puts the parts on the page, and gives what updates them. */
function build(root: HTMLElement, page: Page, day: () => number): { show(): void; redraw(): void; destroy(): void } {
  const time = timeBar(page);
  const plot = expiring(page);
  const tiers = (part: Part<FrameWith<"tiers">>): Part => only("tiers", part);
  const points = (part: Part<FrameWith<"points">>): Part => only("points", part);
  const left = [card(page), tiers(nextTier(page)), tiers(keepTier(page)), cart(page), orderForm(page), tiers(tierHistory(page))];
  const right = [points(pointsFigures(page)), plans(page), benefits(page), rewards(page), points(plot), points(lots(page)), points(pointsHistory(page))];
  const computed = h("p", { class: "hint foot", "data-shown": "computed" });
  const column = (parts: { root: HTMLElement }[]): HTMLElement => h("div", { class: "column" }, ...parts.map((part) => part.root));
  fill(root, head(page), h("main", {}, column(left), column(right)), h("footer", {}, computed), time.root);

  const { session, locale, texts } = page;
  function show(): void {
    const before = performance.now();
    const view = session.view(day(), locale);
    const frame = { day: day(), view, points: view.points[0], tiers: view.tiers[0] };
    const ms = performance.now() - before;
    for (const part of [...left, ...right, time]) part.update(frame);
    say(computed, texts.computed(ms.toFixed(1)));
  }
  function destroy(): void {
    time.destroy();
    plot.destroy();
  }
  return { show, redraw: () => time.redraw(session.wholeView(locale)), destroy };
}
