"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { LatestPayments } from "./latest-payments";

interface UserTransactionsProps {
  rows: readonly TransactionRow[];
  userId: string;
  more: boolean;
}

/** The latest transactions of one user. */
export function UserTransactions({ rows, userId, more }: UserTransactionsProps) {
  const t = useTranslations("transactions");
  const users = useTranslations("users");
  const all = more && (
    <Link href={`/transactions?user=${userId}`} className="text-table text-accent hover:underline">
      {users("allTransactions")}
    </Link>
  );
  return (
    <LatestPayments
      title={t("title")}
      rows={rows}
      list={`user=${userId}`}
      empty={{ title: users("noTransactions"), text: users("noTransactionsText") }}
      actions={all}
      withoutUser
    />
  );
}
