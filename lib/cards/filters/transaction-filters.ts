import { z } from "zod";
import { isBankDay } from "@/lib/anytime/values/bank-day";
import { withoutDirections } from "@/lib/anytime/values/visible-text";
import { readAmount } from "@/lib/cards/searching/read-text";
import { listKey } from "@/lib/db/cursors/list-cursor";
import { type Days, daysOfPeriod, PERIODS } from "./period";

/** No longer than any amount, so that a hand-made one stays a number that Postgres takes. */
const AMOUNT = /^\d{1,15}(?:[.,]\d{1,8})?$/;
const OLD_DAYS = { "1": "today", "7": "7d", "30": "30d", "90": "90d" } as const;

const flag = z.enum(["1"]);
const day = z.string().refine(isBankDay);
/** As typed, with a comma or a point, however its digits are grouped; a sign or a currency beside it says nothing more. */
const amount = z
  .string()
  .transform((text) => readAmount(text) ?? text.replaceAll(/\s/g, ""))
  .pipe(z.string().regex(AMOUNT))
  .transform((text) => text.replace(",", "."));

/** As tags are kept: without capitals. */
const tag = z
  .string()
  .transform((text) => withoutDirections(text).trim().toLowerCase())
  .pipe(z.string().min(1).max(40));

/** The filters of a transactions list, each as it appears in the URL. */
const FIELDS = {
  q: z.string().trim().min(1).max(100),
  status: z.enum(["authorised", "settled", "declined", "reversed", "unknown"]),
  direction: z.enum(["debit", "credit"]),
  currency: z.string().regex(/^[A-Z]{3}$/),
  country: z.string().regex(/^[A-Z]{3}$/),
  category: z.string().regex(/^\d{1,4}$/),
  user: z.uuid(),
  card: z.uuid(),
  merchant: z.uuid(),
  tag,
  unattributed: flag,
  fx: flag,
  period: z.enum(PERIODS),
  from: day,
  to: day,
  least: amount,
  most: amount,
} as const;

type Fields = { readonly [Name in keyof typeof FIELDS]?: z.infer<(typeof FIELDS)[Name]> };

/** What a list of transactions is filtered by. What is absent filters nothing. */
export type TransactionFilters = Fields;

/** The names of the filters in a URL. */
export const FILTER_NAMES = Object.keys(FIELDS) as readonly (keyof typeof FIELDS)[];

/** What could be understood of a URL, and the names of what could not. */
export interface ReadFilters {
  readonly filters: TransactionFilters;
  readonly dropped: readonly string[];
}

/** Reads the filters of a URL. What means nothing is left out, and said. */
export function readTransactionFilters(query: Readonly<Record<string, string | undefined>>): ReadFilters {
  const filters: Record<string, string> = {};
  const dropped: string[] = [];
  const given: Readonly<Record<string, string | undefined>> = {
    ...query,
    period: query.period ?? periodOfDays(query.days),
  };
  for (const name of FILTER_NAMES) {
    const text = given[name];
    if (text === undefined || text.trim() === "") continue;
    const read = FIELDS[name].safeParse(text);
    if (read.success) filters[name] = read.data;
    else dropped.push(name);
  }
  return { filters, dropped };
}

/** Links of before periods had names. */
function periodOfDays(days: string | undefined): string | undefined {
  return days === undefined || !(days in OLD_DAYS) ? undefined : OLD_DAYS[days as keyof typeof OLD_DAYS];
}

/** The bank days that filters name: those of the period, or those between two dates. */
export function daysOf({ period, from, to }: TransactionFilters, now: Date): Days {
  if (period !== undefined) return daysOfPeriod(period, now);
  return { from: from ?? null, to: to ?? null };
}

/** What cursors of a list are bound to: the same filters in the same order have the same. */
export function listKeyOf(filters: TransactionFilters, order = "transactions by date"): string {
  const given = FILTER_NAMES.flatMap((name) =>
    filters[name] === undefined ? [] : [[name, filters[name]] as const],
  );
  return listKey(order, given);
}
