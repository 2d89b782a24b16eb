/** What the shop sells, at which prices, and by which rules: the same files in the worker and in its pages. */

import { type CartJson, loadProgram, type Program } from "memberview";
import catalogue from "../shop/catalogue.json" with { type: "json" };
import rules from "../shop/program.json" with { type: "json" };

let loading: Promise<Program> | undefined;

/** The program, compiled once wherever this runs. */
export function program(): Promise<Program> {
  loading ??= loadProgram(rules);
  loading.catch(forgetProgram);
  return loading;
}

/** Compiles it anew when it is asked for next: after the engine failed. */
export function forgetProgram(): void {
  loading = undefined;
}

/** Tells price lists apart. */
export const prices = catalogue.version;

/** What a shopper may say of a cart. Prices are none of it. */
export interface Wish {
  lines: { sku: string; quantity: number }[];
  shipping?: string;
  points?: number | "max";
  codes?: string[];
  pin?: string[];
  forbid?: string[];
}

/** The cart that a wish is, at the shop's prices; nothing where it is of another shape or of unknown goods. */
export function cartOf(wish: unknown): CartJson | undefined {
  if (!isWish(wish)) return undefined;
  const { lines, shipping, ...words } = wish;
  const goods = lines.map(({ sku }) => catalogue.goods.find((one) => one.sku === sku));
  const delivery = catalogue.shipping.find((one) => one.id === shipping);
  if (goods.includes(undefined) || (shipping !== undefined && !delivery)) return undefined;
  return {
    ...words,
    lines: goods.map((one, place) => ({ ...one!, id: String(place + 1), quantity: lines[place]!.quantity })),
    catalogue: catalogue.goods,
    ...(delivery && { shipping: [delivery] }),
  };
}

function isWish(wish: unknown): wish is Wish {
  if (!isObject(wish) || Object.keys(wish).some((name) => !WORDS.includes(name)) || !Array.isArray(wish["lines"])) return false;
  const listed = ["codes", "pin", "forbid"].every((name) => {
    const list = wish[name];
    return list === undefined || (Array.isArray(list) && list.length <= MOST && list.every((one) => typeof one === "string"));
  });
  const { lines, points } = wish;
  const counted = points === undefined || points === "max" || Number.isSafeInteger(points);
  return listed && counted && lines.length <= MOST && lines.every(isLine);
}

function isLine(line: unknown): boolean {
  if (!isObject(line) || typeof line["sku"] !== "string") return false;
  const { quantity } = line;
  return typeof quantity === "number" && Number.isInteger(quantity) && quantity >= 1 && quantity <= 999;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const WORDS = ["lines", "shipping", "points", "codes", "pin", "forbid"];
const MOST = 100;
