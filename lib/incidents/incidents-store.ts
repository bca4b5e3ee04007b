import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { Condition, Outage, OutageDetails } from "./conditions";

/** An incident: a time during which something was wrong with a site's webhook. */
export interface Incident {
  readonly id: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly kind: Outage;
  readonly details: OutageDetails;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

/** An incident that was just opened or resolved. */
export interface ChangedIncident {
  readonly id: string;
  readonly siteId: string;
  readonly kind: Outage;
  /** When what it is about began. */
  readonly since: Date;
  readonly closed: boolean;
}

/**
 * Opens an incident for each new condition, updates the details of open ones, and resolves those whose condition has
 * ended.
 *
 * An incident that payments may be missing is resolved with the count of those that were.
 *
 * @returns those that were opened or resolved
 */
export async function writeIncidents(
  scope: Scope,
  tx: Db,
  conditions: readonly (Condition & { readonly siteId: string })[],
): Promise<ChangedIncident[]> {
  const rows = jsonRows(conditions.map((condition) => ({ id: newId(), ...condition })));
  return tx.$queryRaw<ChangedIncident[]>`
    WITH now_wrong AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS c(id uuid, "siteId" uuid, kind text, details jsonb)
    ), opened AS (
      INSERT INTO attention_episodes AS e (id, site_id, kind, details, opened_at)
      SELECT id, "siteId", kind, details, now() FROM now_wrong
      ON CONFLICT (site_id, kind) WHERE closed_at IS NULL DO UPDATE SET details = excluded.details
      RETURNING e.id, e.site_id, e.kind, e.opened_at, e.details->>'since' AS since, e.xmax = 0 AS is_new
    ), closed AS (
      UPDATE attention_episodes e SET closed_at = now(), details = CASE WHEN e.kind <> 'gap' THEN e.details
        ELSE e.details || jsonb_build_object('count', (SELECT COALESCE(sum(g.fetched), 0) FROM payment_gaps g
          WHERE g.site_id = e.site_id AND g.closed_at >= e.opened_at - interval '1 minute')) END
      WHERE e.closed_at IS NULL AND ${inScope(scope, "e.site_id")}
        AND NOT EXISTS (SELECT 1 FROM now_wrong n WHERE n."siteId" = e.site_id AND n.kind = e.kind)
      RETURNING e.id, e.site_id, e.kind, e.opened_at, e.details->>'since' AS since
    )
    SELECT id, site_id AS "siteId", kind, COALESCE(since::timestamptz, opened_at) AS since, FALSE AS closed FROM opened WHERE is_new
    UNION ALL
    SELECT id, site_id, kind, COALESCE(since::timestamptz, opened_at), TRUE FROM closed`;
}

/** Open incidents, oldest first. */
export async function listOpenIncidents(scope: Scope, db: Db): Promise<Incident[]> {
  return db.$queryRaw<Incident[]>`
    SELECT e.id, e.site_id AS "siteId", s.name AS "siteName", e.kind, e.details, e.opened_at AS "openedAt",
      e.closed_at AS "closedAt"
    FROM attention_episodes e JOIN sites s ON s.id = e.site_id
    WHERE e.closed_at IS NULL AND ${inScope(scope, "e.site_id")} ORDER BY e.opened_at`;
}

/** A recipient. */
export interface Subscriber {
  readonly email: string;
  readonly language: string;
}

/** Staff who want incident e-mails, can still sign in, and see the site. */
export async function listSubscribers(_: SystemScope, db: Db, siteId: string): Promise<Subscriber[]> {
  const found = await db.staff.findMany({
    where: {
      ...{ outageMails: true, disabledAt: null },
      OR: [{ everySite: true }, { siteIds: { has: siteId } }],
    },
    select: { email: true, mailLanguage: true },
    orderBy: { createdAt: "asc" },
  });
  return found.map(({ email, mailLanguage }) => ({ email, language: mailLanguage }));
}

/**
 * Takes the next e-mail that is due: about an incident that has lasted a while, or one that was mailed and is
 * resolved. For ten minutes nobody else takes it: a mail server can be slow, and a process can die meanwhile.
 */
export async function takeOwedMail(
  _: SystemScope,
  db: Db,
): Promise<(Incident & { readonly recovery: boolean }) | null> {
  const [row] = await db.$queryRaw<(Incident & { recovery: boolean })[]>`
    WITH owed AS (
      SELECT id FROM attention_episodes e
      WHERE (e.mailing_until IS NULL OR e.mailing_until < now()) AND (
        (e.mailed_at IS NULL AND e.closed_at IS NULL AND e.opened_at < now() - interval '30 seconds')
        OR (e.mailed_at IS NOT NULL AND e.recovery_mailed_at IS NULL AND e.closed_at IS NOT NULL))
      ORDER BY e.opened_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    UPDATE attention_episodes e SET mailing_until = now() + interval '10 minutes'
    FROM sites s, owed WHERE e.id = owed.id AND s.id = e.site_id
    RETURNING e.id, e.site_id AS "siteId", s.name AS "siteName", e.kind, e.details, e.opened_at AS "openedAt",
      e.closed_at AS "closedAt", e.mailed_at IS NOT NULL AS recovery`;
  return row ?? null;
}

/** Stores that an e-mail was sent; with `failed` it stays due and is tried again. */
export async function markMailed(
  _: SystemScope,
  db: Db,
  id: string,
  result: "mailed" | "recovery_mailed" | "failed",
): Promise<void> {
  const now = new Date();
  const done = { mailed: { mailedAt: now }, recovery_mailed: { recoveryMailedAt: now }, failed: {} }[result];
  await db.incident.update({ where: { id }, data: { ...done, mailingUntil: null } });
}

/** A staff member's own choice. */
export async function readSubscription(scope: Scope, db: Db) {
  return db.staff.findFirstOrThrow({
    where: { id: whoOf(scope) },
    select: { email: true, outageMails: true, mailLanguage: true },
  });
}

/** Stores a staff member's own choice. */
export async function saveSubscription(
  scope: Scope,
  db: Db,
  choice: { outageMails: boolean; mailLanguage: "en" | "fr" },
): Promise<void> {
  await db.staff.update({ where: { id: whoOf(scope) }, data: choice });
}

function whoOf({ actor }: Scope): string {
  if (actor.id === null) throw new Error("only a member of staff has a choice of their own");
  return actor.id;
}
