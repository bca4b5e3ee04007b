import type { Scope } from "@/lib/db/access/scope";
import { inScope, siteIdWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** What a site has done of its first hour, as far as the database shows. */
export interface FirstSteps {
  readonly siteId: string;
  readonly partnerId: string;
  readonly language: string;
  /** Somebody has hidden the list. */
  readonly hidden: boolean;
  /** Something arrived at the callback URL. */
  readonly called: boolean;
  /** A delivery was accepted. */
  readonly delivered: boolean;
  readonly invited: boolean;
  /** More than one person can sign in. */
  readonly colleague: boolean;
}

/** The first steps of the oldest site in scope; null if there is none. Each is whether there is a row: quick at any size. */
export async function readFirstSteps(scope: Scope, db: Db): Promise<FirstSteps | null> {
  const [row] = await db.$queryRaw<FirstSteps[]>`
    SELECT s.id AS "siteId", s.partner_id AS "partnerId", s.language, s.first_steps_hidden_at IS NOT NULL AS hidden,
      EXISTS (SELECT 1 FROM deliveries d WHERE d.site_id = s.id) AS called,
      -- Deliveries are removed with age, what they brought is not.
      EXISTS (SELECT 1 FROM card_transactions t WHERE t.site_id = s.id)
        OR EXISTS (SELECT 1 FROM api_tokens t WHERE t.site_id = s.id)
        OR EXISTS (SELECT 1 FROM deliveries d WHERE d.site_id = s.id AND d.verdict = 'accepted') AS delivered,
      EXISTS (SELECT 1 FROM linked_users u WHERE u.site_id = s.id) AS invited,
      (SELECT count(*) FROM (SELECT 1 FROM staff WHERE disabled_at IS NULL LIMIT 2) p) > 1 AS colleague
    FROM sites s WHERE ${inScope(scope, "s.id")} ORDER BY s.created_at, s.id LIMIT 1`;
  return row ?? null;
}

/** Hides the first steps of a site, or shows them again. @returns whether that changed anything */
export async function setFirstStepsHidden(
  scope: Scope,
  tx: Db,
  siteId: string,
  hidden: boolean,
): Promise<boolean> {
  const { count } = await tx.site.updateMany({
    where: { AND: [{ id: siteId, firstStepsHiddenAt: hidden ? null : { not: null } }, siteIdWhere(scope)] },
    data: { firstStepsHiddenAt: hidden ? new Date() : null },
  });
  return count > 0;
}
