/** The form that records an order, what the order changed, and what the engine refused. */
import { fill, h, say, show } from "../dom";
import { MemberviewError, problemMessage } from "../engine";
import type { Locale, Problem } from "../engine";
import type { Frame, Page, Part } from "../part";
import type { OrderDraft, Outcome } from "../session";
import { dayNumber, dayText } from "../time";

export function orderForm(page: Page): Part {
  const { texts, format, session } = page;
  let shown: Frame | undefined;
  let dayChosen = false;

  const amount = h("input", { id: "order-amount", inputmode: "decimal", autocomplete: "off", value: "399.00" });
  const points = h("input", { id: "order-points", inputmode: "numeric", autocomplete: "off", placeholder: texts.optional });
  const day = h("input", { id: "order-day", type: "date", onchange: () => (dayChosen = true) });
  const fields: [HTMLInputElement, string][] = [
    [amount, "unitPrice"],
    [points, "pointsUsed"],
    [day, "at"],
  ];
  const result = h("div", { class: "result", role: "status" });
  const refusal = h("div", { class: "refusal", role: "alert", id: "order-refusal" });
  const forget = h("button", { type: "button", class: "quiet", onclick: onForget }, texts.orderForget);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": "order-title", "data-part": "order" },
    h("h2", { id: "order-title" }, texts.orderTitle),
    h("p", { class: "hint" }, texts.orderIntro),
    h(
      "form",
      { novalidate: true, onsubmit: onSubmit },
      field(texts.orderAmount(format.currency), amount),
      field(texts.orderDay, day),
      field(texts.orderPoints, points),
      h("button", { type: "submit", class: "main" }, texts.orderRecord),
    ),
    refusal,
    result,
    forget,
  );

  function draft(): OrderDraft {
    const used = points.value.trim();
    return {
      amount: amount.value.trim(),
      pointsUsed: used === "" ? undefined : /^\d{1,15}$/.test(used) ? Number(used) : used,
      at: day.value === "" ? "" : session.clock.endOf(dayNumber(day.value)),
    };
  }

  function onSubmit(event: Event): void {
    event.preventDefault();
    if (shown === undefined) return;
    fill(refusal);
    fill(result);
    let outcome: Outcome;
    try {
      outcome = session.record(draft(), shown.day, page.locale);
    } catch (error) {
      if (!(error instanceof MemberviewError)) throw error;
      refuse(error.problems);
      return;
    }
    refuse([]);
    const title = texts.orderDone(format.money(amount.value.trim()), format.day(day.value));
    dayChosen = false;
    page.refresh(outcome.day);
    if (shown !== undefined) fill(result, h("h3", {}, title), changes(page, outcome, shown));
  }

  function refuse(problems: readonly Problem[]): void {
    for (const [input, name] of fields) {
      const wrong = problems.some((problem) => problem.path.split(".").at(-1) === name);
      if (wrong) input.setAttribute("aria-describedby", refusal.id);
      else input.removeAttribute("aria-describedby");
      input.ariaInvalid = wrong ? "true" : null;
    }
    if (problems.length > 0) fill(refusal, h("h3", {}, texts.refused), problemList(problems, page.locale));
  }

  function onForget(): void {
    if (shown === undefined) return;
    session.forget();
    fill(refusal);
    page.refresh(shown.day);
    fill(result, texts.forgotten);
  }

  function update(frame: Frame): void {
    shown = frame;
    if (!dayChosen) day.value = dayText(frame.day);
    show(forget, session.ownOrders > 0);
  }
  return { root, update };
}

function field(label: string, input: HTMLInputElement): HTMLElement {
  return h("div", { class: "field" }, h("label", { for: input.id }, label), input);
}

/** Typed problems: the engine's text, then code and path for those who look things up. */
export function problemList(problems: readonly Problem[], locale: Locale): HTMLElement {
  const items = problems.map((problem) =>
    h("li", { "data-code": problem.code }, problemMessage(problem, locale), h("span", { class: "id" }, problem.code, " ", problem.path)),
  );
  return h("ul", { class: "plain", role: "list" }, ...items);
}

/** What an order changed: what it earned, the balance and the tier on both sides of it, and later events. */
function changes(page: Page, outcome: Outcome, shown: Frame): HTMLElement {
  const { texts, format } = page;
  const list = h("dl", { class: "changes" });
  const line = (name: string, value: string, shownAs: string): void => {
    const text = h("dd", { "data-change": shownAs });
    say(text, value);
    list.append(h("div", {}, h("dt", {}, name), text));
  };
  const step = (before: string, after: string): string =>
    before === after ? `${after} (${texts.unchanged})` : `${before} → ${after}`;
  for (const { posted } of outcome.recorded.events) {
    for (const entry of posted?.points ?? []) {
      const rule = texts.rules[entry.rule] ?? entry.rule;
      const until = entry.lastDay === undefined ? "" : `, ${texts.changedUntil(format.day(entry.lastDay))}`;
      line(`${texts.changedEarned} · ${rule}`, `${format.signed(entry.points)}${until}`, "earned");
    }
  }
  const { points, tiers } = shown;
  if (points !== undefined) {
    const before = outcome.before.points[0]?.balance ?? 0;
    line(texts.changedBalance, step(format.number(before), format.number(points.balance)), "balance");
  }
  if (tiers !== undefined) {
    const before = outcome.before.tiers[0]?.tier?.name ?? texts.noTier;
    line(texts.changedTier, step(before, tiers.tier?.name ?? texts.noTier), "tier");
  }
  const later = outcome.recorded.changed.length;
  if (later > 0) list.append(h("div", { class: "hint" }, texts.changedLater(later, format.number(later))));
  return list;
}
