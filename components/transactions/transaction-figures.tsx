import { useLocale, useTranslations } from "next-intl";
import { filterHref, type Query } from "@/components/filters/href";
import { formatCharged, formatMoney } from "@/components/payment-table/money";
import { FigureStrip, ROOM } from "@/components/ui/figure-strip";
import type { SpendDay } from "@/lib/cards/spend/spend-store";
import type { TransactionTotals } from "@/lib/cards/totals/totals-store";
import type { JobState } from "@/lib/jobs/work";
import { ExactCount } from "./exact-count";
import { SpendSpark } from "./spend-spark";

interface TransactionFiguresProps {
  /** Null while they are added up: they keep their room. */
  totals: TransactionTotals | null;
  spend: readonly SpendDay[] | null;
  query: Query;
  /** The exact count of these filters, if somebody ordered one. */
  count?: ExactCountState | null;
}

interface ExactCountState {
  readonly state: JobState;
  readonly share: number;
  readonly at: string;
}

const COUNT_STATES = {
  queued: "counting",
  running: "counting",
  done: "counted",
  failed: "failed",
  cancelled: "none",
} as const satisfies Record<JobState, string>;

const CAVEATS =
  "-mt-2.5 mb-2 flex min-h-7 flex-wrap items-center gap-x-5 text-label text-dim min-[640px]:h-7 min-[640px]:flex-nowrap min-[640px]:whitespace-nowrap";

/** Totals of the list, each a link to its filter. */
export function TransactionFigures({ totals, spend, query, count = null }: TransactionFiguresProps) {
  const t = useTranslations("transactions.figures");
  const locale = useLocale();
  const href = (changes: Record<string, string | null>) =>
    filterHref("/transactions", query, { status: null, direction: null, unattributed: null, ...changes });
  /** A sum or its lower bound, in words; null where that is “over nothing”, which would say nothing. */
  const bound = (text: string, payments: number, isExact: boolean) =>
    isExact ? text : payments === 0 ? null : t("over", { text });
  const figure = (key: "settled" | "authorised" | "credits", changes: Record<string, string | null>) => {
    const cell = { key, label: t(key), href: href(changes) };
    if (totals === null) return { ...cell, value: ROOM, note: ROOM };
    const { amount, count: payments } = totals[key];
    const said = (text: string) => bound(text, payments, totals.isExact);
    return {
      ...cell,
      value: said(formatMoney(amount, totals.currency, locale)) ?? t("unknown"),
      note: said(payments.toLocaleString(locale)) ?? ROOM,
    };
  };
  const unattributed = totals?.unattributed ?? null;
  const isCounted = count !== null && COUNT_STATES[count.state] === "counted";
  return (
    <>
      <FigureStrip
        label={t("label")}
        figures={[
          figure("settled", { status: "settled", direction: "debit" }),
          figure("authorised", { status: "authorised", direction: "debit" }),
          figure("credits", { status: "settled", direction: "credit" }),
          {
            key: "unattributed",
            label: t("unattributed"),
            value:
              unattributed === null
                ? ROOM
                : (bound(
                    unattributed.count.toLocaleString(locale),
                    unattributed.count,
                    unattributed.isExact,
                  ) ?? t("unknown")),
            href: href({ unattributed: "1" }),
            ...((unattributed?.count ?? 0) > 0 ? { tone: "hold" as const } : {}),
          },
          {
            key: "spend",
            label: t("spend"),
            value: <SpendSpark days={spend ?? []} label={t("spend")} />,
          },
        ]}
      />
      {/* One line, whether there is something to say or not: what follows must not move when it comes. */}
      <div className={CAVEATS}>
        {totals !== null && (!totals.isExact || isCounted) && (
          <ExactCount
            query={givenOf(query)}
            count={
              count === null ? null : { state: COUNT_STATES[count.state], share: count.share, at: count.at }
            }
          />
        )}
        {totals !== null && totals.charged.length > 0 && <Charged sums={totals.charged} />}
      </div>
    </>
  );
}

function Charged({ sums }: { sums: TransactionTotals["charged"] }) {
  const t = useTranslations("transactions.figures");
  const locale = useLocale();
  return (
    <section
      aria-label={t("charged")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by key, too
      tabIndex={0}
      className="relative flex min-w-0 gap-x-3 overflow-x-auto whitespace-nowrap"
    >
      <span aria-hidden="true">{t("charged")}</span>
      <ul className="flex gap-x-3 tabular-nums">
        {sums.map(({ currency, amount, count }) => (
          <li key={currency}>
            <bdi>{formatCharged(amount, currency, locale)}</bdi>
            <span className="sr-only">, {t("payments", { count })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function givenOf(query: Query): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
