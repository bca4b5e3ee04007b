"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { TextField } from "@/components/controls/text-field";
import { addDays, bankDayOf } from "@/lib/anytime/values/bank-day";
import { orderPayments } from "./actions";

interface FetchPaymentsButtonProps {
  /** Whose payments; null for everybody's. */
  userId: string | null;
  /** Whether it asks at once. */
  opened?: boolean;
}

const DAYS = 30;

/** Fetches missing payments through the bank's API, of a period. */
export function FetchPaymentsButton({ userId, opened = false }: FetchPaymentsButtonProps) {
  const t = useTranslations("jobs.fetch");
  const [open, setOpen] = useState(opened);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t("title")}</Button>
      {open && <FetchDialog userId={userId} onClose={() => setOpen(false)} />}
    </>
  );
}

function FetchDialog({ userId, onClose }: { userId: string | null; onClose: () => void }) {
  const t = useTranslations("jobs.fetch");
  const today = bankDayOf(new Date());
  const [from, setFrom] = useState(addDays(today, -DAYS));
  const [to, setTo] = useState(today);
  return (
    <ConfirmDialog
      title={t("title")}
      text={t(userId === null ? "textAll" : "text")}
      submit={t("submit")}
      action={orderPayments}
      input={() => ({ userId, from, to })}
      onDone={() => ({ tone: "ok", text: t("ordered") })}
      say={(problem) => t(`problems.${problem}`)}
      isReady={from !== "" && from <= to}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-3">
        <TextField label={t("from")} type="date" value={from} onChange={setFrom} />
        <TextField label={t("to")} type="date" value={to} onChange={setTo} />
      </div>
    </ConfirmDialog>
  );
}
