import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatCharged, formatMoney } from "@/components/payment-table/money";
import { Panel } from "@/components/ui/panel";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { addDecimals } from "@/lib/anytime/values/add-decimals";
import type { MonthSpend } from "@/lib/cards/merchants/spend-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";

/** What was spent at a merchant in each month: in the account's currency, and as charged where that is another. */
export function MonthTable({ months }: { months: readonly MonthSpend[] | null }) {
  const t = useTranslations("merchants.months");
  const locale = useLocale();
  const format = useFormatter();
  if (months === null)
    return (
      <Panel title={t("title")}>
        <p className="text-dim">{t("adding")}</p>
      </Panel>
    );
  const named = [...new Set(months.map(({ month }) => month))].map((month) => {
    const parts = months.filter((part) => part.month === month);
    return {
      month,
      amount: addDecimals(parts.map(({ amount }) => amount)),
      count: parts.reduce((sum, { count }) => sum + count, 0),
      foreign: parts.filter(({ currency }) => currency !== "" && currency !== ACCOUNT_CURRENCY),
    };
  });
  return (
    <Panel title={t("title")} flush>
      {named.length === 0 ? (
        <p className="px-[18px] pb-[18px] text-dim">{t("none")}</p>
      ) : (
        <Table label={t("title")} compact>
          <TableHead>
            <Th>{t("month")}</Th>
            <Th numeric>{t("payments")}</Th>
            <Th numeric>{t("spent")}</Th>
          </TableHead>
          <TableBody>
            {named.map(({ month, amount, count, foreign }) => (
              <Tr key={month}>
                <Td>
                  {format.dateTime(new Date(`${month}-15T12:00:00Z`), {
                    ...{ month: "long", year: "numeric", timeZone: "UTC" },
                  })}
                </Td>
                <Td numeric>{format.number(count)}</Td>
                <Td numeric>
                  {formatMoney(amount, ACCOUNT_CURRENCY, locale)}
                  {foreign.map(({ currency, amountFx }) => (
                    <span key={currency} className="block text-label text-faint">
                      {t("asCharged", { amount: formatCharged(amountFx, currency, locale) })}
                    </span>
                  ))}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}
