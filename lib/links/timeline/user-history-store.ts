import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { SHOWN_LINK_STATE, type ShownLinkState } from "@/lib/links/sessions/shown-state-sql";
import { GRANTS } from "@/lib/links/standing/grants-sql";

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
  readonly state: ShownLinkState;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The person said that it was not for them: nobody else can undo that. */
  readonly cancelledByThem: boolean;
  /** Staff cancelled it, and it would work again. */
  readonly mayRestore: boolean;
}

/** Connect links of a user, newest first. */
export async function listConnectLinks(scope: Scope, db: Db, userId: string): Promise<ConnectLinkRow[]> {
  return db.$queryRaw<ConnectLinkRow[]>`
    SELECT id, ${SHOWN_LINK_STATE} AS state, created_at AS "createdAt", expires_at AS "expiresAt",
      (state = 'cancelled' AND cancelled_by IS NOT DISTINCT FROM 'end_user') AS "cancelledByThem",
      (state = 'cancelled' AND cancelled_by IS DISTINCT FROM 'end_user' AND expires_at > now()) AS "mayRestore"
    FROM connect_sessions s WHERE linked_user_id = ${userId}::uuid AND ${inScope(scope, "s.site_id")}
    ORDER BY created_at DESC LIMIT 20`;
}

/** Unassigned tokens, with the reason. */
export async function countOrphanTokens(scope: Scope, db: Db): Promise<number> {
  return db.apiToken.count({ where: { linkedUserId: null, state: "active", ...siteWhere(scope) } });
}
