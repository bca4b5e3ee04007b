import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** Whether a person can be written to. */
export interface Addressee {
  readonly userId: string;
  readonly siteId: string;
  readonly hasAddress: boolean;
  readonly stopped: boolean;
}

/** People, and whether each can be written to. */
export async function readAddressees(scope: Scope, tx: Db, userIds: readonly string[]): Promise<Addressee[]> {
  return tx.$queryRaw<Addressee[]>`
    SELECT u.id AS "userId", u.site_id AS "siteId", u.email IS NOT NULL AS "hasAddress",
      u.mails_stopped_at IS NOT NULL AS stopped
    FROM ${linkedUsers(scope)} u WHERE u.id = ANY(${[...userIds]}::uuid[]) AND ${inScope(scope, "u.site_id")} ORDER BY u.id`;
}
