import pg from "pg";
import { transactionLimits } from "./limits";
import { goneSignal } from "./on-behalf-of";

/** How to cancel what a pool's connections read. */
export interface Cancelling {
  /** Another pool, since all of this one may be reading. */
  readonly by: pg.Pool;
  /** The name that this pool's connections have in pg_stat_activity, and no other's. */
  readonly name: string;
}

type Lend = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (destroy?: Error | boolean) => void,
) => void;

/** A read is soon over as a rule: only what goes on after its reader has gone is worth a cancellation. */
const LOOK_EVERY_MS = 300;

/**
 * What has written nothing and is not about to: a write that nobody waits for is still meant. The name keeps us from
 * a process id that is not, or is no longer, one of this pool's.
 */
const CANCEL_READ = String.raw`
  SELECT pg_cancel_backend(pid) FROM pg_stat_activity
  WHERE pid = $1 AND application_name = $2 AND datname = current_database() AND state = 'active'
    AND backend_xid IS NULL AND query ~* '^\s*(select|with)\M' AND query !~* '\m(insert into|update|delete from|merge into)\M'`;

/**
 * A pool that cancels a statement once whoever it reads for has gone (see `onBehalfOf`). A connection that was ever
 * asked to cancel is closed instead of being lent again: so a cancellation that comes late meets nobody else's
 * statement. Transactions, and whatever writes, are left to their own limits.
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
    // The pool's own `query` asks with a callback, for one statement; who begins a transaction waits for a promise.
    if (lend === undefined) return super.connect();
    // Known here alone: the callback may run in the course of somebody else, who gave the connection back.
    const gone = goneSignal();
    super.connect((error, client, done) => {
      // A pooler's connections are known to it alone, so nothing of them can be cancelled safely.
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
      // Where it fails it is tried again, for as long as the statement goes on.
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
