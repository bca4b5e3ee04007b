import { expect } from "vitest";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { processPending } from "@/lib/webhooks/process/process";

/** Processes what a server that is gone left, as its next start does, without starting it. */
export async function processLeft(
  database: Database,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const ring = parseKeyRing(settings.ENCRYPTION_KEYS ?? "");
  if (!ring.ok) throw new Error(ring.problem);
  const left = async () => {
    // Nothing is done while the connection of the one that is gone still has the lock.
    await processPending(SYSTEM_SCOPE, database, ring.ring);
    return database.prisma.delivery.count({ where: { processing: "pending" } });
  };
  await expect.poll(left, { timeout: 60_000 }).toBe(0);
}
