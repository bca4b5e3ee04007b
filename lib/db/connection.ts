import pg from "pg";
import { CancellingPool } from "./cancelling-pool";
import { parseDatabaseUrl } from "./database-url";
import { type Limits, limitSession } from "./limits";

// What `pg` says of itself in its documentation of startup parameters, and its types do not.
declare module "pg" {
  interface ClientBase {
    getStartupConf(): Record<string, string>;
  }
}

/** Whose connection it is, in pg_stat_activity too, and what it may do. */
export interface Purpose {
  readonly name: string;
  /** How long opening one may take. */
  readonly connect?: number;
  /** What cancels reads of those who have gone; without it they go on until their limits. */
  readonly cancelBy?: pg.Pool;
}

/** What a pool is for, and what its connections may do. */
export interface PoolPurpose extends Purpose {
  readonly limits: Limits;
}

/** Thrown where a database URL cannot be used. */
export class DatabaseUrlError extends Error {
  override name = "DatabaseUrlError";
}

const CONNECT_MS = 5_000;
const KEEPALIVE_MS = 10_000;

/**
 * Every session speaks UTC, whatever zone the server, the database or the role has: times are read as if it did.
 * It is said when the connection is opened, since that also holds behind a pooler, where `SET` reaches others
 * and `options` is refused.
 */
class UtcClient extends pg.Client {
  override getStartupConf(): Record<string, string> {
    return { ...super.getStartupConf(), TimeZone: "UTC" };
  }
}

/**
 * A client to connect by hand. It has a listener for errors, since one that is cut while nobody asks it anything
 * would end the process; who asks is told by the query.
 */
export function createClient(url: string, purpose: Purpose): pg.Client {
  const client = new UtcClient(connectionConfig(url, purpose));
  client.on("error", () => undefined);
  return client;
}

/** A pool of at most `size` connections, each with the limits that it is for. Connects lazily. */
export function createPool(url: string, purpose: PoolPurpose, size: number): pg.Pool {
  const { name, limits, connect = CONNECT_MS, cancelBy } = purpose;
  const config = {
    ...connectionConfig(url, purpose),
    query_timeout: limits.answer,
    max: size,
    Client: UtcClient,
    onConnect: (client: pg.ClientBase) => limitSession(pool, client, limits, connect),
  };
  const pool: pg.Pool =
    cancelBy === undefined ? new pg.Pool(config) : new CancellingPool(config, { by: cancelBy, name });
  // An idle connection that the server closes is not an error of anybody's: the next query opens another.
  pool.on("error", () => undefined);
  // Nor is one that is cut between two queries of whoever has taken it out: the next query says so.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** What every connection is opened with. @throws DatabaseUrlError */
function connectionConfig(url: string, { name, connect = CONNECT_MS }: Purpose): pg.ClientConfig {
  const parsed = parseDatabaseUrl(url);
  if (!parsed.ok) throw new DatabaseUrlError(`The database's URL ${parsed.problem}.`);
  const { host, port, user, password, database, options, ssl, enableChannelBinding } = parsed.address;
  return {
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    ...(options !== undefined && { options }),
    ...(ssl !== undefined && { ssl }),
    enableChannelBinding,
    application_name: name,
    connectionTimeoutMillis: connect,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_MS,
  };
}
