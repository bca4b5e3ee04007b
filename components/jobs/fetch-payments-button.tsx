"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/controls/button";
import { ConfirmDialog } from "@/components/controls/confirm-dialog";
import { TextField } from "@/components/fields/text-field";
import { useRouter } from "@/components/navigation/use-router";
import { addDays, bankDayOf } from "@/lib/anytime/values/bank-day";
import { orderPayments } from "./actions";

interface FetchPaymentsButtonProps {
  /** Whose payments; null for everybody's. */
  userId: string | null;
  /** The first day that is proposed. */
  from?: string | null;
  /** Given where the address says that it asks at once: the address that does not say so any more. */
  closedHref?: string | null;
}

const DAYS = 30;

/** Fetches missing payments through the bank's API, of a period. */
export function FetchPaymentsButton({ userId, from = null, closedHref = null }: FetchPaymentsButtonProps) {
  const t = useTranslations("jobs.fetch");
  const router = useRouter();
  const [open, setOpen] = useState(closedHref !== null);
  const close = () => {
    setOpen(false);
    if (closedHref !== null) router.replace(closedHref, { scroll: false });
  };
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t("title")}</Button>
      {open && <FetchDialog userId={userId} first={from} onClose={close} />}
    </>
  );
}

interface FetchDialogProps {
  userId: string | null;
  first: string | null;
  onClose: () => void;
}

function FetchDialog({ userId, first, onClose }: FetchDialogProps) {
  const t = useTranslations("jobs.fetch");
  const today = bankDayOf(new Date());
  const [from, setFrom] = useState(first ?? addDays(today, -DAYS));
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
