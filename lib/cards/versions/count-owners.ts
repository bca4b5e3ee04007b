import type { SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { deriveOwners, listUncounted } from "./account-owners-store";

const BATCH = 1_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** Counts the owners of accounts that an earlier version of this software wrote, in batches. */
export async function countMissingOwners(scope: SystemScope, { prisma }: Database): Promise<void> {
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    const ids: string[] = await listUncounted(scope, prisma, { after, limit: BATCH });
    if (ids.length > 0) await prisma.$transaction((tx) => deriveOwners(scope, tx, ids));
    after = ids.at(-1);
  }
}
