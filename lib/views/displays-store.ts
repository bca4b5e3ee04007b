import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { LIST_NEEDS, type ListName } from "./lists";

/** How somebody likes to see a list. */
export interface ListDisplay {
  /** Names of columns in order, with commas between them; null for the usual ones. */
  readonly columns: string | null;
  /** Lower rows. */
  readonly compact: boolean;
}

const USUAL: ListDisplay = { columns: null, compact: false };

/** How whoever asks likes to see a list, on every browser. */
export async function readDisplay(scope: Scope, db: Db, list: ListName): Promise<ListDisplay> {
  if (scope.actor.id === null) return USUAL;
  const found = await db.listDisplay.findUnique({
    where: { staffId_list: { staffId: scope.actor.id, list } },
    select: { columns: true, compact: true },
  });
  return found ?? USUAL;
}

/** Remembers it. Nobody else sees it, so the audit trail does not tell. @returns false if they may not see the list */
export async function writeDisplay(
  scope: Scope,
  db: Db,
  list: ListName,
  display: ListDisplay,
): Promise<boolean> {
  if (scope.actor.id === null || !may(scope, LIST_NEEDS[list])) return false;
  await db.$executeRaw`
    INSERT INTO list_displays (staff_id, list, columns, compact)
    VALUES (${scope.actor.id}::uuid, ${list}, ${display.columns}, ${display.compact})
    ON CONFLICT (staff_id, list) DO UPDATE SET columns = excluded.columns, compact = excluded.compact`;
  return true;
}
