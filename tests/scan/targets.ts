import { PAGES } from "@/scripts/access/doors";
import { PAGE_QUERIES, ROUTE_QUERIES } from "@/scripts/access/queries";

/** An address that is attacked: one name of its query, the end of its path, or a body. */
export interface Target {
  readonly path: string;
  readonly query?: readonly [name: string, value: string];
  readonly body?: {
    readonly type: "application/json" | "application/x-www-form-urlencoded";
    readonly text: string;
  };
}

/** What there is in the demo, by which pages are named and filtered. */
export type Known = Readonly<
  Record<
    "user" | "payment" | "delivery" | "merchant" | "card" | "staff" | "site" | "apiKey" | "session",
    string
  >
> & {
  readonly connectSecret: string;
  readonly webhookPath: string;
  readonly cursors: Readonly<Record<string, string>>;
};

const today = new Date().toISOString().slice(0, 10);
/** A value that finds something, so that an injected condition would show. */
const VALUES: Readonly<Record<string, string>> = {
  ...{ q: "a", status: "settled", direction: "debit", currency: "EUR", country: "FRA", category: "5411" },
  ...{ period: "30d", from: "2026-01-01", to: today, least: "1", most: "5000", tag: "vip", state: "active" },
  ...{ attention: "unconfirmed", sort: "linked", verdict: "accepted", try: "1", address: "127.0.0.1" },
  ...{ event: "card_transaction_received", reason: "stale", outcome: "done", area: "links", days: "30" },
  ...{ language: "en", device: "desktop", by: "account", preview: "fr", lang: "fr", next: "/users" },
  ...{ columns: "when,amount", show: "staff,tokens", window: "24h", only: "problems", fetch: today },
  ...{ limit: "10", wait: "0", external_reference: "K-2000", error: "CredentialsSignin", identity: "linked" },
  ...{ attributed: "true", min_amount: "1", max_amount: "5000" },
};

function sampleOf(path: string, name: string, known: Known): string {
  const ids: Readonly<Record<string, string>> = {
    ...{ user: known.user, card: known.card, merchant: known.merchant, actor: known.staff, site: known.site },
    ...{ linked_user_id: known.user, card_id: known.card, merchant_id: known.merchant },
    ...{ open: path === "/deliveries" ? known.delivery : known.payment, about: `linked_user:${known.user}` },
  };
  if (name === "after" || name === "before" || name === "cursor") return known.cursors[path] ?? "none";
  return ids[name] ?? VALUES[name] ?? "1";
}

const pathOf = (page: string, known: Known) =>
  page
    .replace("/users/[id]", `/users/${known.user}`)
    .replace("/merchants/[id]", `/merchants/${known.merchant}`)
    .replace("/api-keys/[id]", `/api-keys/${known.apiKey}`)
    .replace("[session]", known.connectSecret);

/** All pages, as they are without a query. */
export function pageTargets(known: Known): Target[] {
  return Object.keys(PAGES).map((page) => ({ path: pathOf(page, known) }));
}

/** Every name of every query that a page or a route reads. */
export function queryTargets(known: Known): Target[] {
  const own = Object.entries({ ...PAGE_QUERIES, ...ROUTE_QUERIES });
  const names = own.flatMap(([page, names = []]) =>
    names.map((name) => [pathOf(page, known), name] as const),
  );
  const sites = Object.keys(PAGES).filter((page) =>
    ["/", "/users", "/transactions", "/deliveries"].includes(page),
  );
  return [...names, ...sites.map((page) => [page, "site"] as const)].map(([path, name]) => ({
    path,
    query: [name, sampleOf(path, name, known)],
  }));
}

/** What names one thing by the end of its path. */
export function idTargets(known: Known): Target[] {
  return [
    ...[
      `/users/${known.user}`,
      `/transactions/merchants/${known.merchant}`,
      `/settings/api-keys/${known.apiKey}`,
    ],
    ...[
      `/connect/${known.connectSecret}`,
      `/api/exports/${known.payment}`,
      `/api/connect/logo/${known.user}`,
    ],
    ...[`/api/v1/linked-users/${known.user}`, `/api/v1/cards/${known.card}`],
    ...[`/api/v1/transactions/${known.payment}`, `/api/v1/connect-sessions/${known.session}`],
  ].map((path) => ({ path }));
}

/** Bodies that routes, the sign-in and the callback read. */
export function bodyTargets(known: Known): Target[] {
  const json = (path: string, value: object): Target => ({
    path,
    body: { type: "application/json", text: JSON.stringify(value) },
  });
  const secret = known.connectSecret;
  const attemptId = known.payment;
  const notification = {
    event_name: "card_transaction_received",
    timestamp: "1",
    hash: "0",
    request_id: "1",
  };
  return [
    json("/api/palette", { typed: "a" }),
    json("/api/audit/export", {
      actor: known.staff,
      area: "links",
      outcome: "done",
      from: "2026-01-01",
      to: today,
    }),
    json("/api/users/export", { ids: [known.user], separator: "," }),
    json("/api/users/links", { ids: [known.user], separator: "," }),
    json("/api/v1/connect-sessions", {
      name: "Ada",
      email: "ada@kiosque.example",
      external_reference: "scan-1",
    }),
    json("/api/v1/card-assignments", { assignments: [{ card_id: known.card, linked_user_id: known.user }] }),
    json("/api/connect/attempts", { secret, language: "en" }),
    json("/api/connect/status", { secret, attemptId }),
    json("/api/connect/events", { secret, attemptId, events: [{ seq: 0, name: "onClickLoginButton" }] }),
    json("/api/connect/not-me", { secret: `${secret.slice(0, -1)}x` }),
    json(known.webhookPath, { notification: { reference: "scan", data: notification } }),
    {
      path: "/api/auth/callback/credentials",
      body: { type: FORM, text: "email=a@b.example&password=c&json=true" },
    },
    {
      path: known.webhookPath,
      body: { type: FORM, text: "notification[reference]=scan&notification[data][hash]=0" },
    },
  ];
}
const FORM = "application/x-www-form-urlencoded";

/** The address of a target. */
export function addressOf(url: string, { path, query }: Target): string {
  return `${url}${path}${query === undefined ? "" : `?${new URLSearchParams([[...query]])}`}`;
}
