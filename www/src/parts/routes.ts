/** The routes of a condition: each leaf with its bar, what is missing, and the way to close it. */
import { fill, h, say, show } from "../dom";
import type { Verdict } from "../engine";
import type { Page } from "../part";
import { leafText } from "../verdict";
import type { LeafText } from "../verdict";

/** A condition on the page. It is rebuilt only when its shape changes; dragging a date moves the bars in place. */
export class Routes {
  readonly root = h("div", { class: "routes" });
  readonly #page: Page;
  #shape = "";
  #leaves: LeafView[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  update(verdict: Verdict): void {
    const shape = shapeOf(verdict);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#leaves = [];
      fill(this.root, this.#build(verdict));
    }
    let next = 0;
    const visit = (one: Verdict, closest: boolean): void => {
      if (one.is === "all" || one.is === "any") {
        const cheapest = one.is === "any" ? one.cheapest : undefined;
        one.of.forEach((child, i) => visit(child, i === cheapest));
        return;
      }
      if (one.is === "not") return visit(one.of, false);
      this.#leaves[next]?.update(leafText(one, this.#page), closest);
      next += 1;
    };
    visit(verdict, false);
  }

  #build(verdict: Verdict): HTMLElement {
    const { texts } = this.#page;
    if (verdict.is === "not") return h("div", { class: "group" }, h("p", { class: "hint" }, texts.notOf), this.#build(verdict.of));
    if (verdict.is === "all" || verdict.is === "any") {
      const label = verdict.is === "any" ? texts.oneRouteOf : texts.allOf;
      const list = h("ul", { class: "plain", role: "list" }, ...verdict.of.map((one) => h("li", {}, this.#build(one))));
      if (verdict.of.length === 1) return list;
      return h("div", { class: `group ${verdict.is}` }, h("p", { class: "hint" }, label), list);
    }
    const leaf = new LeafView(this.#page);
    this.#leaves.push(leaf);
    return leaf.root;
  }
}

function shapeOf(verdict: Verdict): string {
  if (verdict.is === "all" || verdict.is === "any") return `${verdict.is}(${verdict.of.map(shapeOf).join(",")})`;
  if (verdict.is === "not") return `not(${shapeOf(verdict.of)})`;
  return verdict.is === "metric" ? `metric:${verdict.metric}:${verdict.bound}` : verdict.is;
}

/** One leaf: title and state on a line, the bar, then numbers and what is missing. */
class LeafView {
  readonly root: HTMLElement;
  readonly #page: Page;
  readonly #title = h("span", { class: "route-title" });
  readonly #state = h("span", { class: "badge" });
  readonly #closest: HTMLElement;
  readonly #fill = h("span", { class: "bar-fill" });
  readonly #bar = h("span", { class: "bar", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100 }, this.#fill);
  readonly #progress = h("span", { class: "route-progress" });
  readonly #gap = h("strong", { class: "route-gap" });
  readonly #hint = h("span", { class: "hint" });

  constructor(page: Page) {
    this.#page = page;
    this.#closest = h("span", { class: "badge closest" }, page.texts.closest);
    this.root = h(
      "div",
      { class: "route" },
      h("div", { class: "route-head" }, this.#title, this.#closest, this.#state),
      this.#bar,
      h("div", { class: "route-foot" }, this.#progress, this.#gap),
      this.#hint,
    );
  }

  update(text: LeafText, closest: boolean): void {
    const { texts } = this.#page;
    say(this.#title, text.title);
    say(this.#state, text.met ? texts.done : texts.open);
    this.#state.classList.toggle("met", text.met);
    show(this.#state, text.met || text.percent === undefined);
    show(this.#closest, closest);
    this.root.classList.toggle("is-closest", closest);
    show(this.#bar, text.percent !== undefined);
    const percent = text.met ? 100 : (text.percent ?? 0);
    this.#fill.style.transform = `scaleX(${percent / 100})`;
    this.#bar.setAttribute("aria-valuenow", String(percent));
    this.#bar.setAttribute("aria-label", text.title);
    this.#bar.setAttribute("aria-valuetext", text.progress ?? "");
    say(this.#progress, text.progress ?? "");
    say(this.#gap, text.gap ?? "");
    say(this.#hint, text.hint ?? "");
    show(this.#hint, text.hint !== undefined);
  }
}
