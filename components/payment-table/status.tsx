import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { Tone } from "@/components/ui/tone";
import { readStatus, type TransactionStatus } from "@/lib/anytime/values/transaction-status";

const TONES: Readonly<Record<TransactionStatus, Tone>> = {
  settled: "ok",
  authorised: "warn",
  declined: "bad",
  reversed: "quiet",
  unknown: "quiet",
};

/** The bank's status of a transaction. An unknown letter is shown as it is. */
export function TransactionStatusPill({ status, type }: { status: string; type: string }) {
  const t = useTranslations("transactions.status");
  const meaning = readStatus(status);
  const word =
    type === "C" && meaning === "settled" ? t("refund") : meaning === "unknown" ? status : t(meaning);
  return (
    <StatusPill tone={TONES[meaning]} title={t("letter", { letter: status })}>
      {word}
    </StatusPill>
  );
}
