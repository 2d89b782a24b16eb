/** A panel that lists what a program offers: what is open to the member stands out, and each says in a line or more why, or why not. */
import { Rows, h, show } from "../dom";
import type { ExplainOptions } from "../engine";
import type { Page } from "../part";

export interface Entry {
  open: boolean;
  name: string;
  /** What stands beside the name. */
  beside: string;
  hints: string[];
}

/** The panel of a kind of things, by whose name it is known; `above` stands over the list. It is shown only where there are any. */
export function entries<T extends { id: string }>(
  kind: { one: string; many: string; title: string },
  entry: (one: T) => Entry,
  ...above: HTMLElement[]
): { root: HTMLElement; tell(all: readonly T[]): void } {
  const list = h("ul", { class: "rewards", role: "list" });
  const row = (one: T): HTMLElement => {
    const { open, name, beside, hints } = entry(one);
    return h(
      "li",
      { [`data-${kind.one}`]: one.id, class: open ? "open" : "closed" },
      h("div", { class: "what" }, name, h("span", { class: "day" }, beside)),
      ...hints.map((hint) => h("div", { class: "hint" }, hint)),
    );
  };
  const rows = new Rows<T>(list, (one) => JSON.stringify(one), row);
  const root = h(
    "section",
    { class: "panel", "aria-labelledby": `${kind.many}-title`, "data-part": kind.many },
    h("h2", { id: `${kind.many}-title` }, kind.title),
    ...above,
    list,
  );
  function tell(all: readonly T[]): void {
    show(root, all.length > 0);
    rows.update(all);
  }
  return { root, tell };
}

/** How the engine's reasons are put on a page: with the names that the program gives. */
export function wordsOf({ locale, format, session }: Page): ExplainOptions {
  return { locale, currency: format.currency, names: session.shop.names(locale) };
}
