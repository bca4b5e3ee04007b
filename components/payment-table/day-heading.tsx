import { useFormatter, useLocale, useTranslations } from "next-intl";
import { HOLDING_ROW } from "@/components/ui/table";
import type { DayTotal } from "@/lib/cards/totals/totals-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import { formatMoney } from "./money";

interface DayHeadingProps {
  /** A bank day, as in 2026-11-23. */
  day: string;
  /** Of the whole day under the filter; absent where it is not known. */
  total: DayTotal | undefined;
}

/** The day of the rows below, with what was paid on it. */
export function DayHeading({ day, total }: DayHeadingProps) {
  const t = useTranslations("transactions.day");
  const format = useFormatter();
  const locale = useLocale();
  const money = (amount: string) => formatMoney(amount, ACCOUNT_CURRENCY, locale);
  const isZero = (amount: string) => !/[1-9]/.test(amount);
  return (
    <tr data-day={day} className={HOLDING_ROW}>
      {/* One cell, because which columns there are depends on the width. What it says is as wide as the row, and no
          wider than the table's place, which Firefox measures with its scrollbar. */}
      <th scope="rowgroup" className="h-8 p-0 text-left text-label font-[540] text-dim">
        <span className="absolute inset-y-0 left-0 flex w-full max-w-[100cqw] items-center gap-4 border-b border-line bg-bg px-[18px]">
          <span className="grow truncate">
            {format.dateTime(new Date(`${day}T12:00:00Z`), { dateStyle: "full", timeZone: "UTC" })}
          </span>
          {total !== undefined && (
            <span className="flex shrink-0 gap-4 tabular-nums">
              <span className="font-normal text-faint max-sm:hidden">
                {t("count", { count: total.count })}
              </span>
              {!isZero(total.credited) && (
                <span className="text-ok" title={t("credited")}>
                  +{money(total.credited)}
                </span>
              )}
              <span title={t("spent")}>
                {isZero(total.spent) ? "" : "−"}
                {money(total.spent)}
              </span>
            </span>
          )}
        </span>
      </th>
    </tr>
  );
}
