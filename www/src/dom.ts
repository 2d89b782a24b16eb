/** The little that the page needs to make and update elements. */

type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | EventListener | undefined>;

/** An element. Attributes that start with "on" are listeners; `false` and `undefined` leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  fill(element, ...children);
  return element;
}

/** Replaces what an element holds. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/** Sets an element's text, touching the page only when it differs. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides an element. */
export function show(element: HTMLElement, shown: boolean): void {
  if (element.hidden === shown) element.hidden = !shown;
}

/**
 * Keeps a list of rows in step with data. A row is made once for each `key` and reused as long as the key stays, so a
 * date that is dragged through a year touches only the rows that come and go. The key must hold everything a row shows.
 */
export class Rows<T> {
  #made = new Map<string, Element>();

  constructor(
    readonly parent: Element,
    readonly key: (item: T) => string,
    readonly make: (item: T) => Element,
  ) {}

  update(items: readonly T[]): void {
    const kept = new Map<string, Element>();
    for (const item of items) {
      const key = this.key(item);
      kept.set(key, this.#made.get(key) ?? this.make(item));
    }
    for (const [key, row] of this.#made) if (!kept.has(key)) row.remove();
    let place = this.parent.firstElementChild;
    for (const row of kept.values()) {
      if (row === place) place = row.nextElementSibling;
      else this.parent.insertBefore(row, place);
    }
    this.#made = kept;
  }
}
