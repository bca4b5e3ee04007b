import { readStatus } from "@/lib/anytime/values/transaction-status";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { readTransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { readPaymentColumns } from "@/lib/cards/listing/payment-columns";
import { countKinds } from "@/lib/cards/totals/totals-store";
import { ofOnlySite, type Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { insertExport } from "./exports-store";
import type { ExportFormat } from "./formats";
import { countWithoutBalance, listOfxAccounts } from "./ofx-store";
import type { Read } from "./read-all-store";

/** Whether OFX can be offered, and what it leaves out. */
export type OfxOffer =
  | {
      readonly offered: true;
      readonly accounts: number;
      readonly included: number;
      /** Neither settled payments nor credits. */
      readonly unsettled: number;
      readonly withoutBalance: number;
    }
  | { readonly offered: false; readonly why: "no_balance" | "many_accounts" | "no_payments" };

/** What an export would have. */
export interface ExportPreview {
  readonly count: number;
  /** False if there are more than can be counted at once. */
  readonly isExact: boolean;
  readonly ofx: OfxOffer;
}

/** Counts what an export of a filter would have, before it is ordered. */
export async function previewExport(
  scope: Scope,
  read: Read,
  query: Readonly<Record<string, string>>,
): Promise<ExportPreview> {
  const { filters } = readTransactionFilters(query);
  const now = new Date();
  const { kinds, isExact } = await read((db) => countKinds(scope, db, filters, now));
  const sum = (some: typeof kinds) => some.reduce((total, { count }) => total + count, 0);
  const settled = kinds.filter(
    ({ status, type }) => readStatus(status) === "settled" && (type === "D" || type === "C"),
  );
  const count = sum(kinds);
  const accounts = await read((db) => listOfxAccounts(scope, db, filters));
  const ofx = await offerOf();
  return { count, isExact, ofx };

  async function offerOf(): Promise<OfxOffer> {
    if (accounts === "many") return { offered: false, why: "many_accounts" };
    if (count === 0 || accounts.length === 0) return { offered: false, why: "no_payments" };
    const balanced = accounts.filter(({ balance }) => balance !== null).length;
    if (balanced === 0) return { offered: false, why: "no_balance" };
    const withoutBalance = await read((db) => countWithoutBalance(scope, db, filters, now, accounts));
    const included = Math.max(0, sum(settled) - withoutBalance);
    return {
      offered: true,
      accounts: balanced,
      included,
      unsettled: count - sum(settled),
      withoutBalance,
    };
  }
}

/** Orders a file: what it has is fixed now, and the audit trail says who took it. @returns its id; null for OFX that is not offered */
export async function orderExport(
  scope: Scope,
  { database, keys, read }: { readonly database: Database; readonly keys: AuditKeys; readonly read: Read },
  asked: {
    readonly format: ExportFormat;
    readonly query: Readonly<Record<string, string>>;
    /** Of the screen; all of them if absent. */
    readonly columns?: string | null;
  },
): Promise<string | null> {
  const { format, query } = asked;
  const { filters } = readTransactionFilters(query);
  const { count, isExact, ofx } = await previewExport(scope, read, query);
  if (format === "ofx" && !ofx.offered) return null;
  const total = format === "ofx" && ofx.offered ? ofx.included : count;
  const given = Object.entries(filters);
  return database.prisma.$transaction(async (tx) => {
    const columns = readPaymentColumns(asked.columns)?.join(",") ?? null;
    const order = { format, filters: Object.fromEntries(given), columns, total, totalExact: isExact };
    const id = await insertExport(scope, tx, order);
    await recordAudit(scope, tx, keys, {
      action: "payments.exported",
      outcome: "done",
      ...ofOnlySite(scope),
      targetType: "export",
      targetId: id,
      details: {
        format,
        payments: total,
        ...(columns !== null && { columns }),
        filters: given.map(([name, value]) => `${name}=${value}`).join(" "),
      },
    });
    return id;
  });
}
