import type { Db } from "@/lib/db/client";
import { inScope, type Scope, siteWhere } from "@/lib/db/scope";
import { GRANTS } from "@/lib/links/tokens/grants-sql";

/** Whether the user has an active token. */
export async function hasActiveToken(scope: Scope, db: Db, linkedUserId: string): Promise<boolean> {
  const where = { linkedUserId, state: "active", ...siteWhere(scope) } as const;
  return (await db.apiToken.findFirst({ where, select: { id: true } })) !== null;
}

type GrantState = "active" | "revoked";

/** The states of the grants that an attempt brought. */
export async function listAttemptTokenStates(scope: Scope, db: Db, attemptId: string): Promise<GrantState[]> {
  const found = await db.$queryRaw<{ state: GrantState }[]>`
    SELECT state FROM ${GRANTS} g WHERE attempt_id = ${attemptId}::uuid AND ${inScope(scope, "g.site_id")}`;
  return found.map(({ state }) => state);
}

/** The states of the grants that a session brought. */
export async function listSessionTokenStates(scope: Scope, db: Db, sessionId: string): Promise<GrantState[]> {
  const found = await db.$queryRaw<{ state: GrantState }[]>`
    SELECT g.state FROM connect_attempts a JOIN ${GRANTS} g ON g.attempt_id = a.id
    WHERE a.session_id = ${sessionId}::uuid AND ${inScope(scope, "g.site_id")}`;
  return found.map(({ state }) => state);
}
