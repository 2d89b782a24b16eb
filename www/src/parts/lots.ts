/** The lots behind the balance, in the order in which they are spent. */
import { Rows, h, show } from "../dom";
import type { Lot } from "../engine";
import type { FrameWith, Page, Part } from "../part";
import { MoreRows } from "./more";

const FEW = 5;

export function lots(page: Page): Part<FrameWith<"points">> {
  const { texts, format, session } = page;
  const body = h("tbody", {});
  const none = h("p", { class: "hint" }, texts.lotsNone);
  const table = h(
    "table",
    { "aria-labelledby": "lots-title" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, texts.lotEarned),
        h("th", { scope: "col", class: "number" }, texts.lotLeft),
        h("th", { scope: "col", class: "number" }, texts.lotUntil),
      ),
    ),
    body,
  );
  const earnedDay = (lot: Lot): string => format.day(session.dayText(lot.earnedAt));
  const row = (lot: Lot): HTMLElement => {
    const until = lot.usable
      ? lot.lastDay === undefined ? texts.never : format.day(lot.lastDay)
      : lot.usableAt === undefined
        ? texts.lotWaits
        : texts.lotFrom(format.day(session.dayText(lot.usableAt)));
    const left = h("td", { class: "number" }, h("strong", {}, format.number(lot.left)));
    if (lot.left !== lot.amount) left.append(" ", h("span", { class: "hint" }, texts.lotOf(format.number(lot.amount))));
    const from = h("td", {}, earnedDay(lot), h("span", { class: "id" }, lot.id));
    return h("tr", {}, from, left, h("td", { class: "number" }, until));
  };
  const more = new MoreRows<Lot>(page, new Rows(body, (lot) => `${lot.id} ${lot.left} ${lot.usable}`, row), FEW);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "lots-title", "data-part": "lots" },
    h("h2", { id: "lots-title" }, texts.lotsTitle),
    none,
    table,
    more.button,
  );

  function update({ points }: FrameWith<"points">): void {
    show(none, points.lots.length === 0);
    show(table, points.lots.length > 0);
    more.update(points.lots);
  }
  return { root, update };
}
