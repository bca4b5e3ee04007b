import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { isUnnamed } from "@/lib/anytime/identity";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";

type Names = Pick<TransactionRow, "txid" | "cardRef">;

/** What the bank should have given to tell a payment from others, and did not; null where it did. */
export function missingName({ txid, cardRef }: Names): "txid" | "card" | "both" | null {
  if (isUnnamed(cardRef)) return isUnnamed(txid) ? "both" : "card";
  return isUnnamed(txid) ? "txid" : null;
}

/** Marks a payment that stands alone because nothing of the bank's names it. */
export function UnnamedBadge({ row }: { row: Names }) {
  const t = useTranslations("transactions.identity");
  const missing = missingName(row);
  if (missing === null) return null;
  return (
    <Badge tone="hold" title={t("why", { what: t(missing) })} className="ml-1.5">
      {t("badge")}
    </Badge>
  );
}
