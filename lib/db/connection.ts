import pg from "pg";
import { parseDatabaseUrl } from "./database-url";

// What `pg` says of itself in its documentation of startup parameters, and its types do not.
declare module "pg" {
  interface ClientBase {
    getStartupConf(): Record<string, string>;
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

/** Whose connection it is, in pg_stat_activity too, and what it may do. */
export interface Purpose {
  readonly name: string;
  readonly limits: Limits;
  /** How long opening one may take. */
  readonly connect?: number;
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

/** A pool of at most `size` connections. Connects lazily. */
export function createPool(url: string, purpose: Purpose, size: number): pg.Pool {
  const pool = new pg.Pool({ ...connectionConfig(url, purpose), max: size, Client: UtcClient });
  // An idle connection that the server closes is not an error of anybody's: the next query opens another.
  pool.on("error", () => undefined);
  // Nor is one that is cut between two queries of whoever has taken it out: the next query says so.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

// Shared by all copies of this module in a process.
const POOLERS = Symbol.for("anytime-connect.poolers");
const holder = globalThis as { [POOLERS]?: Set<string> };

/** Notes that a URL leads through a pooler: those refuse limits when a connection is opened. */
export function notePooler(url: string): void {
  holder[POOLERS] ??= new Set();
  holder[POOLERS].add(url);
}

function isKnownPooler(url: string): boolean {
  return holder[POOLERS]?.has(url) === true;
}

/** What every connection is opened with. @throws DatabaseUrlError */
function connectionConfig(url: string, { name, limits, connect = CONNECT_MS }: Purpose): pg.ClientConfig {
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
    ...(isKnownPooler(url) ? {} : sessionLimits(limits)),
    query_timeout: limits.answer,
  };
}

/** The limits as Postgres takes them when a connection is opened. */
function sessionLimits(limits: Limits): pg.ClientConfig {
  return {
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: limits.idleInTransaction,
  };
}
