import { type Env, isDevelopmentBank } from "@/lib/env";

/** The public addresses of this dashboard, from the settings. */
export interface OwnHosts {
  readonly app: URL;
  /** Of connect pages; the same as `app` if they have no separate host. */
  readonly connect: URL;
  /** A demo or development machine that people reach directly: loopback has several names. */
  readonly loopback: boolean;
}

/** Where a request goes, and the address that Next sees. */
export type Place =
  | { readonly kind: "serve"; readonly host: string; readonly https: boolean }
  | { readonly kind: "nothing_here" }
  | { readonly kind: "misdirected" };

const CONNECT_PATHS = /^\/(?:connect|api\/connect)\//;
/** Answered on every host: files without personal content, and what keeps the process running. */
const SHARED_PATHS =
  /^\/(?:_next\/static\/|icons\/|\.well-known\/|(?:icon\.svg|favicon\.ico|robots\.txt|site\.webmanifest|livez|readyz|api\/health)$)/;
/** Requests of programs with their own key, often under a name inside a network. */
const KEYED_PATHS = /^\/(?:api\/v1\/|metrics$)/;
const LOOPBACK = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\]):\d+$/;
const HOST = /^[\w.:[\]-]{1,300}$/;

/** Reads the public addresses from the settings. */
export function readOwnHosts(env: Env): OwnHosts {
  const app = new URL(env.APP_URL);
  return {
    app,
    connect: new URL(env.CONNECT_URL ?? env.APP_URL),
    loopback: isDevelopmentBank(env) && env.TRUSTED_PROXY_HOPS === 0,
  };
}

/**
 * Decides by Host and path what a request gets. Host is trusted if it names one of our addresses; if not, because a
 * proxy did not pass it on, the settings say who we are.
 *
 * @param host the Host header; null if there is none
 * @param path without query
 */
export function placeRequest(own: OwnHosts, host: string | null, path: string): Place {
  const named = nameOf(own, host);
  if (named === "loopback" && host !== null) return { ...serve(own.app), host };
  if (named === "app" || own.app.host === own.connect.host) return serve(own.app);
  if (named === "connect")
    return CONNECT_PATHS.test(path) || SHARED_PATHS.test(path)
      ? serve(own.connect)
      : { kind: "nothing_here" };
  if (CONNECT_PATHS.test(path)) return serve(own.connect);
  return SHARED_PATHS.test(path) || KEYED_PATHS.test(path) ? serve(own.app) : { kind: "misdirected" };
}

/**
 * Headers that tell Next the public address: it compares them with a browser's Origin before it runs a server action.
 */
export function originHeaders({ host, https }: Extract<Place, { kind: "serve" }>) {
  const port = /:(\d+)$/.exec(host)?.[1] ?? (https ? "443" : "80");
  return {
    host,
    "x-forwarded-host": host,
    "x-forwarded-proto": https ? "https" : "http",
    "x-forwarded-port": port,
  };
}

/** Whether a Host header names one of our addresses as browsers would: with the port. */
export function namesExactly(own: OwnHosts, host: string): boolean {
  const given = plainHost(host);
  return isHostOf(own.app, given) || isHostOf(own.connect, given) || (own.loopback && LOOPBACK.test(given));
}

function nameOf(own: OwnHosts, host: string | null): "app" | "connect" | "loopback" | null {
  const given = plainHost(host ?? "");
  if (!HOST.test(given)) return null;
  if (isHostOf(own.app, given)) return "app";
  if (isHostOf(own.connect, given)) return "connect";
  if (own.loopback && LOOPBACK.test(given)) return "loopback";
  // Many proxies drop the port, or pass on the one they listen on.
  const hostname = given.replace(/:\d+$/, "");
  if (own.app.hostname === own.connect.hostname) return null;
  if (hostname === own.app.hostname) return "app";
  return hostname === own.connect.hostname ? "connect" : null;
}

/** The same host may be written in capitals or with a final dot. */
function plainHost(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/\.(?=:|$)/, "");
}

/** Whether it is the host of a URL; a default port may be missing. */
function isHostOf(url: URL, given: string): boolean {
  const named = `${url.protocol}//${given}`;
  return HOST.test(given) && URL.canParse(named) && new URL(named).host === url.host;
}

function serve(url: URL) {
  return { kind: "serve", host: url.host, https: url.protocol === "https:" } as const;
}
