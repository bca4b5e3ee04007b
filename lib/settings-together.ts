import type { GivenSettings } from "./first-settings";
import { isLoopbackHost } from "./loopback-host";
import { halfOidc } from "./oidc-settings";

const SECRETS = [
  "NEXTAUTH_SECRET",
  "AUDIT_KEY",
  "METRICS_TOKEN",
  "OIDC_CLIENT_SECRET",
  "ANYTIME_WEBHOOK_KEY",
  "ANYTIME_PARTNER_REF",
  "ADMIN_PASSWORD",
] as const;
const ADDRESSES = ["APP_URL", "CONNECT_URL", "ANYTIME_CONNECT_ORIGIN", "ANYTIME_API_ORIGIN"] as const;

/** Problems of settings in combination, each of which may be right: one sentence each, without any value. */
export function problemsBetween(given: GivenSettings): string[] {
  return [
    ...sharedSecrets(given),
    ...openAddresses(given),
    ...halfMail(given),
    ...halfOidc(given),
    ...embeddedOwner(given),
  ];
}

/** Whether an address sends passwords and cookies unencrypted: http, and not to this machine. */
export function isOpenAddress(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "http:" && !isLoopbackHost(new URL(url).hostname);
}

/** A secret with two purposes is as weak as the weaker one. */
function sharedSecrets(given: GivenSettings): string[] {
  const uses = [
    ...SECRETS.map((variable) => ({ variable, text: given[variable] })),
    ...(given.ENCRYPTION_KEYS ?? "")
      .split(",")
      .map((key) => ({ variable: "ENCRYPTION_KEYS", text: key.slice(key.indexOf(":") + 1).trim() })),
  ].filter(({ text }) => text);
  return uses.flatMap(({ variable, text }, at) => {
    const first = uses.slice(0, at).find((earlier) => earlier.text === text);
    return first === undefined
      ? []
      : [
          `${variable} has the same value as ${first.variable}: each needs a secret of its own; make one with: openssl rand -base64 32.`,
        ];
  });
}

function openAddresses(given: GivenSettings): string[] {
  if (given.ACCEPT_HTTP === "true" || given.ACCEPT_HTTP === "1") return [];
  return ADDRESSES.filter((variable) => isOpenAddress(given[variable] ?? "")).map(
    (variable) =>
      `${variable} is http://, so that passwords and cookies would travel in the open; make it https://, or set ACCEPT_HTTP=true to run like this.`,
  );
}

function embeddedOwner({ DATABASE_URL: url, MIGRATE_DATABASE_URL: owner }: GivenSettings): string[] {
  return url === "embedded" && owner
    ? ["MIGRATE_DATABASE_URL is set, and the embedded Postgres has one role alone; leave it out."]
    : [];
}

function halfMail({ SMTP_URL: url, MAIL_FROM: from }: GivenSettings): string[] {
  if (!url === !from) return [];
  return url
    ? ["MAIL_FROM is missing: e-mail needs both; give the address that e-mails come from."]
    : ["SMTP_URL is missing: e-mail needs both; write smtp://user:password@mail.example.com:587."];
}
