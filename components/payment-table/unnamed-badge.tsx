import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { isUnnamed } from "@/lib/anytime/identity";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";

type Names = Pick<TransactionRow, "txid" | "cardRef">;

/** What the bank should have given to identify a payment, and did not; null if it did. */
export function missingName({ txid, cardRef }: Names): "txid" | "card" | "both" | null {
  if (isUnnamed(cardRef)) return isUnnamed(txid) ? "both" : "card";
  return isUnnamed(txid) ? "txid" : null;
}

/** Marks a payment that is listed separately because the bank gave no usable id. */
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
