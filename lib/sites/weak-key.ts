import { fingerprint } from "@/lib/crypto/secrets";
import type { Db } from "@/lib/db/client";
import { weaknessOfWebhookKey } from "@/lib/first-settings";
import { findSiteByKeyHash } from "./site-store";

/**
 * Whether the webhook key of the environment could be guessed, and still opens the door. Of keys made otherwise there
 * is only the hash, and we made them.
 */
export async function isWeakKeyInUse(db: Db, key: string | undefined): Promise<boolean> {
  if (key === undefined || weaknessOfWebhookKey(key) === null) return false;
  return (await findSiteByKeyHash(db, fingerprint(key))) !== null;
}
