import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** The newest link of the person `u` that works. */
const WORKING_LINK = Prisma.sql`
  SELECT w.id, w.opened_at, w.expires_at, w.secret_sealed FROM connect_sessions w
  WHERE w.linked_user_id = u.id AND w.state IN ('created', 'opened') AND w.expires_at > now()
    AND NOT EXISTS (SELECT 1 FROM sites e WHERE e.id = w.site_id AND e.ended_at IS NOT NULL)
  ORDER BY w.created_at DESC LIMIT 1`;

/** A person who needs a link. */
interface Unlinked {
  readonly userId: string;
  readonly siteId: string;
  readonly language: string | null;
  readonly linkDays: number;
}

/** Which of these people are not connected and have no link that works; locked until the transaction ends. */
export async function listUnlinked(scope: Scope, tx: Db, userIds: readonly string[]): Promise<Unlinked[]> {
  const ids = [...userIds];
  await tx.$queryRaw`
    SELECT 1 FROM linked_users u WHERE id = ANY(${ids}::uuid[]) AND ${inScope(scope, "u.site_id")}
    ORDER BY id FOR NO KEY UPDATE`;
  return tx.$queryRaw<Unlinked[]>`
    SELECT u.id AS "userId", u.site_id AS "siteId", u.language, s.link_days AS "linkDays"
    FROM ${linkedUsers(scope)} u JOIN sites s ON s.id = u.site_id
    WHERE u.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "u.site_id")} AND u.state <> 'active' AND s.ended_at IS NULL
      AND NOT EXISTS (${WORKING_LINK}) ORDER BY u.id`;
}

/** A person with the link that works, as a file or an e-mail gives it. */
export interface PersonWithLink {
  readonly userId: string;
  readonly siteId: string;
  readonly name: string;
  readonly email: string | null;
  readonly externalReference: string | null;
  readonly language: string | null;
  readonly sessionId: string;
  readonly secretSealed: Uint8Array;
  readonly expiresAt: Date;
}

/** People who have a link that works, with it, in the order of the ids. */
export async function listWithLinks(
  scope: Scope,
  db: Db,
  userIds: readonly string[],
): Promise<PersonWithLink[]> {
  return db.$queryRaw<PersonWithLink[]>`
    SELECT u.id AS "userId", u.site_id AS "siteId", u.name, u.email, u.external_reference AS "externalReference", u.language,
      l.id AS "sessionId", l.secret_sealed AS "secretSealed", l.expires_at AS "expiresAt"
    FROM unnest(${[...userIds]}::uuid[]) WITH ORDINALITY AS wanted(id, place)
    JOIN ${linkedUsers(scope)} u ON u.id = wanted.id CROSS JOIN LATERAL (${WORKING_LINK}) l
    WHERE ${inScope(scope, "u.site_id")} ORDER BY wanted.place`;
}

/** The working links of people that nobody has opened. */
export async function listUnopened(
  scope: Scope,
  tx: Db,
  userIds: readonly string[],
): Promise<{ id: string; siteId: string; linkedUserId: string }[]> {
  return tx.$queryRaw`
    SELECT l.id, u.site_id AS "siteId", u.id AS "linkedUserId" FROM ${linkedUsers(scope)} u
    CROSS JOIN LATERAL (${WORKING_LINK}) l
    WHERE u.id = ANY(${[...userIds]}::uuid[]) AND l.opened_at IS NULL AND ${inScope(scope, "u.site_id")} ORDER BY l.id`;
}

/** Lets links work as long as a new one would, from now on. @returns how many end later now */
export async function extendSessions(scope: Scope, tx: Db, sessionIds: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE connect_sessions c SET expires_at = now() + s.link_days * interval '1 day' FROM sites s
    WHERE s.id = c.site_id AND c.id = ANY(${[...sessionIds]}::uuid[]) AND c.state IN ('created', 'opened')
      AND s.ended_at IS NULL AND c.expires_at < now() + s.link_days * interval '1 day' AND ${inScope(scope, "c.site_id")}`;
}
