import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { Violation } from "@/lib/links/sessions/connect-requests";
import { GRANTS } from "@/lib/links/tokens/grants-sql";

/** One line of a user's timeline. `kind` says which family of facts it belongs to. */
export interface TimelineEntry {
  /** Identifies this line among all of the user's. */
  readonly id: string;
  readonly at: Date;
  readonly kind: "session" | "attempt" | "browser" | "token" | "staff";
  readonly name: string;
  readonly detail: string | null;
  /** What the page's policy blocked. */
  readonly violation: Violation | null;
}

/** The same as stored: the details that a browser reported are sealed. */
export interface StoredTimelineEntry extends Omit<TimelineEntry, "violation"> {
  readonly eventId: string | null;
  readonly siteId: string | null;
  readonly sealed: Uint8Array | null;
}

/** The timeline of a linked user, newest first: links, attempts, browser events, tokens, staff. */
export async function readTimeline(
  scope: Scope,
  db: Db,
  userId: string,
  limit: number,
): Promise<StoredTimelineEntry[]> {
  return db.$queryRaw<StoredTimelineEntry[]>`
    WITH sessions AS (
      SELECT * FROM connect_sessions s WHERE s.linked_user_id = ${userId}::uuid AND ${inScope(scope, "s.site_id")}
    ), attempts AS (
      SELECT a.*, s.site_id FROM connect_attempts a JOIN sessions s ON s.id = a.session_id
    )
    SELECT kind || id AS id, at, kind, name, detail, "eventId", "siteId", sealed FROM (
      SELECT id::text AS id, cancelled_at AS at, 'session' AS kind, 'not_me' AS name, NULL AS detail, 0 AS seq,
        NULL::uuid AS "eventId", NULL::uuid AS "siteId", NULL::bytea AS sealed
        FROM sessions WHERE cancelled_by = 'end_user'
      UNION ALL SELECT id::text, created_at, 'attempt', 'opened', support_code, 0, NULL, NULL, NULL FROM attempts
        -- What was made for a button elsewhere is no opening of a page.
        WHERE device IS NOT NULL OR user_agent IS NOT NULL
      UNION ALL SELECT e.id::text, e.received_at, 'browser', e.name, a.support_code, e.seq, e.id, a.site_id, e.detail_sealed
        FROM connect_events e JOIN attempts a ON a.id = e.attempt_id
      UNION ALL SELECT e.delivery_id::text, e.received_at, 'token', CASE WHEN e.event_name = 'token_created' AND e.received_at = t.granted_at
          AND EXISTS (SELECT 1 FROM ${GRANTS} o WHERE o.linked_user_id = t.linked_user_id AND o.id <> t.id
            AND (o.granted_timestamp, o.id) < (t.granted_timestamp, t.id) AND o.granted_at < t.granted_at AND (o.revoked_at IS NULL OR o.revoked_at > t.granted_at))
          THEN 'token_replaced' ELSE e.event_name END, e.delivery_id::text, 1000, NULL, NULL, NULL
        FROM ${GRANTS} t JOIN api_token_events e ON e.token_id = t.token_id
          AND t.id = COALESCE((SELECT g.token_id::text || '/' || g.ordinal FROM ended_grants g
            WHERE g.token_id = e.token_id AND e.fold_timestamp <= g.ended_timestamp ORDER BY g.ordinal LIMIT 1), e.token_id::text)
        WHERE t.linked_user_id = ${userId}::uuid AND ${inScope(scope, "t.site_id")}
      UNION ALL SELECT seq::text, at, 'staff', action, actor_name, 0, NULL, NULL, NULL FROM audit_entries
        WHERE target_type = 'linked_user' AND target_id = ${userId}
    ) timeline ORDER BY date_trunc('second', at) DESC, seq DESC, at DESC LIMIT ${limit}`;
}

/** A token of a user: never the token itself. */
export interface TokenRow {
  readonly id: string;
  /** First 8 hex digits of its SHA-256. */
  readonly fingerprint: string;
  /** A user's older active token is `superseded` by a newer one, although the bank still accepts it. */
  readonly state: "active" | "superseded" | "revoked";
  readonly grantedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Tokens of a user, newest first. */
export async function listUserTokens(scope: Scope, db: Db, userId: string): Promise<TokenRow[]> {
  return db.$queryRaw<TokenRow[]>`
    SELECT id, left(encode(fingerprint, 'hex'), 8) AS fingerprint,
      CASE WHEN state = 'active' AND row_number() OVER (PARTITION BY state ORDER BY granted_timestamp DESC NULLS LAST, id DESC) > 1
        THEN 'superseded' ELSE state::text END AS state,
      granted_at AS "grantedAt", revoked_at AS "revokedAt"
    FROM ${GRANTS} t WHERE linked_user_id = ${userId}::uuid AND ${inScope(scope, "t.site_id")}
    ORDER BY COALESCE(granted_at, first_seen_at) DESC LIMIT 50`;
}

/** A connect link of a user. */
export interface ConnectLinkRow {
  readonly id: string;
  readonly state: "created" | "opened" | "completed" | "cancelled";
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly expired: boolean;
}

/** Connect links of a user, newest first. */
export async function listConnectLinks(scope: Scope, db: Db, userId: string): Promise<ConnectLinkRow[]> {
  return db.$queryRaw<ConnectLinkRow[]>`
    SELECT id, state::text AS state, created_at AS "createdAt", expires_at AS "expiresAt",
      (expires_at <= now() AND state IN ('created', 'opened')) AS expired
    FROM connect_sessions s WHERE linked_user_id = ${userId}::uuid AND ${inScope(scope, "s.site_id")}
    ORDER BY created_at DESC LIMIT 20`;
}

/** Unassigned tokens, with the reason. */
export async function countOrphanTokens(scope: Scope, db: Db): Promise<number> {
  return db.apiToken.count({ where: { linkedUserId: null, state: "active", ...siteWhere(scope) } });
}
