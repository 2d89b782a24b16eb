/** Benefits: what the member has, what is left of it, and the way to the rest; and what is owed for them. */
import { Rows, h, say, show } from "../dom";
import { explain } from "../engine";
import type { BenefitView } from "../engine";
import type { Frame, Page, Part } from "../part";

export function benefits(page: Page): Part {
  const { texts, format, locale, session } = page;
  const words = { locale, currency: format.currency, names: session.shop.names(locale) };
  const list = h("ul", { class: "rewards", role: "list" });
  const owed = h("p", { class: "hint", "data-shown": "owed" });
  const hint = (text: string): HTMLElement => h("div", { class: "hint" }, text);
  const isGone = ({ reasons }: BenefitView): boolean => reasons.some(({ is }) => is === "gone");
  const left = (benefit: BenefitView): string => {
    const { quota } = benefit;
    if (quota === undefined || isGone(benefit)) return "";
    const shown = (figure: number | string): string =>
      quota.of === "amount" ? format.money(String(figure)) : format.number(figure);
    return texts.benefitLeft(shown(quota.left), shown(quota.max));
  };
  const row = (benefit: BenefitView): HTMLElement => {
    const lines: HTMLElement[] = [];
    if (isGone(benefit)) lines.push(hint(texts.benefitGone));
    else if (!benefit.granted) lines.push(hint(explain(benefit.verdict, words)));
    for (const reason of benefit.reasons) {
      if (reason.is === "when") lines.push(hint(explain(reason.verdict, words)));
      if (reason.is === "quota" && reason.frees !== undefined) lines.push(hint(texts.benefitAgain(format.day(reason.frees))));
    }
    if (Number(benefit.saved) > 0) lines.push(hint(texts.benefitSaved(format.money(benefit.saved))));
    return h(
      "li",
      { "data-benefit": benefit.id, class: benefit.usable ? "open" : "closed" },
      h("div", { class: "what" }, benefit.name, h("span", { class: "day" }, left(benefit))),
      ...lines,
    );
  };
  const rows = new Rows<BenefitView>(list, (benefit) => JSON.stringify(benefit), row);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "benefits-title", "data-part": "benefits" },
    h("h2", { id: "benefits-title" }, texts.benefitsTitle),
    owed,
    list,
  );

  function update({ view }: Frame): void {
    show(root, view.benefits.length > 0);
    show(owed, view.owed.of.length > 0);
    say(owed, texts.owed(format.money(view.owed.amount)));
    rows.update(view.benefits);
  }
  return { root, update };
}
