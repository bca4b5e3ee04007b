/**
 * What an error of the database is:
 * - `gone`: the connection, or the server behind it, is lost, or is no longer the one that takes writes; on a new
 *   connection the same may pass. Whether a commit that was under way took place is not known;
 * - `busy`: there is no room, or somebody holds what it needs; a little later the same may pass;
 * - `collision`: it met another transaction and was undone; the same may pass at once;
 * - `row`: something about the data; the same will fail again;
 * - `other`: anything else, not only of the database.
 */
export type Fault = "gone" | "busy" | "collision" | "row" | "other";

const BY_CODE: Readonly<Record<string, Fault>> = {
  // Postgres: codes that differ from the rest of their class.
  "40003": "gone", // statement completion unknown
  "55P03": "busy", // lock not available, or lock_timeout
  "57014": "busy", // statement_timeout
  "25006": "gone", // read-only: the old primary after a failover
  "25P03": "gone", // idle_in_transaction_session_timeout
  "25P04": "gone", // transaction_timeout
  // Node's, of sockets.
  EPIPE: "gone",
  ECONNREFUSED: "gone",
  ECONNRESET: "gone",
  ECONNABORTED: "gone",
  ETIMEDOUT: "gone",
  EHOSTUNREACH: "gone",
  EHOSTDOWN: "gone",
  ENETUNREACH: "gone",
  ENETDOWN: "gone",
  ENOTFOUND: "gone",
  EAI_AGAIN: "gone",
  ENOENT: "gone", // the socket of a server that is being started
  ERR_STREAM_DESTROYED: "gone",
  ERR_STREAM_WRITE_AFTER_END: "gone",
  EADDRNOTAVAIL: "busy",
  EMFILE: "busy",
  ENFILE: "busy",
  // Prisma's.
  P1001: "gone",
  P1002: "gone",
  P1008: "busy",
  P1017: "gone",
  P2024: "busy",
  P2028: "busy",
  P2034: "collision",
  P2037: "busy",
  ConnectionClosed: "gone",
  DatabaseNotReachable: "gone",
  SocketTimeout: "gone",
  TooManyConnections: "busy",
  TransactionWriteConflict: "collision",
};
/** By class of SQLSTATE. */
const BY_CLASS: Readonly<Record<string, Fault>> = {
  "08": "gone",
  "22": "row",
  "23": "row",
  "40": "collision",
  "53": "busy",
  "54": "row",
  "57": "gone",
  "58": "gone",
};
/** Messages of `pg`, its pool and PgBouncer without a code, or with a meaningless one. */
const BY_WORDS: readonly (readonly [RegExp, Fault])[] = [
  [/unsupported startup parameter|unsupported frontend protocol/i, "other"],
  [/timeout exceeded when trying to connect|query read timeout/i, "busy"],
  [/no more connections allowed|query_wait_timeout|too many (connections|clients)/i, "busy"],
  [/unable to start a transaction in the given time/i, "busy"],
  [/connection terminated|connection error and is not queryable|client was closed/i, "gone"],
  [/^timeout expired$|connection ended|socket (has been )?closed|socket hang up/i, "gone"],
  [/server conn(ection)? crashed|server login has been failing|server_login_retry/i, "gone"],
  [/pgbouncer cannot connect|server closed the connection|(client|server)_?(idle|login)_timeout/i, "gone"],
  [/idle transaction timeout|query timeout|database (removed|does not accept)|pooler is shut/i, "gone"],
  [/the database system is (starting up|shutting down|in recovery)|not yet accepting connections/i, "gone"],
];

/** Classifies an error from Postgres, `pg`, Prisma, the network or PgBouncer. */
export function faultOf(error: unknown): Fault {
  const found = layersOf(error).map(faultOfLayer);
  return found.find((fault) => fault !== null) ?? "other";
}

function faultOfLayer({ code, words }: { code: string; words: string }): Fault | null {
  const told = BY_WORDS.find(([pattern]) => pattern.test(words))?.[1];
  // PgBouncer gives nearly all its errors one code, that of a broken protocol.
  if (code === "08P01") return told ?? "other";
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code] ?? null;
  const byClass = /^[\dA-Z]{5}$/.test(code) ? BY_CLASS[code.slice(0, 2)] : undefined;
  return byClass ?? told ?? null;
}

const DEEPEST = 6;

/** An error and its causes, deepest first: Prisma's outer code says less than Postgres's own. */
function layersOf(error: unknown, depth = 0): { code: string; words: string }[] {
  if (typeof error !== "object" || error === null || depth > DEEPEST) return [];
  const inner = [
    ...("errors" in error && Array.isArray(error.errors) ? error.errors : []),
    "cause" in error ? error.cause : null,
    "driverAdapterError" in error ? error.driverAdapterError : null,
    "meta" in error ? error.meta : null,
  ].flatMap((each) => layersOf(each, depth + 1));
  const own = (name: string): string => {
    const value: unknown = Object.getOwnPropertyDescriptor(error, name)?.value;
    return typeof value === "string" ? value : "";
  };
  const words = error instanceof Error ? error.message : own("message");
  return [
    ...inner,
    ...["originalCode", "code", "kind"].flatMap((name) =>
      own(name) === "" ? [] : [{ code: own(name), words }],
    ),
    { code: "", words },
  ];
}
