/** When the points of the balance expire: a bar for each date, and the dates in words. */
import { h, say, show } from "../dom";
import type { PointsView } from "../engine";
import type { FrameWith, Page, Part } from "../part";
import { barPlot } from "../plot";
import { dayNumber } from "../time";

type Dates = (Omit<PointsView["expiring"]["dates"][number], "points"> & { points: number })[];
type Lot = PointsView["lots"][number];
/** Days that the plot looks ahead at least: a year of validity moves through it from right to left. */
const AHEAD = 375;

export function expiring(page: Page): Part<FrameWith<"points">> & { destroy(): void } {
  const { texts, format } = page;
  const place = h("div", { class: "plot", role: "img" });
  const word = h("p", { class: "hint", "data-shown": "expiring" });
  const none = h("p", { class: "hint" }, texts.expiringNone);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "expiring-title", "data-part": "expiring" },
    h("h2", { id: "expiring-title" }, texts.expiringTitle),
    none,
    place,
    word,
  );
  let dates: Dates = [];
  let pointed: number | null = null;

  function sayDate(): void {
    const date = dates[pointed ?? 0] ?? dates[0];
    if (date === undefined) return;
    say(word, texts.expiringNext(texts.points(date.points, format.number(date.points)), format.day(lastDay(date))));
  }
  const plot = barPlot(place, format, (index) => {
    pointed = index;
    sayDate();
  });

  function update({ points, day }: FrameWith<"points">): void {
    dates = datesOf(points.lots);
    const first = dates[0];
    show(none, first === undefined);
    show(place, first !== undefined);
    show(word, first !== undefined);
    if (first === undefined) return;
    const sum = dates.reduce((all, date) => all + date.points, 0);
    const label = texts.expiringPlot(format.number(sum), format.number(dates.length), format.day(lastDay(first)));
    if (place.ariaLabel !== label) place.ariaLabel = label;
    sayDate();
    const days = dates.map((date) => dayNumber(lastDay(date)));
    plot.show([days, dates.map((date) => date.points)], day - 4, Math.max(day + AHEAD, (days.at(-1) ?? day) + 4));
  }
  return { root, update, destroy: () => plot.destroy() };
}

/** What is left of usable lots by the date on which it lapses; of the first lots, which are those that lapse first. */
function datesOf(lots: readonly Lot[]): Dates {
  const dates: Dates = [];
  for (const { usable, expiresAt, lastDay, left } of lots) {
    if (!usable || expiresAt === undefined) continue;
    const last = dates.at(-1);
    if (last?.expiresAt === expiresAt) last.points += Number(left);
    else dates.push({ expiresAt, points: Number(left), ...(lastDay === undefined ? {} : { lastDay }) });
  }
  return dates;
}

/** The last day; points that lapse by the clock have none, and show the date on which they do. */
function lastDay(date: Dates[number]): string {
  return date.lastDay ?? date.expiresAt.slice(0, 10);
}
