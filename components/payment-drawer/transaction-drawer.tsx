import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/controls/copy-button";
import { Drawer } from "@/components/controls/drawer";
import { Link } from "@/components/navigation/link";
import { Amount } from "@/components/payment-table/money";
import { TransactionStatusPill } from "@/components/payment-table/status";
import { missingName } from "@/components/payment-table/unnamed-badge";
import { type Fact, Facts } from "@/components/ui/facts";
import { Identifier } from "@/components/ui/identifier";
import { Notice } from "@/components/ui/notice";
import { ExactTime } from "@/components/ui/time";
import type { TransactionDetail } from "@/lib/cards/transactions/transactions-store";

interface TransactionDrawerProps {
  transaction: TransactionDetail;
  closeHref: string;
  /** The absolute URL of this drawer, to copy. */
  link: string;
  /** Above the facts: what it may be one with. */
  notice?: ReactNode;
  /** Below them: what staff wrote, similar payments. */
  children?: ReactNode;
}

/** Everything known about a transaction: what it is, what the bank reported and when. */
export function TransactionDrawer(props: TransactionDrawerProps) {
  const { transaction, closeHref, link, notice, children } = props;
  const t = useTranslations("transactions");
  const locale = useLocale();
  const missing = missingName(transaction);
  return (
    <Drawer
      title={transaction.merchant}
      closeHref={closeHref}
      tools={<CopyButton value={link} name={t("copyLink")} />}
    >
      <p className="mt-1 flex items-start gap-2 text-hero font-semibold">
        <Amount row={transaction} locale={locale} withFx />
        <CopyButton value={transaction.amount.replace(/^[-+]/, "")} name={t("copyAmount")} />
      </p>
      {notice}
      {missing !== null && (
        <Notice tone="hold" className="mt-3">
          {t("identity.why", { what: t(`identity.${missing}`) })}
        </Notice>
      )}
      <Facts facts={useFacts(transaction)} className="mt-3.5" />
      <h3 className="mt-5 mb-2 text-table font-semibold">{t("history")}</h3>
      <ol className="flex flex-col gap-3 text-table">
        {transaction.versions.map((version) => (
          <li key={version.id} className="flex flex-col gap-0.5">
            <span className="flex flex-wrap items-center gap-2">
              <TransactionStatusPill status={version.status} type={transaction.type} />
              <Amount row={{ ...transaction, amount: version.amount }} locale={locale} />
              <ExactTime iso={version.receivedAt.toISOString()} className="text-dim" />
            </span>
            {version.source === "bank_api" && <span className="text-label text-dim">{t("fromBankApi")}</span>}
            {version.deliveryId !== null && (
              <Link
                href={`/deliveries?open=${version.deliveryId}`}
                className="text-label text-accent hover:underline"
              >
                {t("fromDelivery", {
                  reference: version.reference?.slice(0, 8) ?? version.deliveryId.slice(-8),
                  current: version.currentTry ?? 1,
                  max: version.maxTries ?? 3,
                })}
              </Link>
            )}
          </li>
        ))}
      </ol>
      {children}
      <p className="mt-4 text-label text-dim">{t("assumed")}</p>
    </Drawer>
  );
}

/** A country's name in the reader's language; the bank's code if it is unknown. */
function countryName(code: string | null, locale: string): string | null {
  if (code === null || !/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
}

function useFacts(row: TransactionDetail): Fact[] {
  const t = useTranslations("transactions.facts");
  const locale = useLocale();
  const user =
    row.userId === null ? (
      <Link href="/transactions/unattributed" className="text-hold hover:underline">
        {t("nobody")}
      </Link>
    ) : (
      <Link href={`/users/${row.userId}`} className="text-accent hover:underline">
        <bdi>{row.userName}</bdi>
      </Link>
    );
  const category = row.category?.[locale];
  const merchant = row.merchantId !== null && (
    <>
      <Link href={`/transactions?merchant=${row.merchantId}`} className="text-accent hover:underline">
        <bdi>{row.merchant}</bdi>
      </Link>{" "}
      <Link
        href={`/transactions/merchants/${row.merchantId}`}
        className="text-label text-dim hover:underline"
      >
        {t("merchantPage")}
      </Link>
    </>
  );
  const categoryText = category === undefined ? row.mcc : `${category} · ${row.mcc ?? ""}`;
  const ofCategory = row.mcc !== null && /^\d{1,4}$/.test(row.mcc) && (
    <Link href={`/transactions?category=${row.mcc}`} className="text-accent hover:underline">
      {categoryText}
    </Link>
  );
  const facts: [string, React.ReactNode][] = [
    ["merchant", merchant || null],
    ["user", user],
    ["card", <Identifier key="card" value={row.cardRef} />],
    ["account", <Identifier key="account" value={row.accId} />],
    ["category", ofCategory || categoryText],
    ["where", [row.city, countryName(row.country, locale)].filter(Boolean).join(", ") || null],
    ["bankDate", <ExactTime key="date" iso={row.bankDate} as="stampZone" />],
    ["rawDate", row.bankDateRaw],
    ["rate", row.fx === null ? null : `${row.fx} · ${row.fxFee ?? "—"}`],
    ["balanceAfter", row.balanceAfter],
    ["description", row.description === null ? null : <bdi key="text">{row.description}</bdi>],
    ["txid", <Identifier key="txid" value={row.txid} />],
    ["requestId", row.requestId === null ? null : <Identifier key="request" value={row.requestId} />],
  ];
  return facts
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ({ key, label: t(key as Parameters<typeof t>[0]), value }));
}
