/** The page's head: title, member and language. */
import { h } from "../dom";
import { LOCALES } from "../engine";
import type { Page } from "../part";
import { members } from "../storefront";
import { TEXTS } from "../texts";

export function head(page: Page): HTMLElement {
  const { texts, session, locale } = page;
  const options = [...members.keys()].map((name) =>
    h("option", { value: name, selected: name === session.memberName }, memberLabel(name)),
  );
  const select = h("select", { id: "member", onchange: () => page.setMember(select.value) }, ...options);
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
    h("div", { class: "field inline" }, h("label", { for: "member" }, texts.member), select),
    h("div", { class: "languages", role: "group", "aria-label": texts.languageLabel }, ...languages),
  );
}

/** Goes to the card without touching the address, which says what is shown. */
function toCard(event: Event): void {
  event.preventDefault();
  document.getElementById("card-title")?.focus();
}

/** A member by the name in the profile's attributes, else by its file's name. */
function memberLabel(name: string): string {
  const given = members.get(name)?.profile.attributes?.["name"];
  return typeof given === "string" ? given : name;
}
