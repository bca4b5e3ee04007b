import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { ExactTime } from "@/components/ui/time";
import type { TimelineEntry } from "@/lib/links/user-history-store";

const DOTS: Readonly<Record<TimelineEntry["kind"], string>> = {
  session: "bg-faint",
  attempt: "bg-accent",
  browser: "bg-line-strong",
  token: "bg-ok",
  staff: "bg-hold",
};

/** What happened with a linked user, newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const t = useTranslations("users.timeline");
  if (entries.length === 0) return <p className="text-dim">{t("empty")}</p>;
  return (
    <ol className="flex flex-col gap-2.5 text-table">
      {entries.map((entry) => (
        <li key={`${entry.at.getTime()}-${entry.kind}-${entry.name}-${entry.detail}`} className="flex gap-3">
          <span
            aria-hidden="true"
            className={classNames(
              "mt-1.5 size-2 shrink-0 rounded-full",
              entry.name === "token_revoked" ? "bg-bad" : DOTS[entry.kind],
            )}
          />
          <span className="min-w-0 grow">
            <Sentence entry={entry} />
          </span>
          <ExactTime iso={entry.at.toISOString()} className="shrink-0 text-label text-faint" />
        </li>
      ))}
    </ol>
  );
}

function Sentence({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations("users.timeline");
  const detail = entry.detail ?? "";
  switch (entry.kind) {
    case "session":
      if (entry.name === "not_me") return t("notMe");
      return entry.name === "cancelled" ? t("linkCancelled") : t("linkCreated");
    case "attempt":
      return t("opened", { code: `${detail.slice(0, 4)}-${detail.slice(4)}` });
    case "browser":
      return (
        <>
          {t("browser")} <span className="font-mono text-[12px] text-dim">{entry.name}</span>
        </>
      );
    case "token":
      return entry.name === "token_revoked" ? t("tokenRevoked") : t("tokenCreated");
    case "staff":
      return (
        <>
          {detail} <span className="font-mono text-[12px] text-dim">{entry.name}</span>
        </>
      );
  }
}
