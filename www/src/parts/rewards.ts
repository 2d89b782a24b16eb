/** What points buy: what can be redeemed now comes first, the rest says what is missing. */
import { Rows, h, show } from "../dom";
import { explainReason } from "../engine";
import type { RewardView } from "../engine";
import type { Frame, Page, Part } from "../part";

export function rewards(page: Page): Part {
  const { texts, format, locale, session } = page;
  const words = { locale, currency: format.currency, names: session.shop.names(locale) };
  const list = h("ul", { class: "rewards", role: "list" });
  const price = ({ points, money }: RewardView["price"]): string => {
    const shown = texts.points(Number(points), format.number(points));
    return money === undefined ? shown : texts.andMoney(shown, format.money(money));
  };
  const row = (reward: RewardView): HTMLElement => {
    const reasons = reward.reasons.map((reason) => h("div", { class: "hint" }, explainReason(reason, words)));
    const most = h("div", { class: "hint" }, texts.rewardMost(format.number(reward.most)));
    return h(
      "li",
      { "data-reward": reward.id, class: reward.redeemable ? "open" : "closed" },
      h("div", { class: "what" }, reward.name, h("span", { class: "day" }, price(reward.price))),
      ...(reward.redeemable ? [most] : reasons),
    );
  };
  const rows = new Rows<RewardView>(list, (reward) => JSON.stringify(reward), row);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "rewards-title", "data-part": "rewards" },
    h("h2", { id: "rewards-title" }, texts.rewardsTitle),
    list,
  );

  function update({ view }: Frame): void {
    show(root, view.rewards.length > 0);
    rows.update(view.rewards);
  }
  return { root, update };
}
