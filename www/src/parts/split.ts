/** What a quote takes off each line, delivery and product that coupons brought, and what is left to pay for it. */
import { Rows, h } from "../dom";
import type { Quote, QuotePart } from "../engine";
import type { Page } from "../part";

/** A part of the cart that is shown as a row, named in the page's locale. */
interface Row extends QuotePart {
  name: string;
}

/** The table, and what brings it up to date. */
export function split({ texts, format, locale, session }: Page): { root: HTMLElement; tell(quote: Quote): void } {
  const names = session.shop.names(locale);
  const body = h("tbody");
  const cell = (...children: (Node | string | null)[]): HTMLElement => h("td", { class: "number" }, ...children);
  const row = ({ id, name, amount, couponsOff, pointsOff, paid }: Row): HTMLElement =>
    h(
      "tr",
      { "data-line": id },
      h("td", { class: "what" }, name),
      cell(format.money(amount)),
      cell(
        isZero(couponsOff) ? null : h("div", { class: "plus" }, texts.minus(format.money(couponsOff))),
        isZero(pointsOff) ? null : h("div", { class: "hint" }, texts.splitPoints(format.money(pointsOff))),
      ),
      cell(format.money(paid)),
    );
  const rows = new Rows<Row>(body, (one) => JSON.stringify(one), row);
  const head = (text: string): HTMLElement => h("th", { scope: "col", class: "number" }, text);
  const root = h(
    "table",
    { "data-cart": "split" },
    h("caption", { class: "aside" }, texts.splitTitle),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, texts.splitItem), head(texts.splitPrice), head(texts.splitOff), head(texts.splitPaid))),
    body,
  );

  function tell({ lines, added, shipping }: Quote): void {
    const bought = [...lines, ...added].filter((line) => line.quantity > 0);
    const named = bought.map((line) => ({ ...line, name: `${names[line.id] ?? line.id} × ${format.number(line.quantity)}` }));
    rows.update([...named, ...shipping.map((part) => ({ ...part, name: texts.splitDelivery }))]);
  }
  return { root, tell };
}

function isZero(money: string): boolean {
  return Number(money) === 0;
}
