import { inScope, type Scope } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import { type Db, jsonRows } from "@/lib/db/connect/client";
import type { Change } from "@/lib/live/publish";
import { type SessionState, type SessionTimes, sessionStateOf } from "./session-state";
import { standingOf } from "./standing";
import { type ChangedUser, lockUserFacts, writeUserStates } from "./standing-store";
import { userStateOf } from "./user-state";

/** A session whose state changed. */
export interface MovedSession {
  readonly id: string;
  readonly siteId: string;
  readonly linkedUserId: string;
}

interface SessionFacts extends MovedSession, SessionTimes {
  readonly state: SessionState;
}

/**
 * Derives sessions again from the arrival of the first token that names each, and from what people did with them.
 *
 * @param links by session; null if no token names it
 * @returns those whose state changed
 */
export async function deriveSessions(
  scope: Scope,
  tx: Db,
  links: ReadonlyMap<string, Date | null>,
): Promise<MovedSession[]> {
  if (links.size === 0) return [];
  // Locked first: somebody may be opening or cancelling one of them.
  const rows = await tx.$queryRaw<SessionFacts[]>`
    SELECT id, site_id AS "siteId", linked_user_id AS "linkedUserId", state::text AS state, opened_at AS "openedAt",
      completed_at AS "completedAt", cancelled_at AS "cancelledAt"
    FROM connect_sessions s WHERE id = ANY(${[...links.keys()].sort()}::uuid[]) AND ${inScope(scope, "s.site_id")}
    ORDER BY id FOR UPDATE`;
  const derived = rows.map((row) => {
    const state = sessionStateOf({ ...row, completedAt: links.get(row.id) ?? null });
    // A token that arrived after the cancellation completes nothing.
    return {
      ...row,
      state,
      before: row,
      completedAt: state === "completed" ? (links.get(row.id) ?? null) : null,
    };
  });
  const changed = derived.filter(
    ({ state, completedAt, before }) =>
      state !== before.state || completedAt?.getTime() !== before.completedAt?.getTime(),
  );
  if (changed.length === 0) return [];
  const written = changed.map(({ id, state, completedAt }) => ({ id, state, completedAt }));
  await tx.$executeRaw`
    UPDATE connect_sessions s SET state = d.state::connect_session_state, completed_at = d."completedAt"
    FROM jsonb_to_recordset(${jsonRows(written)}::jsonb) AS d(id uuid, state text, "completedAt" timestamptz)
    WHERE s.id = d.id`;
  return changed
    .filter(({ state, before }) => state !== before.state)
    .map(({ id, siteId, linkedUserId }) => ({ id, siteId, linkedUserId }));
}

/** Derives users' states and standings from their tokens, links and attempts. @returns those that changed */
export async function recomputeUserStates(
  scope: Scope,
  tx: Db,
  userIds: readonly string[],
): Promise<ChangedUser[]> {
  if (userIds.length === 0) return [];
  const facts = await lockUserFacts(scope, tx, userIds);
  const now = await readTime(tx);
  const derived = facts.map(({ id, hasActiveToken, hadToken, revokedAt, linkedAt, links }) => {
    const hasOpenLink = links.some(({ state, expiresAt }) => state === "opened" && expiresAt > now);
    const state = userStateOf({ hasActiveToken, hadToken, hasOpenLink });
    return { id, state, linkedAt, ...standingOf({ hasActiveToken, revokedAt, linkedAt, links }, now) };
  });
  return writeUserStates(scope, tx, derived);
}

/** What is told of a user whose state or standing changed: to open pages, and whether they gave or lost access. */
export function toldOfUser({ id, siteId, state, access }: ChangedUser): Change[] {
  const page = { siteId, kind: "linked_user", entityId: id } as const;
  if (access === null) return [page];
  const type = access === "given" ? "linked_user.linked" : "linked_user.revoked";
  return [page, { siteId, type, entityId: id, linkedUserId: id, cardId: null, status: state }];
}
