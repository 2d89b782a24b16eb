/** Paid plans: what each costs this member, what it saved so far, and when it pays. */
import { explain } from "../engine";
import type { PlanView } from "../engine";
import type { Frame, Page, Part } from "../part";
import { entries, wordsOf } from "./entries";

export function plans(page: Page): Part {
  const { texts, format } = page;
  const words = wordsOf(page);
  const { root, tell } = entries<PlanView>({ one: "plan", many: "plans", title: texts.plansTitle }, (plan) => {
    const open = plan.state === "active" || plan.state === "trial";
    const hints: string[] = [];
    if (open && plan.lastDay !== undefined) hints.push(texts.planUntil(format.day(plan.lastDay)));
    if (plan.term !== undefined) {
      hints.push(texts.planSaved(format.money(plan.term.saved.total), format.money(plan.term.paid)));
    }
    for (const lower of plan.cheaper) {
      hints.push(texts.planCheaper(format.money(lower.amount), explain(lower.verdict, words)));
    }
    for (const even of plan.breakEven) hints.push(texts.planPays(format.money(even.fee), format.money(even.spend)));
    return { open, name: plan.name, beside: plan.price === undefined ? "" : format.money(plan.price.amount), hints };
  });
  return { root, update: ({ view }: Frame) => tell(view.plans) };
}
