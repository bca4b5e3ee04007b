import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { StatusPill } from "@/components/ui/status-pill";
import type { Tone } from "@/components/ui/tone";
import type { DeliveryRow } from "@/lib/webhooks/deliveries-store";

/** Age from which a delivery looks late, in seconds. Advice only: the docs' own samples are days old. */
const OLD_SECONDS = 300;

const LEG_TONES: Readonly<Record<string, Tone>> = {
  match: "ok",
  public: "warn",
  off: "warn",
  mismatch: "bad",
  unknown: "bad",
  unread: "quiet",
  fresh: "ok",
  spent: "hold",
  unjudged: "quiet",
};

/** Where a delivery ended up. */
export function DeliveryOutcome({ row }: { row: Pick<DeliveryRow, "verdict" | "processing" | "error"> }) {
  const t = useTranslations("deliveries.outcome");
  if (row.verdict === "held") return <StatusPill tone="hold">{t("held")}</StatusPill>;
  if (row.verdict === "quarantined") return <StatusPill tone="bad">{t("refused")}</StatusPill>;
  if (row.processing === "parked") return <StatusPill tone="bad">{t("parked")}</StatusPill>;
  if (row.processing === "pending") {
    return <StatusPill tone="warn">{row.error === null ? t("pending") : t("retrying")}</StatusPill>;
  }
  return <StatusPill tone="ok">{t("done")}</StatusPill>;
}

/** What each leg of belief said. */
export function DeliveryLegs({ row }: { row: DeliveryRow }) {
  const t = useTranslations("deliveries.legs");
  const word = (leg: string) => (KNOWN.find((name) => name === leg) ? t(`words.${leg as Known}`) : leg);
  const tone = (leg: string) => LEG_TONES[leg] ?? "quiet";
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge tone={tone(row.addressLeg)}>{t("address", { word: word(row.addressLeg) })}</Badge>
      <Badge tone={tone(row.hashLeg)}>{t("hash", { word: word(row.hashLeg) })}</Badge>
      {row.pairLeg === "spent" && <Badge tone="hold">{t("spent")}</Badge>}
      {row.ageSeconds !== null && row.ageSeconds > OLD_SECONDS && <Badge tone="warn">{t("old")}</Badge>}
      {row.duplicateCount > 0 && <Badge>{t("duplicates", { count: row.duplicateCount })}</Badge>}
    </span>
  );
}

const KNOWN = ["match", "mismatch", "off", "unknown", "public", "unread"] as const;
type Known = (typeof KNOWN)[number];
