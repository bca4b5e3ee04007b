import { CATEGORIES, COMPANY_RANGES } from "./mcc-data";

/** The group of a merchant category. */
export type Group = keyof typeof CATEGORIES;

interface Category {
  readonly group: Group;
  readonly en: string;
  readonly fr: string;
}

/** Every group, in the order of the table. */
export const GROUPS = Object.keys(CATEGORIES) as readonly Group[];

const byCode: ReadonlyMap<string, Category> = new Map(
  GROUPS.flatMap((group) =>
    CATEGORIES[group].map(([code, en, fr]): [string, Category] => [code, { group, en, fr }]),
  ),
);

/**
 * The name of a merchant category (ISO 18245).
 *
 * @param mcc as the bank wrote it; leading zeros may be missing
 * @returns the name, or null if the code is absent or not in the table
 */
export function categoryName(mcc: string | null, language: "en" | "fr"): string | null {
  return find(mcc)?.[language] ?? null;
}

/** The group of a merchant category, or null if the code is absent or not in the table. */
export function categoryGroup(mcc: string | null): Group | null {
  return find(mcc)?.group ?? null;
}

function find(mcc: string | null): Category | null {
  if (mcc === null || !/^\d{1,4}$/.test(mcc)) return null;
  const listed = byCode.get(mcc.padStart(4, "0"));
  if (listed !== undefined) return listed;
  const range = COMPANY_RANGES.find(([first, last]) => Number(mcc) >= first && Number(mcc) <= last);
  if (range === undefined) return null;
  const [, , group, en, fr] = range;
  return { group, en, fr };
}
