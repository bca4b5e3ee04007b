import pg from "pg";
import { type Limits, limitSession } from "@/lib/db/limits";
import { CancellingPool } from "./cancelling-pool";
import { parseDatabaseUrl } from "./database-url";

// Startup parameters that `pg` documents but does not type.
declare module "pg" {
  interface ClientBase {
    getStartupConf(): Record<string, string>;
  }
}

/** The name of the connection, also in pg_stat_activity, and what it may do. */
export interface Purpose {
  readonly name: string;
  /** How long opening one may take. */
  readonly connect?: number;
  /** What cancels reads of clients who left; without it, reads continue until their limits. */
  readonly cancelBy?: pg.Pool;
}

/** What a pool is for, and what its connections may do. */
export interface PoolPurpose extends Purpose {
  readonly limits: Limits;
}

/** Thrown when a database URL cannot be used. */
export class DatabaseUrlError extends Error {
  override name = "DatabaseUrlError";
}

const CONNECT_MS = 5_000;
const KEEPALIVE_MS = 10_000;

/**
 * Every session uses UTC, whatever zone the server, the database or the role has, because times are read that way. It
 * is set when the connection is opened: that also works behind a pooler, where `SET` reaches others and `options` is
 * refused.
 */
class UtcClient extends pg.Client {
  override getStartupConf(): Record<string, string> {
    return { ...super.getStartupConf(), TimeZone: "UTC" };
  }
}

/**
 * A client to connect by hand. It has a listener for errors, because an idle connection that is cut would end the
 * process; a caller gets the error from its query.
 */
export function createClient(url: string, purpose: Purpose): pg.Client {
  const client = new UtcClient(connectionConfig(url, purpose));
  client.on("error", () => undefined);
  return client;
}

/** A pool of at most `size` connections, each with the limits of its purpose. Connects lazily. */
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
  // An idle connection that the server closes is nobody's error: the next query opens another.
  pool.on("error", () => undefined);
  // Nor is a borrowed connection that is cut between two queries: the next query reports it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** The startup parameters of every connection. @throws DatabaseUrlError */
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
