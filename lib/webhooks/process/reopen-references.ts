import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { tryLock } from "@/lib/db/take-lock";
import { reopenReferences as reopenClaims } from "@/lib/links/tokens/reopen-references";
import { publish } from "@/lib/live/publish";
import { BodyMissingError, openDelivery } from "./open-delivery";
import { type PendingDelivery, readDeliveries } from "./process-store";
import { listUnopened } from "./reprocess-store";

const BATCH = 200;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Finds tokens whose reference was sealed with a key that was missing when their delivery was processed and
 * that this process now has: during a rotation, one replica can create references that another cannot open yet.
 */
export async function reopenReferences(scope: SystemScope, database: Database, ring: KeyRing): Promise<void> {
  let after: string | null = FIRST_ID;
  while (after !== null) {
    const from: string = after;
    after = await database.prisma.$transaction(async (tx) => {
      if (!(await tryLock(tx, PROCESSOR_LOCK))) return null;
      const kids = ring.keys.map(({ kid }) => kid);
      const found = await listUnopened(scope, tx, kids, from, BATCH);
      const deliveries = await readDeliveries(scope, tx, found);
      const events = deliveries.flatMap((delivery) => readReference(ring, delivery));
      await publish(scope, tx, await reopenClaims(scope, tx, ring, events));
      return found.length < BATCH ? null : (found.at(-1) ?? null);
    });
  }
}

function readReference(ring: KeyRing, delivery: PendingDelivery) {
  try {
    const { id, siteId, event } = openDelivery(ring, delivery);
    if (event?.name !== "token_created" && event?.name !== "token_revoked") return [];
    return [{ deliveryId: id, siteId, customReference: event.customReference }];
  } catch (error) {
    // The delivery itself is sealed with a third key: a process that has it will find the token.
    if (error instanceof UnknownKeyError || error instanceof BodyMissingError) return [];
    throw error;
  }
}
