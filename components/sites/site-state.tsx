import { useTranslations } from "next-intl";
import { StatusPill } from "@/components/ui/status-pill";
import { ExactTime } from "@/components/ui/time";
import type { SiteState } from "@/lib/sites/life/site-state";
import type { ListedSite } from "@/lib/sites/life/sites-store";

const TONES = { open: "ok", ended: "warn", closed: "quiet" } as const;

interface SiteStateProps extends Pick<ListedSite, "endedAt" | "closedAt"> {
  state: SiteState;
}

/** What a site does, and since when. */
export function SiteStateLine({ state, endedAt, closedAt }: SiteStateProps) {
  const t = useTranslations("sites");
  const since = closedAt ?? endedAt;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusPill tone={TONES[state]}>{t(`state.${state}`)}</StatusPill>
      {since !== null && (
        <span className="text-label text-dim">
          {t.rich("list.since", { at: () => <ExactTime iso={since.toISOString()} as="day" /> })}
        </span>
      )}
    </span>
  );
}
