"use client";

import { useTranslations } from "next-intl";
import { DisplayButton } from "@/components/list-display/display-button";
import {
  FIXED_COLUMNS,
  PAYMENT_COLUMNS,
  type PaymentColumn,
  USUAL_COLUMNS,
} from "@/lib/cards/listing/payment-columns";

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
  const choicesOf = (shown: readonly PaymentColumn[]) => {
    const hidden = PAYMENT_COLUMNS.filter((column) => !shown.includes(column));
    return [...shown, ...hidden].map((key) => ({
      key,
      text: t(key),
      isShown: shown.includes(key),
      isFixed: FIXED_COLUMNS.includes(key),
    }));
  };
  return (
    <DisplayButton
      list="payments"
      columns={choicesOf(columns)}
      usual={choicesOf(USUAL_COLUMNS)}
      compact={isCompact}
    />
  );
}
