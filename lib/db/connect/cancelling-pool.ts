import pg from "pg";
import { goneSignal } from "@/lib/db/access/on-behalf-of";
import { transactionLimits } from "@/lib/db/limits";

/** How to cancel reads of a pool's connections. */
export interface Cancelling {
  /** Another pool, because all connections of this one may be reading. */
  readonly by: pg.Pool;
  /** The name of this pool's connections in pg_stat_activity, which no other pool has. */
  readonly name: string;
}

type Lend = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (destroy?: Error | boolean) => void,
) => void;

/** Reads are usually short: only one that continues after its client left is worth a cancellation. */
const LOOK_EVERY_MS = 300;

/**
 * A statement that has written nothing and will not: a write still counts when nobody waits for it. The name protects
 * us from a process id that is not, or no longer, of this pool.
 */
const CANCEL_READ = String.raw`
  SELECT pg_cancel_backend(pid) FROM pg_stat_activity
  WHERE pid = $1 AND application_name = $2 AND datname = current_database() AND state = 'active'
    AND backend_xid IS NULL AND query ~* '^\s*(select|with)\M' AND query !~* '\m(insert into|update|delete from|merge into)\M'`;

/**
 * A pool that cancels a statement once the client it reads for has left (see `onBehalfOf`). A connection for which a
 * cancellation was ever requested is closed instead of reused: so a late cancellation hits nobody else's statement.
 * Transactions and writes are left to their own limits.
 */
export class CancellingPool extends pg.Pool {
  readonly #cancelling: Cancelling;

  constructor(config: pg.PoolConfig, cancelling: Cancelling) {
    super(config);
    this.#cancelling = cancelling;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(lend: Lend): void;
  override connect(lend?: Lend): Promise<pg.PoolClient> | undefined {
    // The pool's own `query` uses a callback, for one statement; a transaction awaits a promise.
    if (lend === undefined) return super.connect();
    // Known only here: the callback may run in the context of another caller, who returned the connection.
    const gone = goneSignal();
    super.connect((error, client, done) => {
      // Only a pooler knows its connections, so nothing on them can be cancelled safely.
      const cancellable = gone !== undefined && transactionLimits(this) === "";
      if (client === undefined || !cancellable) return lend(error, client, done);
      this.#cancelWhenGone(client, gone);
      return lend(error, client, client.release);
    });
    return undefined;
  }

  #cancelWhenGone(client: pg.PoolClient, gone: AbortSignal): void {
    const { by, name } = this.#cancelling;
    const release = client.release.bind(client);
    let timer: NodeJS.Timeout | undefined;
    let asked = false;
    let asking = false;
    const ask = (): void => {
      if (asking) return;
      asked = true;
      asking = true;
      const done = () => {
        asking = false;
      };
      // If it fails, it is retried as long as the statement runs.
      by.query(CANCEL_READ, [client.processID, name]).then(done, done);
    };
    const begin = (): void => {
      timer = setInterval(ask, LOOK_EVERY_MS);
    };
    if (gone.aborted) begin();
    else gone.addEventListener("abort", begin, { once: true });
    client.release = (destroy) => {
      gone.removeEventListener("abort", begin);
      clearInterval(timer);
      release(asked ? true : destroy);
    };
  }
}
