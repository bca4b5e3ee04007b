import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { LiveIndicator } from "@/components/live/live-indicator";
import { LiveRefresh } from "@/components/live/live-refresh";
import { MergeButton, RenameButton, UndoMergeButton } from "@/components/merchants/curate-buttons";
import { MerchantPayments } from "@/components/merchants/merchant-payments";
import { MonthTable } from "@/components/merchants/month-table";
import { Link } from "@/components/navigation/link";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { listMerged } from "@/lib/cards/merchants/families-store";
import { readMerchant } from "@/lib/cards/merchants/merchant-pages-store";
import { listMonthsOf } from "@/lib/cards/merchants/spend-store";
import { listLatestAt } from "@/lib/cards/transactions/merchant-payments-store";
import { may } from "@/lib/db/access/permissions";
import { getRuntime } from "@/lib/runtime";
import { requireStaff } from "@/lib/staff/authorise";

const LATEST = 20;
const MONTHS = 12;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("merchants"))("one") };
}

export default async function MerchantPage({ params }: PageProps<"/transactions/merchants/[id]">) {
  const { scope } = await requireStaff("transactions:read");
  const id = z.uuid().safeParse((await params).id).data;
  const db = getRuntime().database.prisma;
  const merchant = id === undefined ? null : await readMerchant(scope, db, id);
  if (merchant === null) notFound();
  const ids = await listMerged(scope, db, merchant.id);
  const [t, rows, months] = await Promise.all([
    getTranslations("merchants"),
    listLatestAt(scope, db, ids, LATEST),
    listMonthsOf(scope, db, merchant.id, MONTHS),
  ]);
  const mayWrite = may(scope, "merchants:write");
  const { mergedInto } = merchant;
  return (
    <>
      <LiveRefresh kinds={["transaction", "merchant"]} />
      <PageHeader
        title={<bdi>{merchant.name}</bdi>}
        badges={<LiveIndicator />}
        lead={merchant.alias === null ? t("lead") : t("seenAs", { name: merchant.seenAs })}
        actions={
          mayWrite && (
            <>
              {mergedInto === null && <MergeButton merchant={merchant} />}
              <RenameButton merchant={merchant} />
            </>
          )
        }
      />
      {mergedInto !== null && (
        <Notice className="mb-4" action={mayWrite && <UndoMergeButton merchant={merchant} />}>
          {t.rich("mergedInto", {
            name: mergedInto.name,
            link: (chunks) => (
              <Link href={`/transactions/merchants/${mergedInto.id}`} className="text-accent underline">
                <bdi>{chunks}</bdi>
              </Link>
            ),
          })}
        </Notice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 min-[1100px]:grid-cols-[minmax(0,1fr)_348px]">
        <MerchantPayments rows={rows} merchantId={merchant.id} />
        <div className="flex min-w-0 flex-col gap-4">
          <MonthTable months={months} />
          {merchant.merged.length > 0 && (
            <Panel title={t("merged")}>
              <ul className="flex flex-col gap-2 text-table">
                {merchant.merged.map((other) => (
                  <li key={other.id} className="flex items-center justify-between gap-3">
                    <Link
                      href={`/transactions/merchants/${other.id}`}
                      className="min-w-0 truncate hover:underline"
                    >
                      <bdi>{other.name}</bdi>
                    </Link>
                    {mayWrite && <UndoMergeButton merchant={other} />}
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}
