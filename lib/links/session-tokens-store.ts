import type { Db } from "@/lib/db/client";
import { type Scope, siteWhere } from "@/lib/db/scope";

/** Whether the user has a token that is active now. */
export async function hasActiveToken(scope: Scope, db: Db, linkedUserId: string): Promise<boolean> {
  const where = { linkedUserId, state: "active", ...siteWhere(scope) } as const;
  return (await db.apiToken.findFirst({ where, select: { id: true } })) !== null;
}

/** The states of the tokens that an attempt brought. */
export async function listAttemptTokenStates(scope: Scope, db: Db, attemptId: string) {
  const found = await db.apiToken.findMany({
    where: { attemptId, ...siteWhere(scope) },
    select: { state: true },
  });
  return found.map(({ state }) => state);
}

/** The states of the tokens that a session brought. */
export async function listSessionTokenStates(scope: Scope, db: Db, sessionId: string) {
  const found = await db.apiToken.findMany({
    where: { attempt: { sessionId }, ...siteWhere(scope) },
    select: { state: true },
  });
  return found.map(({ state }) => state);
}
