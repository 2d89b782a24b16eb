/** The shops of this storefront: every preset with a member's year, and one shop with offers and members of its own. */
import type { Facts } from "./engine";
import { Shop, waresOf } from "./shop";
import type { Names, ProgramText, Wares } from "./shop";
import checkout from "../checkout.json";
import offers from "../coupons.json";

/** The shop that is shown unless another one is asked for. */
export const FIRST = "sephora-cn";

const names = byId(import.meta.glob<Names>("../../presets/*.json", { eager: true, import: "names" }));
const programs = byId(import.meta.glob<string>("../../presets/*.json", { eager: true, import: "default", query: "?url" }));
const years = byId(import.meta.glob<string>("../../presets/members/*.json", { eager: true, import: "default", query: "?url" }));
const own = byId(import.meta.glob<string>("../../tests/members/*.json", { eager: true, import: "default", query: "?url" }));

/** The names of the shops by their ids: the first one first, the others in the order of their ids. */
export const shops: ReadonlyMap<string, Names> = new Map(
  [...names].filter(([id]) => id === FIRST || years.has(id)).sort(([a], [b]) => Number(b === FIRST) - Number(a === FIRST)),
);

/** What the first shop sells. */
const WARES: Wares = {
  goods: [
    { sku: "serum", unitPrice: "399.00", categories: ["serum"], quantity: 1, names: { en: "Serum", "zh-CN": "精华" } },
    { sku: "mask", unitPrice: "89.50", categories: ["mask"], quantity: 2, names: { en: "Mask", "zh-CN": "面膜" } },
  ],
  catalogue: [{ sku: "pads", unitPrice: "19.90", categories: ["tool"], names: { en: "Cotton pads", "zh-CN": "化妆棉" } }],
};

/** What its scopes and groups of coupons are called. */
const SETS = [
  { id: "masks", names: { en: "masks", "zh-CN": "面膜" } },
  { id: "full", names: { en: "this kind", "zh-CN": "满减券" } },
];

/** A shop with its program and members, which are fetched when they are needed first. */
export async function openShop(id: string): Promise<Shop> {
  const text = await fetched<ProgramText>(programs.get(id));
  if (id !== FIRST) {
    const { profile, events } = await fetched<Facts>(years.get(id));
    const facts = { profile, ...(events && { events }) };
    return new Shop(id, text, new Map([[profile.id, facts]]), waresOf(facts));
  }
  const files = await Promise.all([...own].map(async ([name, url]) => [name, await fetched<Facts>(url)] as const));
  return new Shop(id, withOffers(text), new Map(files), WARES, SETS);
}

/** The preset's points are not spent at checkout; this storefront lets them be spent, and adds offers to the preset's own coupons. */
function withOffers(text: ProgramText): ProgramText {
  const points = text.points?.map((currency, place) => (place === 0 ? { ...currency, ...checkout } : currency));
  const { scopes = [], coupons = [] } = text;
  const groups = [...(text.checkout?.groups ?? []), ...offers.checkout.groups];
  return {
    ...text,
    ...(points && { points }),
    scopes: [...scopes, ...offers.scopes],
    coupons: [...coupons, ...offers.coupons],
    checkout: { ...text.checkout, ...offers.checkout, groups },
  };
}

function byId<T>(files: Record<string, T>): Map<string, T> {
  return new Map(Object.entries(files).map(([path, file]) => [path.replace(/^.*\/|\.json$/g, ""), file]));
}

async function fetched<T>(url = ""): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  return (await answer.json()) as T;
}
