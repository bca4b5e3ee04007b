import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { open } from "@/lib/crypto/seal";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { countTry } from "@/lib/db/rate-limit";
import { countTokenRead } from "@/lib/links/tokens/token-reads-store";
import { publish } from "@/lib/live/publish";
import { tellOwners } from "../notices/tell-owners";
import { findRevealable } from "./reveals-store";

/** Tokens that one person may see in 15 minutes: somebody who helps a customer needs one or two. */
const MOST_REVEALS = 10;

export type Revealed =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: "not_found" | "too_many" };

/**
 * Gives a member of staff the token of a linked user. The trail, the owners and the count of tokens that were given out
 * hear of it in the same transaction: nobody sees a token without them.
 *
 * @throws UnknownKeyError if the ring lacks the key that sealed it
 */
export async function revealToken(
  scope: Scope,
  { database, auditKeys }: { readonly database: Pick<Database, "prisma">; readonly auditKeys: AuditKeys },
  { tokenId, reason }: { readonly tokenId: string; readonly reason: string },
): Promise<Revealed> {
  const db = database.prisma;
  if (!(await countTry(db, `reveal ${scope.actor.id}`, MOST_REVEALS)))
    return { ok: false, problem: "too_many" };
  return db.$transaction(async (tx): Promise<Revealed> => {
    const found = await findRevealable(scope, tx, tokenId);
    if (found === null) return { ok: false, problem: "not_found" };
    const { siteId, linkedUserId, sealed } = found;
    await recordAudit(scope, tx, auditKeys, {
      action: "token.revealed",
      outcome: "done",
      siteId,
      targetType: "linked_user",
      targetId: linkedUserId,
      details: { tokenId, reason },
    });
    await countTokenRead(scope, tx, siteId);
    await tellOwners(scope, tx, { kind: "token_revealed", siteId, linkedUserId });
    await publish(scope, tx, [{ siteId, kind: "token", entityId: tokenId }]);
    const place = { table: "api_tokens", row: tokenId, site: siteId };
    return { ok: true, value: open(auditKeys.ring, place, sealed).toString("utf8") };
  });
}
