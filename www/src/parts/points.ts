/** The points in figures: pending, owed, soon lost, and where all of them went. */
import { Rows, h, say, show } from "../dom";
import type { PointsView } from "../engine";
import type { FrameWith, Page, Part } from "../part";

type Pending = PointsView["pendingBy"][number];
type Total = [name: string, points: PointsView["debt"]];

export function pointsFigures(page: Page): Part<FrameWith<"points">> {
  const { texts, format } = page;
  const figure = (name: string): { root: HTMLElement; value: HTMLElement } => {
    const value = h("dd", {});
    return { root: h("div", { class: "figure" }, h("dt", {}, name), value), value };
  };
  const pending = figure(texts.pending);
  const debt = figure(texts.debt);
  const in30 = figure(texts.expiring30);
  const in90 = figure(texts.expiring90);
  const pendingList = h("ul", { class: "plain hint", role: "list" });
  const totalsList = h("dl", { class: "totals" });
  const pendingRows = new Rows<Pending>(
    pendingList,
    (one) => `${one.day} ${one.points}`,
    (one) => {
      const points = texts.points(Number(one.points), format.number(one.points));
      return h("li", {}, one.day === undefined ? `${points}: ${texts.lotWaits}` : texts.pendingOn(points, format.day(one.day)));
    },
  );
  const totalRows = new Rows<Total>(
    totalsList,
    (total) => total.join(" "),
    ([name, points]) => h("div", {}, h("dt", {}, texts.totals[name] ?? name), h("dd", {}, format.number(points))),
  );
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "points-title", "data-part": "points" },
    h("h2", { id: "points-title" }, texts.pointsTitle),
    h("dl", { class: "figures" }, in30.root, in90.root, pending.root, debt.root),
    pendingList,
    totalsList,
  );

  function update({ points }: FrameWith<"points">): void {
    say(in30.value, format.number(points.expiring.in30Days));
    say(in90.value, format.number(points.expiring.in90Days));
    say(pending.value, format.number(points.pending));
    say(debt.value, format.number(points.debt));
    const owes = Number(points.debt) > 0;
    debt.root.classList.toggle("alarm", owes);
    in30.root.classList.toggle("alarm", Number(points.expiring.in30Days) > 0);
    show(debt.root, owes);
    show(pendingList, points.pendingBy.length > 0);
    pendingRows.update(points.pendingBy);
    totalRows.update(Object.entries(points.totals).filter(([name, n]) => Number(n) !== 0 || name === "earned"));
  }
  return { root, update };
}
