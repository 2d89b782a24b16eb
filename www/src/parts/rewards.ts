/** What points buy: what can be redeemed now comes first, the rest says what is missing. */
import { explainReason } from "../engine";
import type { RewardView } from "../engine";
import type { Frame, Page, Part } from "../part";
import { entries, wordsOf } from "./entries";

export function rewards(page: Page): Part {
  const { texts, format } = page;
  const words = wordsOf(page);
  const price = ({ points, money }: RewardView["price"]): string => {
    const shown = texts.points(Number(points), format.number(points));
    return money === undefined ? shown : texts.andMoney(shown, format.money(money));
  };
  const { root, tell } = entries<RewardView>({ one: "reward", many: "rewards", title: texts.rewardsTitle }, (reward) => ({
    open: reward.redeemable,
    name: reward.name,
    beside: price(reward.price),
    hints: reward.redeemable
      ? [texts.rewardMost(format.number(reward.most))]
      : reward.reasons.map((reason) => explainReason(reason, words)),
  }));
  return { root, update: ({ view }: Frame) => tell(view.rewards) };
}
