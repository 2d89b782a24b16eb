/** The program and the members that this storefront shows, as the merchant wrote them. */
import type { Facts, Locale } from "./engine";
import sephora from "../../presets/sephora-cn.json";
import checkout from "../checkout.json";

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
}

const files = import.meta.glob<Facts>("../../tests/members/*.json", { eager: true, import: "default" });

/** The preset's points are not spent at checkout; this storefront lets them. */
const points = sephora.points.map((currency, place) => (place === 0 ? { ...currency, ...checkout } : currency));

export const programText: ProgramText = { ...(sephora as ProgramText), points };

/** What the cart holds at first. */
export const goods: { sku: string; unitPrice: string; quantity: number; names: Record<Locale, string> }[] = [
  { sku: "serum", unitPrice: "399.00", quantity: 1, names: { en: "Serum", "zh-CN": "精华" } },
  { sku: "mask", unitPrice: "89.50", quantity: 2, names: { en: "Mask", "zh-CN": "面膜" } },
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

/** The definition of a metric, for saying what it counts. */
export function metricText(id: string): MetricText | undefined {
  return programText.metrics?.find((metric) => metric.id === id);
}
