/** The page's head: title, shop, member and language. */
import { h } from "../dom";
import { LOCALES } from "../engine";
import type { Locale } from "../engine";
import type { Page } from "../part";
import type { Shop } from "../shop";
import { shops } from "../storefront";
import { TEXTS } from "../texts";

export function head(page: Page): HTMLElement {
  const { texts, locale } = page;
  const { shop, memberName } = page.session;
  const choices = [...shops].map(([id]) => [id, shopLabel(id, locale)] as const);
  const members = [...shop.members.keys()].map((name) => [name, memberLabel(shop, name)] as const);
  const languages = LOCALES.map((one) =>
    h(
      "button",
      {
        type: "button",
        id: `locale-${one}`,
        lang: one,
        title: TEXTS[one].language,
        "aria-pressed": String(one === locale),
        onclick: () => page.setLocale(one),
      },
      TEXTS[one].languageShort,
    ),
  );
  return h(
    "header",
    { class: "head" },
    h("a", { class: "skip", href: "#card-title", onclick: toCard }, texts.skip),
    h("h1", {}, texts.title),
    choice("shop", texts.shop, choices, shop.id, page.setShop),
    choice("member", texts.member, members, memberName, page.setMember),
    h("div", { class: "languages", role: "group", "aria-label": texts.languageLabel }, ...languages),
  );
}

/** One of several, with its label. */
function choice(
  id: string,
  label: string,
  all: (readonly [value: string, text: string])[],
  chosen: string,
  choose: (value: string) => void,
): HTMLElement {
  const options = all.map(([value, text]) => h("option", { value, selected: value === chosen }, text));
  const select = h("select", { id, onchange: () => choose(select.value) }, ...options);
  return h("div", { class: "field inline" }, h("label", { for: id }, label), select);
}

/** Goes to the card without touching the address, which says what is shown. */
function toCard(event: Event): void {
  event.preventDefault();
  document.getElementById("card-title")?.focus();
}

function shopLabel(id: string, locale: Locale): string {
  const names = shops.get(id);
  return names?.[locale] ?? names?.en ?? id;
}

/** A member by the name in the profile's attributes, else by the name in the shop. */
function memberLabel(shop: Shop, name: string): string {
  const given = shop.members.get(name)?.profile.attributes?.["name"];
  return typeof given === "string" ? given : name;
}
