/** Benefits: what the member has, what is left of it, and the way to the rest; and what is owed for them. */
import { h, say, show } from "../dom";
import { explain } from "../engine";
import type { BenefitView } from "../engine";
import type { Frame, Page, Part } from "../part";
import { entries, wordsOf } from "./entries";

export function benefits(page: Page): Part {
  const { texts, format } = page;
  const words = wordsOf(page);
  const left = ({ quota }: BenefitView): string => {
    if (quota === undefined) return "";
    const shown = (figure: number | string): string =>
      quota.of === "amount" ? format.money(String(figure)) : format.number(figure);
    return texts.benefitLeft(shown(quota.left), shown(quota.max));
  };
  const owed = h("p", { class: "hint", "data-shown": "owed" });
  const kind = { one: "benefit", many: "benefits", title: texts.benefitsTitle };
  const { root, tell } = entries<BenefitView>(kind, (benefit) => {
    const isGone = benefit.reasons.some(({ is }) => is === "gone");
    const hints: string[] = [];
    if (isGone) hints.push(texts.benefitGone);
    else if (!benefit.granted) hints.push(explain(benefit.verdict, words));
    for (const reason of benefit.reasons) {
      if (reason.is === "when") hints.push(explain(reason.verdict, words));
      if (reason.is === "quota" && reason.frees !== undefined) hints.push(texts.benefitAgain(format.day(reason.frees)));
    }
    if (Number(benefit.saved) > 0) hints.push(texts.benefitSaved(format.money(benefit.saved)));
    return { open: benefit.usable, name: benefit.name, beside: isGone ? "" : left(benefit), hints };
  }, owed);

  function update({ view }: Frame): void {
    show(owed, view.owed.of.length > 0);
    say(owed, texts.owed(format.money(view.owed.amount)));
    tell(view.benefits);
  }
  return { root, update };
}
