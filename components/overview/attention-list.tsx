import { ChevronRight, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Link } from "@/components/navigation/link";
import { StatusPill } from "@/components/ui/status-pill";
import { RelativeTime } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { RefusalCause } from "@/lib/incidents/causes";

interface Waiting {
  readonly key:
    | "unattributed"
    | "held"
    | "waiting"
    | "quarantined"
    | "parked"
    | "orphans"
    | "shared"
    | "asked"
    | "notMe"
    | "unconfirmed"
    | "retried";
  readonly count: number;
  readonly href: string;
}

type Outages =
  | "silence"
  | "refusals"
  | "lag"
  | "held_full"
  | "quarantine_full"
  | "clock_behind"
  | "clock_ahead"
  | "gap"
  | "lost_creation"
  | "token_reads";

interface Outage extends Omit<Waiting, "key"> {
  readonly id: string;
  readonly key: Outages;
  readonly cause: RefusalCause;
  /** ISO time. */
  readonly since: string;
}

export type AttentionItem = Waiting | Outage;

const TONES: Readonly<Record<AttentionItem["key"], Tone>> = {
  silence: "bad",
  refusals: "bad",
  lag: "bad",
  held_full: "bad",
  quarantine_full: "bad",
  clock_behind: "bad",
  clock_ahead: "bad",
  gap: "warn",
  lost_creation: "warn",
  token_reads: "bad",
  unattributed: "hold",
  held: "hold",
  waiting: "hold",
  quarantined: "bad",
  parked: "bad",
  orphans: "hold",
  shared: "warn",
  asked: "hold",
  notMe: "hold",
  unconfirmed: "warn",
  retried: "warn",
};

/** What needs attention, each linking to its place. */
export function AttentionList({ items }: { items: readonly AttentionItem[] }) {
  const t = useTranslations("overview.attention");
  const waiting = items.filter(({ count }) => count > 0);
  if (waiting.length === 0) {
    return (
      <p className="flex items-center gap-2 py-1 text-dim">
        <CircleCheck aria-hidden="true" className="size-4 text-ok" />
        {t("nothing")}
      </p>
    );
  }
  return (
    <ul className="-mx-2 flex flex-col">
      {waiting.map((item) => (
        <li key={"id" in item ? item.id : item.key}>
          <Link href={item.href} className="flex items-center gap-3 rounded-control px-2 py-2 hover:bg-hover">
            <StatusPill tone={TONES[item.key]}>{t(`${item.key}.word`)}</StatusPill>
            <span className="min-w-0 grow">
              {t(`${item.key}.text`, { count: item.count })}
              {"cause" in item && item.key === "refusals" && (
                <span className="block text-table text-dim">{t(`causes.${item.cause}`)}</span>
              )}
              {"since" in item && (
                <span className="block text-table text-dim">
                  {t("since")} <RelativeTime iso={item.since} />
                </span>
              )}
            </span>
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-faint" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
