"use client";

import { useTranslations } from "next-intl";

interface WholeAccountProps {
  accId: string;
  value: boolean;
  onChange: (value: boolean) => void;
}

/** Whether the other cards of an account are assigned, too. */
export function WholeAccount({ accId, value, onChange }: WholeAccountProps) {
  const t = useTranslations("cards.assign");
  return (
    <label className="flex items-start gap-2 text-table">
      <input
        type="checkbox"
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 accent-[var(--accent)]"
      />
      <span>{t("wholeAccount", { account: accId })}</span>
    </label>
  );
}
