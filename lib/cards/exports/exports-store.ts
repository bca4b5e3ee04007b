import { may } from "@/lib/db/access/permissions";
import type { Scope, SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { ExportFormat } from "./formats";

/** A file of payments that somebody ordered. */
export interface StoredExport {
  readonly id: string;
  readonly format: string;
  readonly filters: unknown;
  readonly columns: string | null;
  /** The sites that it is of; empty: all that its reader reaches. */
  readonly siteIds: readonly string[];
  /** Payments with a later id came after the order: they are not in it. */
  readonly untilId: string;
  readonly total: number;
  readonly totalExact: boolean;
  readonly done: number;
  readonly state: string;
  readonly createdAt: Date;
}

export interface NewExport {
  readonly format: ExportFormat;
  readonly filters: Readonly<Record<string, string>>;
  /** Those of the screen, with commas between them; null for all. */
  readonly columns: string | null;
  readonly total: number;
  readonly totalExact: boolean;
}

/** Stores an order. @returns its id */
export async function insertExport(scope: Scope, tx: Db, order: NewExport): Promise<string> {
  const { format, filters, columns, total, totalExact } = order;
  const [id, untilId] = [newId(), newId()];
  await tx.$executeRaw`
    INSERT INTO transaction_exports (id, created_by_id, format, filters, columns, until_id, site_ids, total, total_exact,
      created_at)
    VALUES (${id}::uuid, ${scope.actor.id}::uuid, ${format}, ${JSON.stringify(filters)}::jsonb, ${columns}, ${untilId}::uuid,
      ${scope.sites === "all" ? [] : [...scope.sites]}::uuid[], ${total}, ${totalExact}, now())`;
  return id;
}

/** An order of whoever asks; null if there is none. */
export async function findExport(scope: Scope, db: Db, id: string): Promise<StoredExport | null> {
  if (scope.actor.id === null || !may(scope, "transactions:export")) return null;
  return db.transactionExport.findFirst({ where: { id, createdById: scope.actor.id } });
}

/** Begins a file: once, and soon after it was ordered. @returns false if it is too late */
export async function beginExport(scope: Scope, db: Db, id: string): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE transaction_exports SET state = 'running' WHERE id = ${id}::uuid AND state = 'ordered'
      AND created_by_id = ${scope.actor.id}::uuid AND created_at > now() - interval '10 minutes'`;
  return count === 1;
}

/** Stores how far a file is, for whoever watches. */
export async function noteProgress(
  scope: Scope,
  db: Db,
  id: string,
  { done, state }: { readonly done: number; readonly state: "running" | "done" | "stopped" },
): Promise<void> {
  await db.$executeRaw`
    UPDATE transaction_exports SET done = ${done}, state = ${state},
      finished_at = CASE WHEN ${state} = 'running' THEN NULL ELSE now() END
    WHERE id = ${id}::uuid AND created_by_id = ${scope.actor.id}::uuid AND state = 'running'`;
}

/** Removes orders of more than 90 days ago: the audit trail has them. */
export async function purgeExports(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM transaction_exports WHERE created_at < now() - interval '90 days'`;
}
