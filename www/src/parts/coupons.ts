/** The coupons beside the cart: what each takes off, what is missing for the others, and what a little more would unlock. */
import { Rows, h, show } from "../dom";
import { explainReason } from "../engine";
import type { CouponObstacle, Quote, QuoteAddition, QuoteOffer, QuoteUnlock } from "../engine";
import type { Page } from "../part";

/** A coupon with what the quote takes off by it, where the quote uses it. */
interface Shown {
  offer: QuoteOffer;
  off: string | undefined;
}

/** The panel, and what brings it up to date. */
export function coupons({ texts, format, locale, session }: Page): { root: HTMLElement; tell(quote: Quote): void } {
  const names = session.shop.names(locale);
  const hint = (text: string): HTMLElement => h("div", { class: "hint" }, text);
  const why = (reason: CouponObstacle): HTMLElement =>
    hint(explainReason(reason, { locale, currency: format.currency, names }));
  const added = ({ sku, quantity, scope, amount }: QuoteAddition): string => {
    const money = format.money(amount);
    if (sku !== undefined) return texts.addUnits(names[sku] ?? sku, format.number(quantity ?? 1), money);
    return scope === undefined ? money : texts.addAmount(names[scope] ?? scope, money);
  };

  const coupon = ({ offer, off }: Shown): HTMLElement => {
    const alone = offer.takesOff === undefined ? null : h("span", { class: "day" }, texts.couponAlone(format.money(offer.takesOff)));
    return h(
      "li",
      { "data-coupon": offer.id, class: offer.usable ? "open" : "closed" },
      h("div", { class: "what" }, offer.name, off === undefined ? alone : null),
      off === undefined ? null : h("span", { class: "badge met" }, texts.couponUsed(format.money(off))),
      ...[...offer.reasons, ...offer.beside].map(why),
      offer.nearest === undefined ? null : hint(texts.couponNearest(added(offer.nearest))),
    );
  };
  const unlock = (one: QuoteUnlock): HTMLElement =>
    h("li", { "data-unlock": one.id, class: "open" }, texts.unlock(added(one.add), one.name, format.money(one.less)));

  const group = <T>(name: string, title: string, make: (item: T) => HTMLElement): ((items: readonly T[]) => void) => {
    const list = h("ul", { class: "rewards", role: "list" });
    const rows = new Rows<T>(list, (item) => JSON.stringify(item), make);
    const block = h("div", { class: "coupons", "data-coupons": name }, h("h3", {}, title), list);
    root.append(block);
    return (items) => {
      show(block, items.length > 0);
      rows.update(items);
    };
  };
  const root = h("div", { class: "coupons", "data-part": "coupons" });
  const unlocks = group("unlocks", texts.unlocksTitle, unlock);
  const usable = group("usable", texts.couponsUsable, coupon);
  const nearly = group("nearly", texts.couponsNearly, coupon);
  const closed = group("closed", texts.couponsClosed, coupon);

  function tell(quote: Quote): void {
    const used = quote.steps.flatMap((step) => step.coupons);
    const all = (quote.coupons ?? []).map((offer) => ({ offer, off: used.find(({ id }) => id === offer.id)?.amount }));
    unlocks(quote.unlocks);
    usable(all.filter(({ offer }) => offer.usable));
    nearly(all.filter(({ offer }) => !offer.usable && offer.nearest !== undefined));
    closed(all.filter(({ offer }) => !offer.usable && offer.nearest === undefined));
  }
  return { root, tell };
}
