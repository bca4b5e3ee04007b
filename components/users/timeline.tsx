import { useLocale, useTranslations } from "next-intl";
import { useAuditWords } from "@/components/audit/audit-words";
import { Link } from "@/components/navigation/link";
import { Amount } from "@/components/payment-table/money";
import { TransactionStatusPill } from "@/components/payment-table/status";
import { classNames } from "@/components/ui/class-names";
import { ExactTime } from "@/components/ui/time";
import { AC_EVENT_NAMES } from "@/lib/anytime/client-js";
import type { TimelineEntry } from "@/lib/links/timeline/timeline";

const DOTS: Readonly<Record<TimelineEntry["kind"], string>> = {
  session: "bg-faint",
  mail: "bg-accent",
  attempt: "bg-accent",
  browser: "bg-line-strong",
  token: "bg-ok",
  payment: "bg-ink",
  delivery: "bg-line-strong",
  staff: "bg-hold",
};

/** The timeline of a linked user, newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const t = useTranslations("users.timeline");
  if (entries.length === 0) return <p className="text-dim">{t("empty")}</p>;
  return (
    <ol className="flex flex-col gap-2.5 text-table">
      {entries.map((entry) => (
        <li key={entry.id} className="flex gap-3">
          <span
            aria-hidden="true"
            className={classNames(
              "mt-1.5 size-2 shrink-0 rounded-full",
              entry.name === "token_revoked" ? "bg-bad" : DOTS[entry.kind],
            )}
          />
          <div className="flex min-w-0 grow gap-x-3 max-sm:flex-col">
            <span className="min-w-0 grow">
              <Sentence entry={entry} />
            </span>
            <ExactTime iso={entry.at.toISOString()} className="shrink-0 text-label text-faint" />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Sentence({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations("users.timeline");
  const { describeAction, nameActor } = useAuditWords();
  const detail = entry.detail ?? "";
  switch (entry.kind) {
    case "session":
      return t("notMe");
    case "mail":
      return <MailSentence entry={entry} />;
    case "attempt":
      return t("opened", { code: `${detail.slice(0, 4)}-${detail.slice(4)}` });
    case "browser": {
      if (entry.violation !== null) return t("violation", entry.violation);
      const known = AC_EVENT_NAMES.find((name) => name === entry.name);
      return <span title={entry.name}>{known === undefined ? entry.name : t(`browser.${known}`)}</span>;
    }
    case "token":
      return t(TOKEN[entry.name] ?? "tokenCreated");
    case "payment":
      return <Payment entry={entry} />;
    case "delivery":
      return (
        <Link href={`/deliveries?open=${entry.target}`} className="hover:underline">
          {t("delivery", { event: entry.name })}
          {entry.detail !== null && ` · ${t("tried", { which: entry.detail })}`}
        </Link>
      );
    case "staff": {
      const known = STAFF.find(([action]) => action === entry.name);
      return known === undefined
        ? `${nameActor(detail)}: ${describeAction(entry.name) ?? entry.name}`
        : t(`staff.${known[1]}`, { actor: nameActor(detail) });
    }
  }
}

const PURPOSES = ["link", "reminder", "message"] as const;
const MAIL_STATES = ["queued", "sending", "sent", "refused", "uncertain", "dropped"] as const;

/** What an e-mail was for, and what became of it. */
function MailSentence({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations("users.timeline.mail");
  const purpose = PURPOSES.find((name) => entry.name.startsWith(`${name}_`)) ?? "link";
  const state = MAIL_STATES.find((name) => entry.name.endsWith(`_${name}`)) ?? "queued";
  return t(state, { mail: t(`purpose.${purpose}`), code: entry.detail ?? "" });
}

function Payment({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations("users.timeline");
  const locale = useLocale();
  const row = { amount: entry.amount ?? "0", amountFx: null, currency: null, type: entry.type ?? "" };
  return (
    <Link
      href={`/transactions?open=${entry.target}`}
      className="flex flex-wrap items-baseline gap-x-3 hover:underline"
    >
      <span className="min-w-0 grow">{t("payment", { merchant: entry.name })}</span>
      <Amount row={row} locale={locale} />
      <TransactionStatusPill status={entry.detail ?? ""} type={row.type} />
    </Link>
  );
}

const TOKEN: Readonly<Record<string, "tokenRevoked" | "tokenReplaced">> = {
  token_revoked: "tokenRevoked",
  token_replaced: "tokenReplaced",
};

/** Actions of staff on a linked user, by their names in the audit trail. */
const STAFF = [
  ["linked_user.invite", "invited"],
  ["connect_session.create", "madeLink"],
  ["connect_session.cancel", "cancelledLink"],
  ["connect_session.reveal", "revealed"],
  ["card.assign", "assignedCard"],
  ["card.unassign", "unassignedCard"],
  ["token.assigned", "gaveToken"],
  ["token.taken_back", "tookToken"],
  ["token.confirmed", "confirmedToken"],
  ["token.handed_out", "handedToken"],
  ["token.revealed", "revealedToken"],
] as const;
