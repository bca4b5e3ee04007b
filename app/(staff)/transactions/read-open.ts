import { readMarks } from "@/lib/cards/notes/notes-store";
import { listSimilar } from "@/lib/cards/transactions/similar-store";
import { readTransaction } from "@/lib/cards/transactions/transactions-store";
import { findTwin, readJoined } from "@/lib/cards/twins/twins-store";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

const MOST_SIMILAR = 5;

/** Reads what the drawer shows of the open payment: of a joined pair, the notes and tags of both. */
export async function readOpen(scope: Scope, db: Db, id: string | null) {
  const transaction = id === null ? null : await readTransaction(scope, db, id);
  if (transaction === null) return null;
  const [joined, suggested, similar] = await Promise.all([
    readJoined(scope, db, transaction.id),
    findTwin(scope, db, transaction.id),
    listSimilar(scope, db, transaction.id, MOST_SIMILAR),
  ]);
  const ids = [transaction.id, ...(joined === null ? [] : [joined.row.id])];
  const marks = await readMarks(scope, db, ids);
  return { transaction, ids, joined, suggested: joined === null ? suggested : null, similar, marks };
}
