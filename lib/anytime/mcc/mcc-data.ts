import type { CategoryRow } from "./mcc-row";
import { bills, cash, health, other, services } from "./mcc-services";
import { fuel, groceries, restaurants, shopping } from "./mcc-shops";
import { leisure, transport, travel } from "./mcc-travel";

/** The most common categories by group. */
export const CATEGORIES = {
  groceries,
  restaurants,
  transport,
  travel,
  fuel,
  shopping,
  health,
  leisure,
  services,
  bills,
  cash,
  other,
} as const satisfies Readonly<Record<string, readonly CategoryRow[]>>;

/** Codes that stand for one company each: the first and last of the range, and what they share. */
export const COMPANY_RANGES: readonly (readonly [
  first: number,
  last: number,
  group: keyof typeof CATEGORIES,
  en: string,
  fr: string,
])[] = [
  [3000, 3299, "travel", "Airlines", "Compagnies aériennes"],
  [3300, 3499, "transport", "Car hire", "Location de voitures"],
  [3500, 3999, "travel", "Hotels", "Hôtels"],
];
