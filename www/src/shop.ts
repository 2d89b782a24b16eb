/** A shop of this storefront: its program as the merchant wrote it, its members, and what its cart holds. */
import type { Facts, Locale } from "./engine";

export type Names = Partial<Record<Locale, string>>;

/** What the page reads of a metric's definition, to say what it counts. */
export interface MetricText {
  id: string;
  kind: string;
  of?: string;
  window?: string | { last: string } | { between: [string, string] } | { complete: { months: number } };
}

interface Named {
  id: string;
  names?: Names;
}

/** What the page reads of the program itself; everything else it asks the engine. */
export interface ProgramText {
  currency: string;
  timeZone: string;
  metrics?: MetricText[];
  points?: object[];
  ladders?: { tiers: Named[] }[];
  plans?: Named[];
  segments?: Named[];
  coupons?: Named[];
  scopes?: object[];
  checkout?: { groups?: object[] };
}

/** A product, as a cart holds it. */
export interface Product {
  sku: string;
  unitPrice: string;
  categories?: readonly string[];
  brand?: string;
  tags?: readonly string[];
  names?: Names;
}

/** What a shop sells: what its cart holds at first, and what may be added to it. */
export interface Wares {
  goods: (Product & { quantity: number })[];
  catalogue: Product[];
}

export class Shop {
  /** `sets` are names of scopes and groups of coupons. */
  constructor(
    readonly id: string,
    readonly text: ProgramText,
    readonly members: ReadonlyMap<string, Facts>,
    readonly wares: Wares,
    readonly sets: readonly Named[] = [],
  ) {}

  get #tiers(): Named[] {
    return this.text.ladders?.flatMap((ladder) => ladder.tiers) ?? [];
  }

  /** The name of a tier in a locale, for the places where the view gives only its id. */
  tierName(id: string | null, locale: Locale): string | null {
    const tier = this.#tiers.find((one) => one.id === id);
    return tier === undefined ? id : nameOf(tier, locale);
  }

  /** What tiers, plans, segments, coupons, products, scopes and groups are called, by id. */
  names(locale: Locale): Record<string, string> {
    const products = [...this.wares.goods, ...this.wares.catalogue].map((one) => ({ ...one, id: one.sku }));
    const { plans = [], segments = [], coupons = [] } = this.text;
    const all: Named[] = [...this.#tiers, ...plans, ...segments, ...coupons, ...products, ...this.sets];
    return Object.fromEntries(all.map((one) => [one.id, nameOf(one, locale)]));
  }

  /** The definition of a metric, for saying what it counts. */
  metric(id: string): MetricText | undefined {
    return this.text.metrics?.find((metric) => metric.id === id);
  }
}

function nameOf({ id, names }: Named, locale: Locale): string {
  return names?.[locale] ?? names?.en ?? id;
}

/** What a member has bought, the latest first: two products for the cart, the others to be added. */
export function waresOf({ events }: Facts): Wares {
  const products = new Map<string, Product>();
  for (const event of events?.toReversed() ?? []) {
    if (event.type !== "order") continue;
    for (const { sku, unitPrice, categories, brand, tags } of event.lines) {
      if (products.has(sku)) continue;
      const marks = { ...(categories && { categories }), ...(brand && { brand }), ...(tags && { tags }) };
      products.set(sku, { sku, unitPrice: String(unitPrice), ...marks });
    }
  }
  const all = [...products.values()];
  return { goods: all.slice(0, 2).map((product) => ({ ...product, quantity: 1 })), catalogue: all.slice(2) };
}
