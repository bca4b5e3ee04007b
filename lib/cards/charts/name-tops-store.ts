import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { mergedUp } from "@/lib/db/called-merchant";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { addByKey, bySpent, type ChartSum } from "./charts-store";

/** Where something was spent, under the name that staff know. */
export interface NamedSum extends ChartSum {
  readonly name: string;
}

/** The merchants where most was spent, by name; those that were merged are one. */
export async function nameMerchants(
  scope: Scope,
  db: Db,
  sums: readonly ChartSum[],
  most: number,
): Promise<NamedSum[]> {
  const ids = sums.map(({ key }) => key);
  const rows = await db.$queryRaw<{ id: string; root: string; name: string }[]>`
    SELECT m.id, e.id AS root, COALESCE(e.alias, e.name) AS name FROM merchants m CROSS JOIN LATERAL (
      ${Prisma.raw(mergedUp("m.id"))} SELECT up.id, up.alias, up.name FROM up WHERE up.merged_into_id IS NULL
    ) e WHERE m.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "m.site_id")}`;
  const found = new Map(rows.map((row) => [row.id, row]));
  const names = new Map(rows.map(({ root, name }) => [root, escapeDirections(name)]));
  return addByKey(sums.map((sum) => ({ ...sum, key: found.get(sum.key)?.root ?? sum.key })))
    .toSorted(bySpent)
    .slice(0, most)
    .map((sum) => ({ ...sum, name: names.get(sum.key) ?? "?" }));
}
