import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import type { Database, Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { sealLinkSecret } from "@/lib/links/sessions/link-secret";
import { insertSessions } from "@/lib/links/sessions/sessions-store";
import { recomputeUserStates } from "@/lib/links/standing/derived-states-store";
import { publish } from "@/lib/live/publish";
import { listUnlinked } from "./make-links-store";

const DAY_MS = 86_400_000;

/** Makes connect links for people at once, within the caller's transaction: for those who have none that works and are not connected. */
export async function makeMissingLinks(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  userIds: readonly string[],
): Promise<readonly { siteId: string; userId: string; sessionId: string }[]> {
  const people = await listUnlinked(scope, tx, userIds);
  if (people.length === 0) return [];
  const createdAt = await readTime(tx);
  const sessions = people.map(({ userId, siteId, language, linkDays }) => {
    const [id, secret] = [newId(), newSecret()];
    return {
      id,
      siteId,
      linkedUserId: userId,
      secretHash: fingerprint(secret),
      secretSealed: sealLinkSecret(keys.ring, { sessionId: id, siteId }, secret),
      language,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + linkDays * DAY_MS),
    };
  });
  await insertSessions(scope, tx, sessions);
  await recomputeUserStates(
    scope,
    tx,
    people.map(({ userId }) => userId),
  );
  return sessions.map(({ id, siteId, linkedUserId }) => ({ siteId, userId: linkedUserId, sessionId: id }));
}

/** Makes the missing links of people. @returns how many were made */
export async function makeLinks(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userIds: readonly string[],
): Promise<number> {
  return database.prisma.$transaction(async (tx) => {
    const made = await makeMissingLinks(scope, tx, keys, userIds);
    const [first] = made;
    if (first === undefined) return 0;
    const { siteId } = first;
    const details = { links: made.length };
    await recordAudit(scope, tx, keys, {
      action: "connect_session.create",
      outcome: "done",
      siteId,
      details,
    });
    await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: first.userId }]);
    return made.length;
  });
}
