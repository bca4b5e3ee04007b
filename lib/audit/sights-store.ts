import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** Whether this is to be recorded: it was not within the last hour. Nobody else is told so until that hour is over. */
export async function claimSight(
  _: SystemScope,
  tx: Db,
  {
    staffId,
    targetId,
    action,
  }: { readonly staffId: string; readonly targetId: string; readonly action: string },
): Promise<boolean> {
  const claimed = await tx.$executeRaw`
    INSERT INTO audit_sights AS s (staff_id, target_id, action, at)
    VALUES (${staffId}::uuid, ${targetId}::uuid, ${action}, now())
    ON CONFLICT (staff_id, target_id, action) DO UPDATE SET at = now() WHERE s.at <= now() - interval '1 hour'`;
  return claimed === 1;
}

/** Forgets what an hour has passed since. */
export async function forgetSights(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM audit_sights WHERE at < now() - interval '2 hours'`;
}
