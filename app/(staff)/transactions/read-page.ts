import countries from "i18n-iso-countries";
import type { FilterNames } from "@/components/transaction-filters/filter-words";
import { bankDayOf } from "@/lib/anytime/values/bank-day";
import { readTransactionChoices } from "@/lib/cards/filters/choices-store";
import { nameCategories, readFilterNames } from "@/lib/cards/filters/filter-names-store";
import { readTransactionFilters, type TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { listByAmount } from "@/lib/cards/listing/by-amount-store";
import { planList } from "@/lib/cards/listing/list-plan-store";
import { listPlanned } from "@/lib/cards/listing/list-store";
import { orderedListKey, type PaymentOrder, readPaymentOrder } from "@/lib/cards/listing/payment-order";
import { type DayTotal, readDayTotals } from "@/lib/cards/totals/totals-store";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { BEGINNING, placeBefore, readPlace, writePlace } from "@/lib/db/cursors/list-cursor";
import { readValuePlace, writeValuePlace } from "@/lib/db/cursors/value-cursor";

/** How many transactions are on a page. */
export const PAGE_SIZE = 50;

type Asked = Readonly<Record<string, string | undefined>>;

/** Reads what the page lists, as far as its address can be understood. */
export async function readPage(scope: Scope, db: Db, query: Asked) {
  const { filters, dropped } = readTransactionFilters(query);
  const { order, isDropped } = readPaymentOrder(query.sort);
  const isFiltered = Object.keys(filters).length > 0;
  const page =
    order === "newest"
      ? await readByDate(scope, db, filters, query.after)
      : await readByAmount(scope, db, filters, order, query.after);
  return { ...page, filters, order, isFiltered, dropped: isDropped ? [...dropped, "sort"] : dropped };
}

async function readByDate(scope: Scope, db: Db, filters: TransactionFilters, text: string | undefined) {
  const key = orderedListKey(filters, "newest");
  const read = readPlace(key, text);
  const place = read.kind === "place" ? read.place : BEGINNING;
  const plan = await planList(scope, db, filters, new Date());
  const { rows, next, searchedTo } = await listPlanned(scope, db, plan, { ...place, limit: PAGE_SIZE });
  const days = [...new Set(rows.map(({ bankDate }) => bankDayOf(new Date(bankDate))))];
  const dayTotals: Record<string, DayTotal> = Object.fromEntries(
    await readDayTotals(scope, db, filters, plan, days),
  );
  return {
    ...{ rows, dayTotals, searchedTo },
    isTooMany: false,
    isForeign: read.kind === "foreign",
    isFirst: place.after === null,
    /** Names the list and the page, for what must begin anew on another. */
    key: `${key} ${place.after?.id ?? ""}`,
    here: searchedTo === null ? null : writePlace(key, { after: place.after, floor: searchedTo }),
    older: next === null ? null : writePlace(key, { after: next, floor: null }),
    further: searchedTo === null ? null : writePlace(key, placeBefore(searchedTo)),
  };
}

async function readByAmount(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  order: Exclude<PaymentOrder, "newest">,
  text: string | undefined,
): ReturnType<typeof readByDate> {
  const key = orderedListKey(filters, order);
  const { after, isForeign } = readValuePlace(key, text);
  const page = await listByAmount(scope, db, filters, order, { after, limit: PAGE_SIZE });
  const next = page.kind === "page" ? page.next : null;
  return {
    rows: page.kind === "page" ? page.rows : [],
    /** More than can be sorted at once. */
    isTooMany: page.kind === "too_many",
    ...{ dayTotals: {}, searchedTo: null, here: null, further: null },
    isForeign,
    isFirst: after === null,
    key: `${key} ${after?.id ?? ""}`,
    older: next === null ? null : writeValuePlace(key, next),
  };
}

/** What the filters can be, and what those that are on are called. */
export async function readFilterWords(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  locale: "en" | "fr",
): Promise<{ names: FilterNames; currencies: readonly string[]; tags: readonly string[] }> {
  const [choices, names] = await Promise.all([
    readTransactionChoices(scope, db),
    readFilterNames(scope, db, filters),
  ]);
  const withOwn = (values: readonly string[], own: string | undefined) =>
    own === undefined || values.includes(own) ? values : [...values, own];
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  const nameCountry = (code: string) => {
    const two = countries.alpha3ToAlpha2(code);
    return two === undefined ? code : (regions.of(two) ?? code);
  };
  return {
    names: {
      ...names,
      categories: nameCategories(withOwn(choices.categories, filters.category), locale),
      countries: Object.fromEntries(
        withOwn(choices.countries, filters.country).map((code) => [code, nameCountry(code)]),
      ),
    },
    currencies: withOwn(choices.currencies, filters.currency),
    tags: withOwn(choices.tags, filters.tag),
  };
}
