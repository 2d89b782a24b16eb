/** Paid plans: what each costs this member, what it saved so far, and when it pays. */
import { Rows, h, show } from "../dom";
import { explain } from "../engine";
import type { PlanView } from "../engine";
import type { Frame, Page, Part } from "../part";

export function plans(page: Page): Part {
  const { texts, format, locale, session } = page;
  const words = { locale, currency: format.currency, names: session.shop.names(locale) };
  const list = h("ul", { class: "rewards", role: "list" });
  const hint = (text: string): HTMLElement => h("div", { class: "hint" }, text);
  const row = (plan: PlanView): HTMLElement => {
    const runs = plan.state === "active" || plan.state === "trial";
    const lines: HTMLElement[] = [];
    if (runs && plan.lastDay !== undefined) lines.push(hint(texts.planUntil(format.day(plan.lastDay))));
    if (plan.term !== undefined) {
      lines.push(hint(texts.planSaved(format.money(plan.term.saved.total), format.money(plan.term.paid))));
    }
    for (const lower of plan.cheaper) {
      lines.push(hint(texts.planCheaper(format.money(lower.amount), explain(lower.verdict, words))));
    }
    for (const even of plan.breakEven) lines.push(hint(texts.planPays(format.money(even.fee), format.money(even.spend))));
    const price = plan.price === undefined ? "" : format.money(plan.price.amount);
    return h(
      "li",
      { "data-plan": plan.id, "data-state": plan.state, class: runs ? "open" : "closed" },
      h("div", { class: "what" }, plan.name, h("span", { class: "day" }, price)),
      ...lines,
    );
  };
  const rows = new Rows<PlanView>(list, (plan) => JSON.stringify(plan), row);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "plans-title", "data-part": "plans" },
    h("h2", { id: "plans-title" }, texts.plansTitle),
    list,
  );

  function update({ view }: Frame): void {
    show(root, view.plans.length > 0);
    rows.update(view.plans);
  }
  return { root, update };
}
