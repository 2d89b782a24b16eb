/** The member centre: computes a member's view in the page and shows it, for any day and in two languages. */
import "./style/index.css";
import { preferredLocale, readAddress, writeAddress } from "./address";
import type { Address } from "./address";
import { fill, h, say } from "./dom";
import { LOCALES, MemberviewError, loadMessages } from "./engine";
import type { Locale } from "./engine";
import { Format } from "./format";
import type { Page } from "./part";
import { card } from "./parts/card";
import { cart } from "./parts/cart";
import { expiring } from "./parts/expiring";
import { head } from "./parts/head";
import { pointsHistory, tierHistory } from "./parts/histories";
import { lots } from "./parts/lots";
import { orderForm, problemList } from "./parts/order";
import { pointsFigures } from "./parts/points";
import { keepTier, nextTier } from "./parts/progress";
import { rewards } from "./parts/rewards";
import { timeBar } from "./parts/timebar";
import { Session } from "./session";
import { members, programText } from "./storefront";
import { TEXTS } from "./texts";

const place = document.querySelector<HTMLElement>("#page");
if (place !== null) void start(place);

async function start(root: HTMLElement): Promise<void> {
  const address = readAddress();
  const locale = address.locale ?? preferredLocale();
  fill(root, h("p", { class: "loading" }, TEXTS[locale].loading));
  try {
    await Promise.all(LOCALES.map((one) => loadMessages(one)));
    const session = await Session.open();
    const first = [...members.keys()][0] ?? "";
    session.select(address.member !== undefined && members.has(address.member) ? address.member : first);
    const shell = new Shell(root, session, locale, address.day ?? session.lastEventDay);
    addEventListener("hashchange", () => shell.go(readAddress()));
  } catch (error) {
    const problems = error instanceof MemberviewError ? problemList(error.problems, locale) : String(error);
    fill(root, h("main", { class: "refusal" }, h("h1", {}, TEXTS[locale].failed), problems));
  }
}

/** Holds what is shown, and brings the parts up to date at most once a frame. */
class Shell {
  #day: number;
  #built: { show(): void; redraw(): void; destroy(): void } | undefined;
  #waiting = false;

  constructor(
    readonly root: HTMLElement,
    readonly session: Session,
    private locale: Locale,
    day: number,
  ) {
    this.#day = this.#clamp(day);
    this.#build();
  }

  /** Shows what an address asks for; what it leaves out stays. */
  go(address: Address): void {
    if (address.member !== undefined && address.member !== this.session.memberName) this.session.select(address.member);
    this.#day = this.#clamp(address.day ?? this.#day);
    this.locale = address.locale ?? this.locale;
    this.#build();
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
      format: new Format(this.locale, programText.currency),
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
    writeAddress({ member: this.session.memberName, day: this.#day, locale: this.locale });
  }
}

/** Puts the parts on the page, and gives what updates them. */
function build(root: HTMLElement, page: Page, day: () => number): { show(): void; redraw(): void; destroy(): void } {
  const time = timeBar(page);
  const plot = expiring(page);
  const left = [card(page), nextTier(page), keepTier(page), cart(page), orderForm(page), tierHistory(page)];
  const right = [pointsFigures(page), rewards(page), plot, lots(page), pointsHistory(page)];
  const computed = h("p", { class: "hint foot", "data-shown": "computed" });
  const column = (parts: { root: HTMLElement }[]): HTMLElement => h("div", { class: "column" }, ...parts.map((part) => part.root));
  fill(root, head(page), h("main", {}, column(left), column(right)), h("footer", {}, computed), time.root);

  const { session, locale, texts } = page;
  function show(): void {
    const before = performance.now();
    const view = session.view(day(), locale);
    const [points, tiers] = [view.points[0], view.tiers[0]];
    const ms = performance.now() - before;
    if (points === undefined || tiers === undefined) return;
    const frame = { day: day(), view, points, tiers };
    for (const part of [...left, ...right, time]) part.update(frame);
    say(computed, texts.computed(ms.toFixed(1)));
  }
  function destroy(): void {
    time.destroy();
    plot.destroy();
  }
  return { show, redraw: () => time.redraw(session.wholeView(locale)), destroy };
}
