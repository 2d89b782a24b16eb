/** The program and the members that this storefront shows, as the merchant wrote them. */
import type { Facts, Locale } from "./engine";
import sephora from "../../presets/sephora-cn.json";
import checkout from "../checkout.json";
import offers from "../coupons.json";

type Names = Partial<Record<Locale, string>>;

/** What the page reads of a metric's definition, to say what it counts. */
export interface MetricText {
  id: string;
  kind: string;
  of?: string;
  window?: string | { last: string } | { between: [string, string] } | { complete: { months: number } };
}

/** What the page reads of the program itself; everything else it asks the engine. */
export interface ProgramText {
  currency: string;
  timeZone: string;
  metrics?: MetricText[];
  points?: object[];
  ladders?: { tiers: { id: string; names?: Names }[] }[];
  coupons?: { id: string; names?: Names }[];
}

/** A product of this storefront. */
interface Product {
  sku: string;
  unitPrice: string;
  categories: string[];
  names: Record<Locale, string>;
}

const files = import.meta.glob<Facts>("../../tests/members/*.json", { eager: true, import: "default" });

/** The preset's points are not spent at checkout and it has no coupons; this storefront lets them be spent, and has some. */
const points = sephora.points.map((currency, place) => (place === 0 ? { ...currency, ...checkout } : currency));

export const programText: ProgramText = { ...(sephora as ProgramText), ...offers, points };

/** What the cart holds at first. */
export const goods: (Product & { quantity: number })[] = [
  { sku: "serum", unitPrice: "399.00", categories: ["serum"], quantity: 1, names: { en: "Serum", "zh-CN": "精华" } },
  { sku: "mask", unitPrice: "89.50", categories: ["mask"], quantity: 2, names: { en: "Mask", "zh-CN": "面膜" } },
];

/** What may be added to it. */
export const catalogue: Product[] = [
  { sku: "pads", unitPrice: "19.90", categories: ["tool"], names: { en: "Cotton pads", "zh-CN": "化妆棉" } },
];

/** What scopes and groups of coupons are called. */
const SETS: { id: string; names: Record<Locale, string> }[] = [
  { id: "masks", names: { en: "masks", "zh-CN": "面膜" } },
  { id: "full", names: { en: "this kind", "zh-CN": "满减券" } },
];

/** The members by the names of their files, in the order of those names. */
export const members = new Map(
  Object.entries(files).map(([path, member]) => [path.replace(/^.*\/|\.json$/g, ""), member]),
);

/** The name of a tier in a locale, for the places where the view gives only its id. */
export function tierName(id: string | null, locale: Locale): string | null {
  const tier = programText.ladders?.flatMap((ladder) => ladder.tiers).find((one) => one.id === id);
  return tier === undefined ? id : (tier.names?.[locale] ?? tier.names?.en ?? tier.id);
}

/** What tiers, coupons, products, scopes and groups are called, by id. */
export function namesIn(locale: Locale): Record<string, string> {
  const tiers = programText.ladders?.flatMap((ladder) => ladder.tiers) ?? [];
  const products = [...goods, ...catalogue].map(({ sku, names }) => ({ id: sku, names }));
  const all: { id: string; names?: Names }[] = [...tiers, ...(programText.coupons ?? []), ...products, ...SETS];
  return Object.fromEntries(all.map(({ id, names }) => [id, names?.[locale] ?? names?.en ?? id]));
}

/** The definition of a metric, for saying what it counts. */
export function metricText(id: string): MetricText | undefined {
  return programText.metrics?.find((metric) => metric.id === id);
}
