import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { enqueueJob } from "@/lib/jobs/jobs-store";
import { insertNotices, type NewNotice } from "./notices-store";

/** Tells all owners, on their first page and by e-mail, in the transaction of what they are told of. */
export async function tellOwners(scope: Scope, tx: Db, notice: NewNotice): Promise<void> {
  await insertNotices(scope, tx, notice);
  await enqueueJob(SYSTEM_SCOPE, tx, { kind: "notices.send", siteIds: [notice.siteId], key: "notices" });
}
