import { recordAudit } from "@/lib/audit/record";
import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import { writeTestBody } from "@/lib/sites/finding/test-event";
import { insertTest } from "@/lib/sites/finding/test-events-store";
import { lockSite } from "./credentials-store";
import type { RotateDependencies } from "./end-credential";

/** A test event: its nonce exists only here and in the request. */
export interface BegunTest {
  readonly id: string;
  readonly nonce: string;
  readonly body: string;
}

/** Lets one request test the callback of a site. @returns null if the scope has no such site */
export async function beginTest(
  scope: Scope,
  { database, keys, sites }: Pick<RotateDependencies, "database" | "keys" | "sites">,
  siteId: string,
): Promise<BegunTest | null> {
  const nonce = newSecret();
  const begun = await database.prisma.$transaction(async (tx) => {
    if ((await lockSite(scope, tx, siteId)) === null) return null;
    const id = await insertTest(scope, tx, siteId, fingerprint(nonce));
    const target = { siteId, targetType: "site", targetId: siteId } as const;
    await recordAudit(scope, tx, keys, { action: "site.tested", outcome: "done", ...target });
    return { id, nonce, body: writeTestBody(new Date()) };
  });
  if (begun !== null) sites.clear();
  return begun;
}
