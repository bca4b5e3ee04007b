import { fingerprint } from "@/lib/crypto/secrets";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { weaknessOfWebhookKey } from "@/lib/first-settings";
import { findSiteByKeyHash } from "@/lib/sites/finding/site-store";

/**
 * Whether the webhook key in the environment could be guessed and is still accepted. Of other keys we have only the
 * hash, and we generated them.
 */
export async function isWeakKeyInUse(db: Db, key: string | undefined): Promise<boolean> {
  if (key === undefined || weaknessOfWebhookKey(key) === null) return false;
  return (await findSiteByKeyHash(SYSTEM_SCOPE, db, fingerprint(key))) !== null;
}
