import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { UserDetails } from "./user-details";

/** A user's details, locked until the transaction ends; null if the scope has no such user. */
export async function lockLinkedUser(
  scope: Scope,
  tx: Db,
  userId: string,
): Promise<(UserDetails & { siteId: string }) | null> {
  const [user] = await tx.$queryRaw<(UserDetails & { siteId: string })[]>`
    SELECT site_id AS "siteId", name, email, external_reference AS "externalReference", language FROM linked_users u
    WHERE id = ${userId}::uuid AND ${inScope(scope, "u.site_id")} FOR NO KEY UPDATE`;
  return user ?? null;
}

/**
 * Writes a user's details, and the language of their links that still work.
 *
 * @returns false if another user of the site has that reference
 */
export async function writeLinkedUser(
  scope: Scope,
  tx: Db,
  { id, siteId, ...details }: UserDetails & { id: string; siteId: string },
): Promise<boolean> {
  const written = await tx.$executeRaw`
    UPDATE linked_users u SET name = ${details.name}, email = ${details.email},
      external_reference = ${details.externalReference}, language = ${details.language}
    WHERE id = ${id}::uuid AND ${inScope(scope, "u.site_id")} AND NOT EXISTS (
      SELECT 1 FROM linked_users o WHERE o.site_id = ${siteId}::uuid AND o.external_reference = ${details.externalReference}
        AND o.id <> ${id}::uuid)`;
  if (written === 0) return false;
  await tx.connectSession.updateMany({
    where: { linkedUserId: id, state: { in: ["created", "opened"] }, ...siteWhere(scope) },
    data: { language: details.language },
  });
  return true;
}
