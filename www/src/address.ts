/** What the page shows, kept in its address, so that a link shows the same. */
import { LOCALES } from "./engine";
import type { Locale } from "./engine";
import { dayNumber, dayText } from "./time";

/** Browsers allow only so many changes of the address in a time; a dragged slider writes it once it rests. */
const REST_MS = 300;

export interface Address {
  shop?: string;
  member?: string;
  day?: number;
  locale?: Locale;
}

export function readAddress(): Address {
  const query = new URLSearchParams(location.hash.slice(1));
  const shop = query.get("shop");
  const member = query.get("member");
  const day = query.get("day");
  const locale = LOCALES.find((one) => one === query.get("locale"));
  return {
    ...(shop === null ? {} : { shop }),
    ...(member === null ? {} : { member }),
    ...(day === null || !/^\d{4}-\d\d-\d\d$/.test(day) ? {} : { day: dayNumber(day) }),
    ...(locale === undefined ? {} : { locale }),
  };
}

let timer: ReturnType<typeof setTimeout> | undefined;

export function writeAddress(address: Required<Address>): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const { shop, member, day, locale } = address;
    const query = new URLSearchParams({ shop, member, day: dayText(day), locale });
    history.replaceState(null, "", `#${query}`);
  }, REST_MS);
}

/** The first of the browser's languages that the page has. */
export function preferredLocale(): Locale {
  const wanted = navigator.languages.map((language) => (language.startsWith("zh") ? "zh-CN" : language.split("-")[0]));
  return LOCALES.find((one) => wanted.find((language) => language === "zh-CN" || language === "en") === one) ?? "en";
}
