/** What happened to the points and to the tier, each with its cause. */
import { Rows, h, say, show } from "../dom";
import type { PointsEntry, TierEntry } from "../engine";
import type { FrameWith, Page, Part } from "../part";
import { MoreRows } from "./more";

const FEW = 8;

export function pointsHistory(page: Page): Part<FrameWith<"points">> {
  const { texts, format } = page;
  const body = h("tbody", {});
  const none = h("p", { class: "hint" }, texts.historyNone);
  const cut = h("p", { class: "hint" });
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, texts.historyWhat),
    h("th", { scope: "col", class: "number" }, texts.historyPoints),
    h("th", { scope: "col", class: "number" }, texts.historyBalance),
  );
  const table = h("table", { "aria-labelledby": "history-title" }, h("thead", {}, head), body);
  const row = (entry: PointsEntry): HTMLElement =>
    h(
      "tr",
      {},
      h("td", {}, ...pointsCause(page, entry)),
      h("td", { class: `number ${Number(entry.points) < 0 ? "less" : "plus"}` }, format.signed(entry.points)),
      h("td", { class: "number" }, format.number(entry.balance)),
    );
  const key = (entry: PointsEntry): string =>
    `${entry.at} ${entry.kind} ${entry.event ?? ""} ${entry.points} ${entry.balance}`;
  const more = new MoreRows(page, new Rows(body, key, row), FEW);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "history-title", "data-part": "points-history" },
    h("h2", { id: "history-title" }, texts.historyTitle),
    none,
    table,
    more.button,
    cut,
  );

  function update({ points: { history } }: FrameWith<"points">): void {
    const { total, entries } = history;
    show(none, total === 0);
    show(table, total > 0);
    more.update(entries);
    show(cut, total > entries.length);
    say(cut, texts.shownOf(format.number(entries.length), format.number(total)));
  }
  return { root, update };
}

function pointsCause(page: Page, entry: PointsEntry): (HTMLElement | null)[] {
  const { texts, format } = page;
  const kind = texts.kinds[entry.kind] ?? entry.kind;
  const lines = [
    h("div", { class: "what" }, kind, h("span", { class: "day" }, format.day(entry.day))),
    cause(page, entry.event),
  ];
  if (entry.parts !== undefined && entry.parts.length > 1) {
    const parts = entry.parts.map((part) => `${texts.rules[part.rule] ?? part.rule} ${format.signed(part.points)}`);
    lines.push(h("div", { class: "hint" }, parts.join(" · ")));
  }
  if (entry.reason !== undefined) lines.push(h("div", { class: "hint" }, entry.reason));
  return lines;
}

/** The event behind a change, by its type and id. */
function cause(page: Page, event: string | undefined): HTMLElement | null {
  if (event === undefined) return null;
  const type = page.session.eventType(event);
  const name = type === undefined ? "" : `${page.texts.events[type] ?? type} `;
  return h("div", { class: "id" }, name, event);
}

export function tierHistory(page: Page): Part<FrameWith<"tiers">> {
  const { texts, format, locale, session } = page;
  const list = h("ol", { class: "steps" });
  const row = (entry: TierEntry): HTMLElement => {
    const to = session.shop.tierName(entry.to, locale) ?? texts.tierNone;
    const title = texts.tierKinds[entry.kind]?.(to) ?? to;
    const until = entry.lastDay === undefined ? null : h("div", { class: "hint" }, texts.until(format.day(entry.lastDay)));
    return h(
      "li",
      { "data-tier": entry.to ?? "none" },
      h("div", { class: "what" }, title, h("span", { class: "day" }, format.day(entry.day))),
      cause(page, entry.event),
      until,
    );
  };
  const key = (entry: TierEntry): string => `${entry.at} ${entry.kind} ${entry.to} ${entry.lastDay ?? ""}`;
  const more = new MoreRows(page, new Rows(list, key, row), FEW);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "tiers-title", "data-part": "tier-history" },
    h("h2", { id: "tiers-title" }, texts.tiersTitle),
    list,
    more.button,
  );
  return { root, update: ({ tiers }) => more.update(tiers.history.entries) };
}
