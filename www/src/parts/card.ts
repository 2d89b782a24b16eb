/** The member's card: tier, balance, since when and until when. */
import { h, say, show } from "../dom";
import type { Frame, Page, Part } from "../part";

export function card(page: Page): Part {
  const { texts, format } = page;
  const program = h("span", { class: "card-program" });
  const member = h("span");
  const tier = h("h2", { class: "card-tier", id: "card-title", tabindex: -1, "data-shown": "tier" });
  const balance = h("span", { class: "card-balance", "data-shown": "balance" });
  const unit = h("span", { class: "card-unit" });
  const worth = h("span", { class: "card-worth" });
  const since = h("span", { "data-shown": "since" });
  const until = h("span", { "data-shown": "until" });
  const dates = h("div", { class: "card-row" }, since, until);
  const root = h(
    "section",
    { class: "card", "aria-labelledby": "card-title" },
    h("div", { class: "card-row" }, program, member),
    tier,
    h("p", { class: "card-points" }, balance, unit, worth),
    dates,
  );

  function update({ view, points, tiers }: Frame): void {
    root.dataset["tier"] = tiers?.tier?.id ?? "none";
    say(program, view.program.name);
    say(member, `${texts.memberNumber} ${view.member.id}`);
    say(tier, tiers === undefined ? view.program.name : (tiers.tier?.name ?? texts.noTier));
    say(balance, points === undefined ? "" : format.number(points.balance));
    say(unit, points?.name ?? "");
    say(worth, points?.worth === undefined ? "" : texts.worth(format.money(points.worth)));
    show(worth, points?.worth !== undefined);
    show(dates, tiers !== undefined);
    say(since, tiers?.since == null ? "" : texts.since(format.day(tiers.since.day)));
    say(until, tiers?.until == null ? texts.noEnd : texts.until(format.day(tiers.until.lastDay)));
  }
  return { root, update };
}
