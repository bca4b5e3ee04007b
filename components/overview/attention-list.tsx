import { ChevronRight, CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import type { Tone } from "@/components/ui/tone";

export interface AttentionItem {
  readonly key:
    | "unattributed"
    | "held"
    | "quarantined"
    | "parked"
    | "orphans"
    | "notMe"
    | "unconfirmed"
    | "retried"
    | "silent";
  readonly count: number;
  readonly href: string;
}

const TONES: Readonly<Record<AttentionItem["key"], Tone>> = {
  unattributed: "hold",
  held: "hold",
  quarantined: "bad",
  parked: "bad",
  orphans: "hold",
  notMe: "hold",
  unconfirmed: "warn",
  retried: "warn",
  silent: "warn",
};

/** What waits for a person, each leading to its place. */
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
      {waiting.map(({ key, count, href }) => (
        <li key={key}>
          <Link href={href} className="flex items-center gap-3 rounded-control px-2 py-2 hover:bg-hover">
            <StatusPill tone={TONES[key]}>{t(`${key}.word`)}</StatusPill>
            <span className="min-w-0 grow">{t(`${key}.text`, { count })}</span>
            <ChevronRight aria-hidden="true" className="size-4 text-faint" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
