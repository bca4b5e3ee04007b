import { may } from "@/lib/db/access/permissions";
import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** What somebody wrote about a payment. */
export interface PaymentNote {
  readonly id: string;
  readonly text: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** What staff wrote about a payment: it stays with the payment, whatever versions come. */
export interface PaymentMarks {
  /** Newest first; none for a role that may not see personal data. */
  readonly notes: readonly PaymentNote[];
  readonly tags: readonly string[];
}

/** The payment that a mark is on. */
export interface MarkedPayment {
  readonly id: string;
  readonly siteId: string;
}

const MOST_NOTES = 100;
/** Tags that a payment can have. */
const MOST_TAGS = 20;

/** The notes and tags of payments: of one, or of a joined pair. */
export async function readMarks(scope: Scope, db: Db, ids: readonly string[]): Promise<PaymentMarks> {
  const notes = may(scope, "personal_data:read")
    ? await db.$queryRaw<PaymentNote[]>`
        SELECT n.id, n.text, n.created_at AS "createdAt", n.created_by AS "createdBy" FROM transaction_notes n
        WHERE n.transaction_id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "n.site_id")}
        ORDER BY n.created_at DESC, n.id DESC LIMIT ${MOST_NOTES}`
    : [];
  const tags = await db.$queryRaw<{ tag: string }[]>`
    SELECT DISTINCT t.tag FROM transaction_tags t
    WHERE t.transaction_id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "t.site_id")} ORDER BY 1`;
  return { notes, tags: tags.map(({ tag }) => tag) };
}

/** Writes a note. @returns null if the scope has no such payment */
export async function insertNote(
  scope: Scope,
  tx: Db,
  { id, text }: { readonly id: string; readonly text: string },
): Promise<MarkedPayment | null> {
  const [row] = await tx.$queryRaw<MarkedPayment[]>`
    INSERT INTO transaction_notes (id, transaction_id, site_id, text, created_at, created_by_id, created_by)
    SELECT ${newId()}::uuid, t.id, t.site_id, ${text}, now(), ${scope.actor.id}::uuid, ${scope.actor.name}
    FROM card_transactions t WHERE t.id = ${id}::uuid AND ${inScope(scope, "t.site_id")}
    RETURNING transaction_id AS id, site_id AS "siteId"`;
  return row ?? null;
}

/** Removes a note. @returns null if the scope has no such note */
export async function deleteNote(scope: Scope, tx: Db, noteId: string): Promise<MarkedPayment | null> {
  const [row] = await tx.$queryRaw<MarkedPayment[]>`
    DELETE FROM transaction_notes n WHERE n.id = ${noteId}::uuid AND ${inScope(scope, "n.site_id")}
    RETURNING n.transaction_id AS id, n.site_id AS "siteId"`;
  return row ?? null;
}

/** Gives a payment a tag, as long as it has few. @returns null if nothing changed */
export async function insertTag(
  scope: Scope,
  tx: Db,
  { id, tag }: { readonly id: string; readonly tag: string },
): Promise<MarkedPayment | null> {
  const [row] = await tx.$queryRaw<MarkedPayment[]>`
    INSERT INTO transaction_tags (transaction_id, tag, site_id)
    SELECT t.id, ${tag}, t.site_id FROM card_transactions t
    WHERE t.id = ${id}::uuid AND ${inScope(scope, "t.site_id")}
      AND (SELECT count(*) FROM transaction_tags o WHERE o.transaction_id = t.id) < ${MOST_TAGS}
    ON CONFLICT DO NOTHING RETURNING transaction_id AS id, site_id AS "siteId"`;
  return row ?? null;
}

/** Takes a tag from payments: of a joined pair, from both. @returns those that had it */
export async function deleteTag(
  scope: Scope,
  tx: Db,
  { ids, tag }: { readonly ids: readonly string[]; readonly tag: string },
): Promise<MarkedPayment | null> {
  const [row] = await tx.$queryRaw<MarkedPayment[]>`
    DELETE FROM transaction_tags t WHERE t.transaction_id = ANY(${[...ids]}::uuid[]) AND t.tag = ${tag}
      AND ${inScope(scope, "t.site_id")} RETURNING t.transaction_id AS id, t.site_id AS "siteId"`;
  return row ?? null;
}
