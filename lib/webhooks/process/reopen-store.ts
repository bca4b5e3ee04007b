import type { Db } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";

/** Ids of processed deliveries whose references wait for one of these keys, in order. */
export async function listUnopened(
  scope: Scope,
  tx: Db,
  kids: readonly string[],
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.delivery_id AS id FROM api_token_events e JOIN deliveries d ON d.id = e.delivery_id
    WHERE e.reference_kid = ANY(${[...kids]}::text[]) AND e.delivery_id > ${after}::uuid AND ${inScope(scope, "d.site_id")}
    ORDER BY e.delivery_id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
