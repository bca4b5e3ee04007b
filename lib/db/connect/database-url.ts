import { readFileSync } from "node:fs";

/** TLS options for `node:tls`; false if the URL turns it off, undefined if it says nothing. */
type Tls =
  | false
  | {
      readonly rejectUnauthorized?: false;
      readonly ca?: string;
      readonly cert?: string;
      readonly key?: string;
      readonly checkServerIdentity?: () => undefined;
    };

/** The parts of a database URL. */
export interface DatabaseAddress {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string | undefined;
  readonly options: string | undefined;
  readonly enableChannelBinding: boolean;
  readonly ssl: Tls | undefined;
}

export type ParsedUrl =
  | { readonly ok: true; readonly address: DatabaseAddress }
  /** A sentence without its subject, and without anything of the URL except names of parameters. */
  | { readonly ok: false; readonly problem: string };

// A correctly written URL. Without a user name, a later @ belongs to a password that was not escaped.
const STRICT =
  /^postgres(?:ql)?:\/\/(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@(?<host>[^@/?#]*)(?:\/(?<database>[^@/?#]*))?(?:\?(?<query>[^#]*))?)$/;
const NOBODY = /^postgres(?:ql)?:\/\/(?<host>[^@/?#]*)(?:\/(?<database>[^@/?#]*))?(?:\?(?<query>[^@#]*))?$/;
// A URL with /, #, ? or @ in its password, as copied from a console: the last @ ends it.
const TOLERANT =
  /^postgres(?:ql)?:\/\/(?<user>[^:@/?#]*):(?<password>.*)@(?<host>[^@/?#]*)(?:\/(?<database>[^@/?#]*))?(?:\?(?<query>[^@#]*))?$/;
const HOST = /^(?:\[(?<v6>[\da-f:.]+)\]|(?<name>[^:,[\]]*))(?::(?<port>\d{1,5}))?$/i;

/** Parameters of other programs, without meaning here: pool size and timeouts are our own settings. */
const WITHOUT_MEANING = new Set([
  "application_name",
  "connect_timeout",
  "connection_limit",
  "keepalives",
  "keepalives_count",
  "keepalives_idle",
  "keepalives_interval",
  "pgbouncer",
  "pool_timeout",
  "uselibpqcompat",
]);
const KNOWN = new Set([
  "channel_binding",
  "dbname",
  "host",
  "options",
  "password",
  "port",
  "schema",
  "ssl",
  "sslcert",
  "sslkey",
  "sslmode",
  "sslrootcert",
  "user",
  ...WITHOUT_MEANING,
]);

class UrlProblem extends Error {}

/**
 * Parses a Postgres URL, even if its password contains characters that a URL would escape.
 *
 * @returns the address, or what is wrong with it, to follow the name of its setting
 */
export function parseDatabaseUrl(url: string): ParsedUrl {
  try {
    return { ok: true, address: readAddress(url.trim()) };
  } catch (error) {
    if (error instanceof UrlProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

function readAddress(url: string): DatabaseAddress {
  const strict = STRICT.exec(url)?.groups;
  const parts =
    strict !== undefined && !isPartOfPassword(strict.query ?? "")
      ? strict
      : (NOBODY.exec(url) ?? TOLERANT.exec(url))?.groups;
  if (parts === undefined)
    throw new UrlProblem(
      "cannot be read: it looks like postgres://user:password@host:5432/database, with # as %23, / as %2F, ? as %3F and @ as %40 in the password",
    );
  const query = new Map(new URLSearchParams(parts.query ?? ""));
  refuseUnknown(query);
  // The folder of a socket is one escaped name in place of the host.
  const host = HOST.exec(parts.host ?? "")?.groups;
  if (host === undefined)
    throw new UrlProblem("must name one host, as in postgres://user:password@host:5432/database");
  const port = query.get("port") ?? host.port;
  if (port !== undefined && !(Number(port) > 0 && Number(port) < 65_536))
    throw new UrlProblem("has a port that is no port number");
  return {
    host: query.get("host") ?? host.v6 ?? decoded(host.name),
    port: port === undefined ? undefined : Number(port),
    user: query.get("user") ?? decoded(parts.user),
    password: query.get("password") ?? decoded(parts.password),
    database: query.get("dbname") ?? decoded(parts.database),
    options: query.get("options"),
    enableChannelBinding: ["prefer", "require"].includes(query.get("channel_binding") ?? ""),
    ssl: readTls(query),
  };
}

/** Unknown text before an @ is the end of a password that was not escaped. */
function isPartOfPassword(query: string): boolean {
  return query.includes("@") && [...new URLSearchParams(query).keys()].some((name) => !KNOWN.has(name));
}

function refuseUnknown(query: ReadonlyMap<string, string>): void {
  const unknown = [...query.keys()].filter((name) => !KNOWN.has(name));
  if (unknown.length > 0)
    throw new UrlProblem(`has a parameter that is not known here: ${unknown.join(", ")}; take it out`);
  if ((query.get("schema") ?? "public") !== "public")
    throw new UrlProblem(
      "asks for a schema: the dashboard keeps its tables in the schema public of a database of its own; make a database for it and take schema= out",
    );
}

/** Decodes the percent signs of a URL; one that escapes nothing stays. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A certificate is always checked, unless the URL says that it should not be. */
function readTls(query: ReadonlyMap<string, string>): Tls | undefined {
  const mode = query.get("sslmode") ?? readSsl(query.get("ssl"));
  const [ca, cert, key] = [readRootCertificate(query), readPem(query, "sslcert"), readPem(query, "sslkey")];
  const files = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  switch (mode) {
    case undefined:
      return ca === undefined && cert === undefined ? undefined : files;
    case "disable":
      return false;
    case "no-verify":
      return { ...files, rejectUnauthorized: false };
    case "require":
    case "verify-full":
      return files;
    case "verify-ca":
      if (ca === undefined)
        throw new UrlProblem(
          "has sslmode=verify-ca without sslrootcert=, the file with the certificate authority's certificate",
        );
      return { ...files, checkServerIdentity: () => undefined };
    default:
      throw new UrlProblem(
        "has an sslmode that leaves open whether TLS is used; write disable, require, verify-ca, verify-full or no-verify",
      );
  }
}

function readSsl(ssl: string | undefined): string | undefined {
  if (ssl === undefined) return undefined;
  if (["true", "1"].includes(ssl)) return "require";
  return ["false", "0"].includes(ssl) ? "disable" : ssl;
}

function readRootCertificate(query: ReadonlyMap<string, string>): string | undefined {
  return query.get("sslrootcert") === "system" ? undefined : readPem(query, "sslrootcert");
}

function readPem(query: ReadonlyMap<string, string>, name: string): string | undefined {
  const file = query.get(name);
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UrlProblem(`names a file in ${name}= that cannot be read`);
  }
}
