/** The program and the members that this storefront shows, as the merchant wrote them. */
import type { Facts, Locale } from "./engine";
import sephora from "../../presets/sephora-cn.json";

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
  ladders?: { tiers: { id: string; names?: Names }[] }[];
}

const files = import.meta.glob<Facts>("../../tests/members/*.json", { eager: true, import: "default" });

export const programText = sephora as ProgramText;

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
