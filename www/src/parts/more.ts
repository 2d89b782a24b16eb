/** A list that shows its first rows and the rest when asked. */
import { Rows, h, say, show } from "../dom";
import type { Page } from "../part";

/** Rows in `body`, cut to `few` until the button under them is pressed. */
export class MoreRows<T> {
  readonly button: HTMLButtonElement;
  readonly #rows: Rows<T>;
  readonly #page: Page;
  readonly #few: number;
  #items: readonly T[] = [];
  #all = false;

  constructor(page: Page, rows: Rows<T>, few: number) {
    this.#page = page;
    this.#rows = rows;
    this.#few = few;
    this.button = h("button", { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => this.#toggle() });
  }

  update(items: readonly T[]): void {
    this.#items = items;
    this.#rows.update(this.#all ? items : items.slice(0, this.#few));
    const { texts, format } = this.#page;
    say(this.button, this.#all ? texts.showFewer : texts.showAll(format.number(items.length)));
    show(this.button, items.length > this.#few);
  }

  #toggle(): void {
    this.#all = !this.#all;
    this.button.setAttribute("aria-expanded", String(this.#all));
    this.update(this.#items);
  }
}
