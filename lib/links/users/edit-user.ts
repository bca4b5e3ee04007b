import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { writeUserWords } from "@/lib/links/finding/user-words-store";
import { publish } from "@/lib/live/publish";
import { lockLinkedUser, writeLinkedUser } from "./edit-user-store";
import type { UserDetails } from "./user-details";

export type EditResult = { ok: true } | { ok: false; problem: "user_not_found" | "reference_taken" };

/** Changes a user's details. Their links that still work are shown in their new language. */
export async function editLinkedUser(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  { userId, ...details }: UserDetails & { readonly userId: string },
): Promise<EditResult> {
  // Whoever sees a mask would write it over the name.
  if (!may(scope, "personal_data:read")) return { ok: false, problem: "user_not_found" };
  return database.prisma.$transaction(async (tx): Promise<EditResult> => {
    const before = await lockLinkedUser(scope, tx, userId);
    if (before === null) return { ok: false, problem: "user_not_found" };
    const changed = (["name", "email", "externalReference", "language"] as const).filter(
      (field) => before[field] !== details[field],
    );
    if (changed.length === 0) return { ok: true };
    if (!(await writeLinkedUser(scope, tx, { id: userId, siteId: before.siteId, ...details })))
      return { ok: false, problem: "reference_taken" };
    await writeUserWords(scope, tx, [{ id: userId, siteId: before.siteId, ...details }]);
    await recordAudit(scope, tx, keys, {
      action: "linked_user.changed",
      outcome: "done",
      siteId: before.siteId,
      targetType: "linked_user",
      targetId: userId,
      details: Object.fromEntries(changed.map((field) => [field, before[field]])),
    });
    await publish(scope, tx, [{ siteId: before.siteId, kind: "linked_user", entityId: userId }]);
    return { ok: true };
  });
}
