import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { deriveOwners } from "@/lib/cards/versions/account-owners-store";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { cardEvents } from "@/lib/live/feed-event";
import { publish } from "@/lib/live/publish";
import { setAccountOwner } from "./attribution-store";
import { lockAsked, type Sharing, writeSharing } from "./sharing-store";

/** Answers whose an account is. Only `moved` changes the owners of its cards. */
export async function answerSharing(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: { readonly accountId: string; readonly sharing: Sharing },
): Promise<{ ok: true; moved: number } | { ok: false; problem: "not_asked" }> {
  const { accountId, sharing } = order;
  return database.prisma.$transaction(async (tx) => {
    const account = await lockAsked(scope, tx, accountId);
    if (account === null) return { ok: false, problem: "not_asked" };
    const given =
      sharing === "moved" ? await setAccountOwner(scope, tx, accountId, account.newerId, "all") : null;
    const cards = given?.cardIds ?? [];
    await writeSharing(scope, tx, accountId, sharing);
    await deriveOwners(scope, tx, [accountId]);
    const { siteId, newerId } = account;
    await recordAudit(scope, tx, keys, {
      action: `account.${sharing}`,
      outcome: "done",
      siteId,
      targetType: "linked_user",
      targetId: newerId,
      details: { accountId, cards: cards.length },
    });
    await publish(scope, tx, [
      ...cards.map((id) => ({ siteId, kind: "card" as const, entityId: id })),
      { siteId, kind: "linked_user", entityId: newerId },
      ...cardEvents(siteId, cards, newerId),
    ]);
    return { ok: true, moved: cards.length };
  });
}
