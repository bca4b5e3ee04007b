"use client";

import { useTranslations } from "next-intl";
import { ChooseColumns } from "@/components/list-display/choose-columns";
import { PAYMENT_LIST, type PaymentColumn } from "@/lib/cards/listing/payment-columns";

/** How the payments are shown. */
export interface PaymentDisplay {
  readonly columns: readonly PaymentColumn[];
  /** They are not the usual ones. */
  readonly isChosen: boolean;
  readonly isCompact: boolean;
}

/** The choice of the columns of payments. */
export function PaymentDisplayButton({ columns, isCompact }: PaymentDisplay) {
  const t = useTranslations("transactions.columns");
  return (
    <ChooseColumns list="payments" columns={PAYMENT_LIST} shown={columns} textOf={t} isCompact={isCompact} />
  );
}
