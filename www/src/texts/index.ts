/** The page's texts, a table for each locale. */
import type { Locale } from "../engine";
import { en, type Texts } from "./en";
import { zhCN } from "./zh-CN";

export type { Texts } from "./en";

export const TEXTS: Record<Locale, Texts> = { en, "zh-CN": zhCN };
