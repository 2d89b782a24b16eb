/** The way to the next tier, and what keeps the present one. */
import { h, say, show } from "../dom";
import type { FrameWith, Page, Part } from "../part";
import { dayNumber, dayText } from "../time";
import { Routes } from "./routes";

export function nextTier(page: Page): Part<FrameWith<"tiers">> {
  const { texts } = page;
  const title = h("h2", { id: "next-title" });
  const top = h("p", { class: "hint" }, texts.topText);
  const routes = new Routes(page);
  const root = h("section", { class: "panel", "aria-labelledby": "next-title", "data-part": "next" }, title, top, routes.root);

  function update({ tiers }: FrameWith<"tiers">): void {
    say(title, tiers.next === null ? texts.topTitle : texts.nextTitle(tiers.next.name));
    show(top, tiers.next === null);
    show(routes.root, tiers.next !== null);
    if (tiers.next !== null) routes.update(tiers.next.enter);
  }
  return { root, update };
}

export function keepTier(page: Page): Part<FrameWith<"tiers">> {
  const { texts, format, locale, session } = page;
  const title = h("h2", { id: "keep-title" });
  const by = h("span", { class: "badge" });
  const outcome = h("p", { class: "hint" });
  const routes = new Routes(page);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "keep-title", "data-part": "keep" },
    h("div", { class: "panel-head" }, title, by),
    outcome,
    routes.root,
  );

  function update({ tiers }: FrameWith<"tiers">): void {
    const { keep, tier } = tiers;
    show(root, keep !== null && tier !== null);
    if (keep === null || tier === null) return;
    const lastDay = format.day(keep.lastDay);
    say(title, texts.keepTitle(tier.name));
    say(by, texts.keepBy(lastDay));
    const after = format.day(dayText(dayNumber(keep.lastDay) + 1));
    const otherwise = session.shop.tierName(keep.otherwise, locale);
    if (keep.verdict?.met) say(outcome, texts.keepMet(lastDay));
    else say(outcome, otherwise === null ? texts.keepNone(after) : texts.keepOpen(after, otherwise));
    if (keep.verdict !== undefined) routes.update(keep.verdict);
    show(routes.root, keep.verdict !== undefined);
  }
  return { root, update };
}
