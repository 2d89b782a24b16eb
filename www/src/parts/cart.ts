/** A small cart: what it costs, which coupons and points can be used on it, and what ordering it would bring. */
import { h, say, show } from "../dom";
import { explain } from "../engine";
import type { CartJson, Quote } from "../engine";
import type { Frame, Page, Part } from "../part";
import type { Product } from "../shop";
import { coupons } from "./coupons";
import { split } from "./split";

export function cart(page: Page): Part {
  const { texts, format, session, locale } = page;
  const { goods, catalogue } = session.shop.wares;
  const names = session.shop.names(locale);
  let shown: Frame | undefined;

  const amounts = goods.map((item) =>
    h("input", { id: `cart-${item.sku}`, type: "number", min: 0, max: 99, step: 1, value: item.quantity, oninput: ask }),
  );
  const wants = h("input", { id: "cart-points", type: "checkbox", onchange: ask });
  const values = { payable: figure("payable"), usable: figure("usable"), earn: figure("earn"), tier: figure("tier") };
  const reason = h("p", { class: "hint", "data-cart": "reason" });
  const [parts, offers] = [split(page), coupons(page)];
  const line = (name: string, value: HTMLElement): HTMLElement => h("div", {}, h("dt", {}, name), value);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "cart-title", "data-part": "cart" },
    h("h2", { id: "cart-title" }, texts.cartTitle),
    h("p", { class: "hint" }, texts.cartIntro),
    h(
      "form",
      { novalidate: true, onsubmit: (event: Event) => event.preventDefault() },
      ...goods.map((item, place) =>
        field(texts.cartItem(names[item.sku] ?? item.sku, format.money(item.unitPrice)), `cart-${item.sku}`, amounts[place]),
      ),
      h("div", { class: "field tick" }, wants, h("label", { for: "cart-points" }, texts.cartPoints)),
    ),
    h(
      "dl",
      { class: "changes" },
      line(texts.cartPayable, values.payable),
      line(texts.cartUsable, values.usable),
      line(texts.cartEarn, values.earn),
      line(texts.cartTier, values.tier),
    ),
    reason,
    parts.root,
    offers.root,
  );

  /** What stands in the form; what is no whole number of units counts for none. */
  function held(): CartJson {
    const lines = goods.map((item, place) => {
      const typed = amounts[place]?.valueAsNumber ?? 0;
      return { ...product(item), id: item.sku, quantity: Number.isInteger(typed) && typed > 0 ? typed : 0 };
    });
    return { lines, catalogue: catalogue.map(product), shipping: [{ id: "parcel", amount: "10.00" }], points: wants.checked ? "max" : 0 };
  }

  function ask(): void {
    if (shown !== undefined) tell(session.quote(held(), shown.day, locale));
  }

  function tell(quote: Quote): void {
    const earned = quote.earn.reduce((sum, line) => sum + Number(line.points), 0);
    say(values.payable, format.money(quote.payable));
    say(values.earn, format.signed(earned));
    const { points, tiers } = quote;
    say(values.usable, points === null ? "" : texts.cartTakesOff(format.number(points.usable), format.money(points.takesOff)));
    const [before, after] = [tiers[0]?.before?.name ?? texts.noTier, tiers[0]?.after?.name ?? texts.noTier];
    say(values.tier, before === after ? `${after} (${texts.unchanged})` : `${before} → ${after}`);
    const reasons = points?.reasons.map((one) => explain(one, { locale, currency: format.currency })) ?? [];
    say(reason, reasons.join(" "));
    show(reason, reasons.length > 0);
    parts.tell(quote);
    offers.tell(quote);
  }

  function update(frame: Frame): void {
    shown = frame;
    show(root, goods.length > 0);
    if (goods.length > 0) ask();
  }
  return { root, update };
}

/** A product as a cart takes it. */
function product({ names: _, ...marks }: Product): Product {
  return marks;
}

function figure(name: string): HTMLElement {
  return h("dd", { "data-cart": name });
}

function field(label: string, id: string, input: HTMLElement | undefined): HTMLElement {
  return h("div", { class: "field" }, h("label", { for: id }, label), input);
}
