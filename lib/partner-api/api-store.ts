import { inScope, type Scope, siteIdWhere, siteWhere } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Cursor } from "@/lib/db/cursors/cursor";
import { writeUserWords } from "@/lib/links/finding/user-words-store";
import { SHOWN_LINK_STATE } from "@/lib/links/sessions/shown-state-sql";
import { type ConnectSession, MOST_CARDS } from "./document/schemas";

/** The defaults that a site's backend can leave out. */
export interface SiteDefaults {
  readonly language: string;
  readonly returnOrigin: string | null;
  /** Since when it makes no links; null while it does. */
  readonly endedAt: Date | null;
}

/** A site's defaults for connect links. */
export async function readSiteDefaults(scope: Scope, db: Db, siteId: string): Promise<SiteDefaults> {
  return db.site.findFirstOrThrow({
    where: { AND: [{ id: siteId }, siteIdWhere(scope)] },
    select: { language: true, returnOrigin: true, endedAt: true },
  });
}

/** Updates a linked user by their external reference. @returns their id, or null if there is none yet */
export async function updateByReference(
  scope: Scope,
  tx: Db,
  user: { siteId: string; externalReference: string; name: string; email: string | undefined },
): Promise<string | null> {
  const { siteId, externalReference, name, email } = user;
  const [row] = await tx.linkedUser.updateManyAndReturn({
    where: { AND: [{ siteId, externalReference }, siteWhere(scope)] },
    data: { name, ...(email === undefined ? {} : { email }) },
    select: { id: true, siteId: true, name: true, email: true, externalReference: true },
  });
  if (row === undefined) return null;
  await writeUserWords(scope, tx, [row]);
  return row.id;
}

/** A connect session as read. */
export interface SessionFacts {
  readonly id: string;
  readonly state: ConnectSession["state"];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly completedAt: Date | null;
  readonly userId: string;
  readonly externalReference: string | null;
  readonly userState: ConnectSession["linked_user"]["state"];
}

/** A connect session by id, or null if the scope has none. */
export async function readSession(scope: Scope, db: Db, id: string): Promise<SessionFacts | null> {
  const [row] = await db.$queryRaw<SessionFacts[]>`
    SELECT s.id, s.created_at AS "createdAt", s.expires_at AS "expiresAt", s.completed_at AS "completedAt",
      ${SHOWN_LINK_STATE} AS state,
      u.id AS "userId", u.external_reference AS "externalReference", u.state::text AS "userState"
    FROM connect_sessions s JOIN linked_users u ON u.id = s.linked_user_id
    WHERE s.id = ${id}::uuid AND ${inScope(scope, "s.site_id")}`;
  return row ?? null;
}

/** A linked user as the API shows them. */
export interface UserFacts {
  readonly id: string;
  readonly externalReference: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly state: SessionFacts["userState"];
  readonly createdAt: Date;
  readonly linkedAt: Date | null;
  readonly lastTransactionAt: Date | null;
  readonly cards: readonly { card_ref: string; acc_id: string }[];
}

/** A linked user by id, or null if the scope has none. */
export async function readUser(scope: Scope, db: Db, id: string): Promise<UserFacts | null> {
  const asked = { id, externalReference: undefined, after: null, limit: 1 };
  return (await listUsers(scope, db, asked))[0] ?? null;
}

/** Linked users, newest first; one more than asked for, if there are more. */
export async function listUsers(
  scope: Scope,
  db: Db,
  asked: { id?: string; externalReference: string | undefined; after: Cursor | null; limit: number },
): Promise<UserFacts[]> {
  const conditions = [inScope(scope, "u.site_id")];
  if (asked.id !== undefined) conditions.push(Prisma.sql`u.id = ${asked.id}::uuid`);
  if (asked.externalReference !== undefined)
    conditions.push(Prisma.sql`u.external_reference = ${asked.externalReference}`);
  if (asked.after !== null)
    conditions.push(Prisma.sql`(u.created_at, u.id) < (${asked.after.at}, ${asked.after.id}::uuid)`);
  return db.$queryRaw<UserFacts[]>`
    WITH page AS (
      SELECT u.id, u.external_reference, u.name, u.email, u.state, u.created_at FROM linked_users u
      WHERE ${Prisma.join(conditions, " AND ")} ORDER BY u.created_at DESC, u.id DESC LIMIT ${asked.limit + 1}
    )
    SELECT p.id, p.external_reference AS "externalReference", p.name, p.email, p.state::text AS state,
      p.created_at AS "createdAt", k.at AS "linkedAt", c.at AS "lastTransactionAt", c.cards
    FROM page p
    LEFT JOIN LATERAL (SELECT max(granted_at) AS at FROM api_tokens WHERE linked_user_id = p.id) k ON TRUE
    LEFT JOIN LATERAL (
      SELECT max(l.at) AS at, COALESCE(jsonb_agg(jsonb_build_object('card_ref', c.card_ref, 'acc_id', c.acc_id)
        ORDER BY c.card_ref), '[]') AS cards
      FROM (
        SELECT id, card_ref, acc_id FROM cards WHERE linked_user_id = p.id ORDER BY card_ref LIMIT ${MOST_CARDS}
      ) c LEFT JOIN LATERAL (
        SELECT max(t.bank_date) AS at FROM card_transactions t WHERE t.card_id = c.id AND t.joined_to_id IS NULL
      ) l ON TRUE
    ) c ON TRUE ORDER BY p.created_at DESC, p.id DESC`;
}

/** A linked user's newest active token, sealed. */
export interface SealedToken {
  readonly id: string;
  readonly siteId: string;
  readonly sealed: Uint8Array;
  readonly fingerprint: string;
  readonly grantedAt: Date | null;
}

/** @returns null if the scope has no such user, `none` if they have no active token */
export async function findActiveToken(
  scope: Scope,
  db: Db,
  userId: string,
): Promise<SealedToken | "none" | null> {
  const [row] = await db.$queryRaw<(Omit<SealedToken, "id"> & { id: string | null })[]>`
    SELECT k.id, u.site_id AS "siteId", k.token_sealed AS sealed, encode(k.fingerprint, 'hex') AS fingerprint,
      k.granted_at AS "grantedAt"
    FROM linked_users u LEFT JOIN LATERAL (
      SELECT * FROM api_tokens t WHERE t.linked_user_id = u.id AND t.state = 'active'
      ORDER BY t.granted_timestamp DESC NULLS LAST, t.id DESC LIMIT 1
    ) k ON TRUE WHERE u.id = ${userId}::uuid AND ${inScope(scope, "u.site_id")}`;
  if (row === undefined) return null;
  const { id } = row;
  return id === null ? "none" : { ...row, id };
}
