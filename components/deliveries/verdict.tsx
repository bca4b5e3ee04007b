import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { StatusPill } from "@/components/ui/status-pill";
import type { Tone } from "@/components/ui/tone";
import type { DeliveryRow } from "@/lib/webhooks/read/delivery-sql";

/** Age from which a delivery looks late, in seconds. Advice only: the docs' own samples are days old. */
const OLD_SECONDS = 300;

const WORD_TONES = {
  match: "ok",
  public: "warn",
  off: "warn",
  mismatch: "bad",
  unknown: "bad",
  unread: "quiet",
  fresh: "ok",
  spent: "hold",
  unjudged: "quiet",
  near: "ok",
  old: "warn",
  yes: "ok",
  no: "bad",
} as const satisfies Record<string, Tone>;
type Word = keyof typeof WORD_TONES;

/** The state of a delivery. */
export function DeliveryOutcome({ row }: { row: Pick<DeliveryRow, "verdict" | "processing" | "error"> }) {
  const t = useTranslations("deliveries.outcome");
  if (row.verdict === "held") return <StatusPill tone="hold">{t("held")}</StatusPill>;
  if (row.verdict === "quarantined") return <StatusPill tone="bad">{t("refused")}</StatusPill>;
  if (row.processing === "parked") return <StatusPill tone="bad">{t("parked")}</StatusPill>;
  if (row.processing === "waiting") return <StatusPill tone="hold">{t("waiting")}</StatusPill>;
  if (row.processing === "pending") {
    return <StatusPill tone="warn">{row.error === null ? t("pending") : t("retrying")}</StatusPill>;
  }
  return <StatusPill tone="ok">{t("done")}</StatusPill>;
}

/** The result of each check: the first two always, the others if they are unusual. */
export function DeliveryLegs({ row }: { row: DeliveryRow }) {
  const t = useTranslations("deliveries.legs");
  const legs = listLegs(row);
  return (
    <span className="inline-flex flex-wrap gap-1">
      {legs.map(({ leg, word }) => (
        <Badge key={leg} tone={WORD_TONES[word]}>
          {t("leg", { leg: t(leg), word: t(`words.${word}`) })}
        </Badge>
      ))}
      {row.duplicateCount > 0 && <Badge>{t("duplicates", { count: row.duplicateCount })}</Badge>}
    </span>
  );
}

function listLegs(row: DeliveryRow) {
  const legs: { leg: "address" | "hash" | "pair" | "age" | "parsed"; word: Word }[] = [
    { leg: "address", word: asWord(row.addressLeg) },
  ];
  if (row.hashLeg === "unread") legs.push({ leg: "parsed", word: "no" });
  else legs.push({ leg: "hash", word: asWord(row.hashLeg) });
  if (row.pairLeg === "spent") legs.push({ leg: "pair", word: "spent" });
  if (row.ageSeconds !== null && row.ageSeconds > OLD_SECONDS) legs.push({ leg: "age", word: "old" });
  return legs;
}

function asWord(leg: string): Word {
  return leg in WORD_TONES ? (leg as Word) : "unknown";
}
