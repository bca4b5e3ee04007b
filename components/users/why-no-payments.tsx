import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AssignHere } from "@/components/cards/assign-here";
import { FetchPaymentsButton } from "@/components/jobs/fetch-payments-button";
import { Link } from "@/components/navigation/link";
import { Panel } from "@/components/ui/panel";
import { ExactTime } from "@/components/ui/time";
import { bankDayOf } from "@/lib/anytime/values/bank-day";
import type { UserReading } from "@/lib/bank-api/readings-store";
import type { PaymentChecks } from "@/lib/overview/why-no-payments-store";

interface WhyNoPaymentsProps {
  checks: PaymentChecks;
  user: { readonly id: string; readonly name: string };
  closeHref: string;
  mayAssign: boolean;
  /** How their payments can be fetched; null for who may not. */
  reading: UserReading | null;
  /** ISO time: when the checks were made. */
  now: string;
}

interface Check {
  readonly key: string;
  readonly isFine: boolean;
  readonly text: ReactNode;
  readonly step?: ReactNode;
}

/** A site without a card payment for longer is said to be silent. */
const SILENT_MS = 86_400_000;

/** Why no payments of a user arrive: everything that can keep them away, in the order in which one looks. */
export function WhyNoPayments({ closeHref, reading, ...props }: WhyNoPaymentsProps) {
  const t = useTranslations("users.why");
  const { checks, lastAt } = useChecks(props);
  return (
    <Panel
      title={t("title")}
      actions={
        <Link href={closeHref} scroll={false} className="text-table text-accent hover:underline">
          {t("close")}
        </Link>
      }
    >
      <ol className="flex flex-col gap-2.5 text-table">
        {checks.map(({ key, isFine, text, step }) => (
          <li key={key} className="flex gap-2.5">
            {isFine ? (
              <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
            ) : (
              <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
            )}
            <span className="min-w-0 grow">{text}</span>
            {step}
          </li>
        ))}
      </ol>
      {checks.every(({ isFine }) => isFine) && <p className="mt-3 text-table text-dim">{t("nothing")}</p>}
      {reading !== null && <FetchMissing reading={reading} userId={props.user.id} lastAt={lastAt} />}
    </Panel>
  );
}

interface FetchMissingProps {
  reading: UserReading;
  userId: string;
  /** Their last payment. */
  lastAt: Date | null;
}

/** What three lost tries lost is only at the bank: the last thing to look for. */
function FetchMissing({ reading, userId, lastAt }: FetchMissingProps) {
  const t = useTranslations("users.why.fetch");
  const { state, on, told } = reading;
  const can = state !== "active" ? "no_token" : !on ? "off" : told ? "ready" : "untold";
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-3 border-line border-t pt-3 text-table">
      <p className="min-w-0 grow basis-60 text-dim">{t(can)}</p>
      {can === "ready" && (
        <FetchPaymentsButton userId={userId} from={lastAt === null ? null : bankDayOf(lastAt)} />
      )}
    </div>
  );
}

type Looked = Omit<WhyNoPaymentsProps, "closeHref" | "reading">;

function useChecks({ checks, user, mayAssign, now }: Looked): { checks: Check[]; lastAt: Date | null } {
  const t = useTranslations("users.why");
  const { hasToken, revokedAt, cards, unattributed, waiting, siteHeardAt } = checks;
  const at = (date: Date | null) => () => date && <ExactTime iso={date.toISOString()} as="stampShort" />;
  const lastAt = cards.reduce<Date | null>(
    (latest, card) =>
      card.lastAt !== null && (latest === null || card.lastAt > latest) ? card.lastAt : latest,
    null,
  );
  const token = hasToken ? "ok" : revokedAt === null ? "none" : "revoked";
  const card = cards.length === 0 ? "none" : lastAt === null ? "silent" : "ok";
  const stuck = waiting.held + waiting.quarantined + waiting.parked;
  const heard =
    siteHeardAt === null ? "never" : Date.parse(now) - siteHeardAt.getTime() > SILENT_MS ? "silent" : "ok";
  const assign = mayAssign && <AssignHere user={user} />;
  const looked: Check[] = [
    { key: "token", isFine: hasToken, text: t.rich(`token.${token}`, { time: at(revokedAt) }) },
    {
      key: "cards",
      isFine: card === "ok",
      text: t.rich(`cards.${card}`, { time: at(lastAt), count: cards.length }),
      ...(card === "none" ? { step: assign } : {}),
    },
    {
      key: "unattributed",
      isFine: unattributed === 0,
      text: unattributed === 0 ? t("unattributed.ok") : t("unattributed.found", { count: unattributed }),
      ...(unattributed === 0 ? {} : { step: assign }),
    },
    {
      key: "waiting",
      isFine: stuck === 0,
      text: stuck === 0 ? t("waiting.ok") : t("waiting.found", waiting),
      ...(stuck === 0 ? {} : { step: <DeliveriesLink waiting={waiting} /> }),
    },
    { key: "site", isFine: heard === "ok", text: t.rich(`site.${heard}`, { time: at(siteHeardAt) }) },
  ];
  return { checks: looked, lastAt };
}

function DeliveriesLink({ waiting }: { waiting: PaymentChecks["waiting"] }) {
  const t = useTranslations("users.why");
  const verdict = waiting.held > 0 ? "held" : waiting.quarantined > 0 ? "quarantined" : "parked";
  return (
    <Link href={`/deliveries?verdict=${verdict}`} className="shrink-0 text-accent hover:underline">
      {t("deliveries")}
    </Link>
  );
}
