import { useLocale, useTranslations } from "next-intl";
import { formatMoney } from "@/components/payment-table/money";
import { FigureStrip } from "@/components/ui/figure-strip";
import { ExactTime, RelativeTime } from "@/components/ui/time";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import type { LinkedUserRow } from "@/lib/links/users/user-rows-store";

/** What a caller asks first: since when, how much, when last. */
export function UserFigures({ user, whyHref }: { user: LinkedUserRow; whyHref: string }) {
  const t = useTranslations("users");
  const locale = useLocale();
  const volume = formatMoney(user.volume30, ACCOUNT_CURRENCY, locale);
  const { linkedAt, lastTransactionAt } = user;
  return (
    <FigureStrip
      label={t("facts.label")}
      figures={[
        {
          key: "linked",
          label: t("facts.linked"),
          value: linkedAt === null ? "—" : <ExactTime iso={linkedAt.toISOString()} as="day" />,
        },
        {
          key: "last",
          label: t("facts.last"),
          value: lastTransactionAt === null ? "—" : <RelativeTime iso={lastTransactionAt.toISOString()} />,
          href: lastTransactionAt === null ? whyHref : `/transactions?user=${user.id}`,
        },
        {
          key: "spend",
          label: t("facts.spend"),
          value: user.isMore30 ? t("over", { amount: volume }) : volume,
          note: t("facts.payments", { count: user.count30 }),
          href: `/transactions?user=${user.id}&days=30`,
        },
        { key: "cards", label: t("facts.cards"), value: user.cards.toLocaleString(locale) },
      ]}
    />
  );
}
