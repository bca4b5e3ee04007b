import { insistOnSite, type Scope, type SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** Counts a token that is given out, by whichever door, in the transaction that gives it. */
export async function countTokenRead(scope: Scope, tx: Db, siteId: string): Promise<void> {
  insistOnSite(scope, siteId);
  await tx.$executeRaw`
    INSERT INTO token_reads AS r (site_id, hour, count) VALUES (${siteId}::uuid, date_trunc('hour', now()), 1)
    ON CONFLICT (site_id, hour) DO UPDATE SET count = r.count + 1`;
}

/** Counts are kept for 30 days: what is usual is judged by the last 14. */
export async function purgeTokenReads(_: SystemScope, db: Db): Promise<void> {
  await db.tokenRead.deleteMany({ where: { hour: { lt: new Date(Date.now() - 30 * 86_400_000) } } });
}
