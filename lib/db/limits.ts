import type pg from "pg";

// What `pg` keeps of the handshake, but does not type.
declare module "pg" {
  interface ClientBase {
    readonly processID: number | null;
  }
}

/**
 * How long Postgres lets a connection work, in milliseconds; 0 means no limit. `answer` is our side: how long we wait
 * for a server that says nothing at all before we give the connection up.
 */
export interface Limits {
  readonly statement: number;
  readonly lock: number;
  readonly idleInTransaction: number;
  readonly answer: number;
}

/** For what a person started and watches: it may take any time. */
export const NO_LIMITS: Limits = { statement: 0, lock: 0, idleInTransaction: 0, answer: 0 };

/** Pools whose connections lead to a pooler, with the statements that begin their transactions. */
const pooled = new WeakMap<pg.Pool, string>();

/**
 * Sets a pool's limits on a new connection. A pooler refuses them when a connection is opened, and a session's `SET`
 * would reach whoever gets the server's connection next: behind a pooler they are set in each transaction. It is
 * recognised by the process id of its handshake, which is not the server's.
 *
 * @param patience how long to wait for the answer, in milliseconds
 */
export async function limitSession(
  pool: pg.Pool,
  client: pg.ClientBase,
  limits: Limits,
  patience: number,
): Promise<void> {
  const settings = settingsOf(limits);
  if (settings.length === 0) return;
  const set = settings.map(([name, milliseconds]) => `set_config('${name}', '${milliseconds}', false)`);
  const query = {
    text: `SELECT ${set.join(", ")} WHERE pg_backend_pid() = $1::int`,
    values: [client.processID],
    query_timeout: patience,
  };
  const { rowCount } = await client.query(query);
  if (rowCount !== 0) return;
  const local = settings.map(([name, milliseconds]) => `SET LOCAL ${name} = ${milliseconds}`);
  pooled.set(pool, local.join("; "));
}

/** Statements that begin a transaction of a pool; empty if its sessions have their limits. */
export function transactionLimits(pool: pg.Pool): string {
  return pooled.get(pool) ?? "";
}

function settingsOf({ statement, lock, idleInTransaction }: Limits): [name: string, milliseconds: number][] {
  const all: [string, number][] = [
    ["statement_timeout", statement],
    ["lock_timeout", lock],
    ["idle_in_transaction_session_timeout", idleInTransaction],
  ];
  return all.filter(([, milliseconds]) => milliseconds > 0);
}
