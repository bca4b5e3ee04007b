import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { addRefusals, type CountedRefusals, takeRefusals } from "./refusals-store";

/**
 * Refused sign-ins on their way into the audit trail. They are noted in memory, counted in a table a moment later, and
 * become one entry per account and hour: a refused person neither waits for the trail nor makes it grow.
 */
export interface Refusals extends Loop {
  /** Notes one, of an account or (null) of an e-mail that nobody has. Never waits. */
  note(staffId: string | null): void;
  /** Stores the counts of what was noted so far. */
  count(): Promise<void>;
  /** Writes the counts of an account as an entry, in the transaction of its sign-in. */
  settle(tx: Db, staffId: string): Promise<void>;
  /** Stores the counts, and writes the entries of past hours. */
  flush(): Promise<void>;
}

const EVERY_MS = 15_000;
const NOT_WRITTEN = "refused sign-ins were not written";

/** Creates the collector of this process. */
export function createRefusals({ database, keys }: { database: Database; keys: AuditKeys }): Refusals {
  const noted = new Map<string | null, number>();

  const note = (staffId: string | null, times = 1) => {
    noted.set(staffId, (noted.get(staffId) ?? 0) + times);
  };

  const count = async (): Promise<void> => {
    const counts = new Map([...noted].flatMap(([id, times]) => (id === null ? [] : [[id, times] as const])));
    noted.clear();
    if (counts.size === 0) return;
    await addRefusals(SYSTEM_SCOPE, database.prisma, counts).catch((error: unknown) => {
      for (const [id, times] of counts) note(id, times);
      throw error;
    });
  };
  const flush = async (): Promise<void> => {
    await count();
    await database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL lock_timeout = '2s'`;
      for (const counted of await takeRefusals(SYSTEM_SCOPE, tx, null)) await write(tx, keys, counted);
    });
  };
  return {
    note: (staffId) => note(staffId),
    count,
    settle: async (tx, staffId) => {
      for (const counted of await takeRefusals(SYSTEM_SCOPE, tx, staffId)) await write(tx, keys, counted);
    },
    flush,
    // The database is unavailable or the trail is locked: the counts stay, and the next attempt has them.
    ...createLoop({
      round: flush,
      everyMs: EVERY_MS,
      restsFirst: true,
      lastRound: true,
      failure: NOT_WRITTEN,
    }),
  };
}

async function write(
  tx: Db,
  keys: AuditKeys,
  { staffId, name, count, ...times }: CountedRefusals,
): Promise<void> {
  await recordAudit({ ...SYSTEM_SCOPE, actor: { id: staffId, name } }, tx, keys, {
    action: "staff.sign_in",
    outcome: "denied",
    targetType: "staff",
    targetId: staffId,
    details: { count, firstAt: times.firstAt.toISOString(), lastAt: times.lastAt.toISOString() },
  });
}
