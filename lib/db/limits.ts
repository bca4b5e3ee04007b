import type pg from "pg";

// What `pg` keeps of the handshake, and its types do not tell.
declare module "pg" {
  interface ClientBase {
    readonly processID: number | null;
  }
}

/**
 * How long Postgres lets a connection work, in milliseconds; 0 is without end. `answer` is the same on our side: how
 * long we wait for a server that says nothing at all, and then give the connection up.
 */
export interface Limits {
  readonly statement: number;
  readonly lock: number;
  readonly idleInTransaction: number;
  readonly answer: number;
}

/** Of what a person started and watches: it may take as long as it takes. */
export const NO_LIMITS: Limits = { statement: 0, lock: 0, idleInTransaction: 0, answer: 0 };

/** Pools whose connections are a pooler's, with what their transactions begin with. */
const pooled = new WeakMap<pg.Pool, string>();

/**
 * Sets a pool's limits on a connection that was opened just now. A pooler refuses them when a connection is opened, and
 * a session's `SET` would reach whoever gets the server's connection next: behind one they are set in each
 * transaction. It is known by the process that it shakes hands for, which is not the server's.
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

/** Statements to say in a transaction of a pool as soon as it has begun; empty where its sessions have their limits. */
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
