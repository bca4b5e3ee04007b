import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import type { ReplicaState } from "@/lib/db/connect/read-replica";
import { missingMigrations } from "@/lib/db/migrate/migrate";
import { readInboxDepth } from "@/lib/webhooks/read/deliveries-store";

/** The state of this installation for people and alerts; nothing that outsiders should not learn. */
export interface Health {
  readonly status: "ok" | "database_unreachable" | "migrations_missing" | "lagging";
  readonly database: "ok" | "unreachable";
  readonly migrations: "ok" | "missing" | "unknown";
  /** Age in seconds of the oldest delivery that waits to be processed; null if unknown. */
  readonly inboxLag: number | null;
  /** Whether lists are read from a replica; if not, they are read from the primary. */
  readonly replica: ReplicaState;
}

/** What the database says of it. */
type Found = Omit<Health, "replica">;

const MOST_LAG_SECONDS = 60;
const PATIENCE_MS = 5_000;
const AWAY: Found = {
  status: "database_unreachable",
  database: "unreachable",
  migrations: "unknown",
  inboxLag: null,
};

/** Reads the state of this installation. A database that does not answer in time counts as unavailable. */
export async function readHealth(database: Database, replica: ReplicaState): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Found>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, AWAY);
  });
  // Whatever the error, it means one thing here: the database does not answer.
  const health = await Promise.race([askDatabase(database).catch(() => AWAY), late]);
  clearTimeout(timer);
  return { ...health, replica };
}

async function askDatabase(database: Database): Promise<Found> {
  const [missing, inbox] = await Promise.all([
    missingMigrations(database.pool),
    readInboxDepth(SYSTEM_SCOPE, database.prisma),
  ]);
  const inboxLag = Math.round(inbox.lagSeconds);
  if (missing.length > 0)
    return { status: "migrations_missing", database: "ok", migrations: "missing", inboxLag };
  const status = inboxLag > MOST_LAG_SECONDS ? "lagging" : "ok";
  return { status, database: "ok", migrations: "ok", inboxLag };
}
