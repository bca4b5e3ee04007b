import { getLocale } from "next-intl/server";
import type { Query } from "@/components/filters/href";
import { PaymentCharts } from "@/components/payment-charts/payment-charts";
import { readChartSums } from "@/lib/cards/charts/charts-store";
import { nameMerchants } from "@/lib/cards/charts/name-tops-store";
import { nameCategories } from "@/lib/cards/filters/filter-names-store";
import { readTransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { requireStaff } from "@/lib/staff/authorise";
import { readLists } from "@/lib/staff/read-lists";

const MOST_BARS = 8;

/** The charts may take longer than the list: they come when they are there. */
export async function Charts({ query }: { query: Query }) {
  const { scope } = await requireStaff("transactions:read");
  const { filters } = readTransactionFilters(query);
  const locale = await getLocale();
  const { sums, merchants } = await readLists(async (reader) => {
    const read = await readChartSums(scope, reader, filters);
    return { sums: read, merchants: await nameMerchants(scope, reader, read.merchants, MOST_BARS) };
  });
  const tops = sums.categories.slice(0, MOST_BARS);
  const names = nameCategories(
    tops.map(({ key }) => key),
    locale,
  );
  const categories = tops.map((sum) => ({ ...sum, name: names[sum.key] ?? sum.key }));
  const { days, from, to, isExact } = sums;
  return <PaymentCharts {...{ days, from, to, merchants, categories, isExact, query }} />;
}
