import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EnvError, parseEnv, VARIABLES } from "./env";

const GOOD = {
  DATABASE_URL: "postgres://somebody:something@127.0.0.1:5432/anytime",
  APP_URL: "https://dashboard.example.com",
  NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  AUDIT_KEY: randomBytes(32).toString("base64"),
  ANYTIME_PARTNER_ID: randomBytes(32).toString("hex"),
  ANYTIME_WEBHOOK_KEY: randomBytes(24).toString("hex"),
};

const OIDC = {
  OIDC_ISSUER: "https://login.test",
  OIDC_CLIENT_ID: "dash",
  OIDC_CLIENT_SECRET: "its own secret",
};

/** What a start would say about these settings. */
function said(given: Record<string, string>): string {
  try {
    parseEnv(given);
    return "";
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
}

describe("a start with settings that are no good", () => {
  it.each([
    [
      "a placeholder",
      { NEXTAUTH_SECRET: "please-change-this-secret-please" },
      /NEXTAUTH_SECRET reads like a/,
    ],
    ["a regular secret", { AUDIT_KEY: "a".repeat(40) }, /AUDIT_KEY is too regular/],
    ["no secret", { NEXTAUTH_SECRET: "" }, /NEXTAUTH_SECRET is missing; make one with/],
    [
      "a short key",
      { ENCRYPTION_KEYS: "k1:c2hvcnQ=" },
      /ENCRYPTION_KEYS is not usable: key k1 must be 32 bytes/,
    ],
    [
      "a public address with a path",
      { APP_URL: "https://dash.example.com/dash" },
      /APP_URL must end after the host/,
    ],
    [
      "a public address with a query",
      { APP_URL: "https://dash.example.com?x=1" },
      /APP_URL must end after the host/,
    ],
    [
      "an address of connect pages with a fragment",
      { CONNECT_URL: "https://link.example.com/#a" },
      /CONNECT_URL must end after the host/,
    ],
    [
      "a proxy's address that is none",
      { TRUSTED_PROXY_ADDRESSES: "10.0.0.0/8,10.0.0.0/99" },
      /TRUSTED_PROXY_ADDRESSES must list addresses or CIDR ranges/,
    ],
    [
      "a short token of the metrics",
      { METRICS_TOKEN: "short" },
      /METRICS_TOKEN must be at least 16 characters/,
    ],
    [
      "a database URL with two hosts",
      { DATABASE_URL: "postgres://nobody:nothing@127.0.0.1:1,127.0.0.1:2/none" },
      /DATABASE_URL must name one host/,
    ],
    [
      "a database URL that asks for a schema",
      { LISTEN_DATABASE_URL: `${GOOD.DATABASE_URL}?schema=shop` },
      /LISTEN_DATABASE_URL asks for a schema/,
    ],
    ["a sequence", { AUDIT_KEY: "abcdefghijklmnopqrstuvwxyz0123456789" }, /AUDIT_KEY is too regular/],
    [
      "one secret for two",
      { AUDIT_KEY: GOOD.NEXTAUTH_SECRET },
      /AUDIT_KEY has the same value as NEXTAUTH_SECRET/,
    ],
    [
      "a signing secret that seals, too",
      { ENCRYPTION_KEYS: `k1:${GOOD.NEXTAUTH_SECRET}` },
      /ENCRYPTION_KEYS has the same value as NEXTAUTH_SECRET/,
    ],
    [
      "a signing secret that others see in the callback URL",
      { NEXTAUTH_SECRET: GOOD.ANYTIME_WEBHOOK_KEY },
      /ANYTIME_WEBHOOK_KEY has the same value as NEXTAUTH_SECRET/,
    ],
    ["http beyond this machine", { APP_URL: "http://192.0.2.7:3000" }, /APP_URL is http:.*ACCEPT_HTTP=true/],
    ["http for connect links", { CONNECT_URL: "http://pay.example.com" }, /CONNECT_URL is http:/],
    ["a port that is none", { PORT: "70000" }, /PORT must be a whole number from 0 to 65535, such as 3000/],
    ["half a port", { PORT: "80.5" }, /PORT must be a whole number/],
    [
      "half of what OpenID Connect needs",
      { OIDC_ISSUER: "https://x.test", OIDC_CLIENT_ID: "a" },
      /OIDC_CLIENT_SECRET/,
    ],
    [
      "an issuer in the open",
      { ...OIDC, OIDC_ISSUER: "http://login.example.com" },
      /OIDC_ISSUER must be https/,
    ],
    [
      "a role that no issuer gives",
      { ...OIDC, OIDC_ROLE_CLAIM: "g", OIDC_ROLES: "a=owner" },
      /OIDC_ROLES must list/,
    ],
    ["half a mapping of roles", { ...OIDC, OIDC_ROLES: "a=admin" }, /OIDC_ROLE_CLAIM is missing/],
    ["no openid", { ...OIDC, OIDC_SCOPES: "email" }, /OIDC_SCOPES must list openid/],
    [
      "an owner of the embedded database",
      { DATABASE_URL: "embedded", MIGRATE_DATABASE_URL: GOOD.DATABASE_URL },
      /MIGRATE_DATABASE_URL is set, and the embedded/,
    ],
    ["half of what mail needs", { SMTP_URL: "smtp://mail.example.com" }, /MAIL_FROM is missing/],
  ])("names %s and how to mend it", (_what, wrong, sentence) => {
    const lines = said({ ...GOOD, ...wrong }).split("\n");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(sentence);
  });

  it("repeats no secret", () => {
    for (const weak of ["please-change-this-secret-please", "a".repeat(40)])
      expect(said({ ...GOOD, AUDIT_KEY: weak, NEXTAUTH_SECRET: weak })).not.toContain(weak);
  });

  it("says at once all that is missing, and what a first start needs besides", () => {
    const lines = said({ SMTP_URL: "smtp://mail.example.com" });
    for (const name of [
      "DATABASE_URL",
      "APP_URL",
      "NEXTAUTH_SECRET",
      "ENCRYPTION_KEYS",
      "AUDIT_KEY",
      "MAIL_FROM",
    ])
      expect(lines).toMatch(new RegExp(`^${name} is missing[:;].{10}`, "m"));
    for (const name of ["ANYTIME_PARTNER_ID", "ANYTIME_WEBHOOK_KEY"])
      expect(lines).toMatch(new RegExp(`If the database is still empty, also:[^]*^${name} is missing;`, "m"));
    expect(lines).not.toMatch(/Invalid|expected/);
  });
});

it.each([
  ["this machine", { APP_URL: "http://localhost:3000", CONNECT_URL: "http://127.0.0.1:3000" }],
  ["an issuer on this machine", { ...OIDC, OIDC_ISSUER: "http://127.0.0.1:4000" }],
  ["http that is accepted", { APP_URL: "http://192.0.2.7:3000", ACCEPT_HTTP: "true" }],
  // They created the first site, and protect nothing now: boot checks them when it creates one.
  ["weak values of the first site", { ANYTIME_WEBHOOK_KEY: "a".repeat(30), ANYTIME_ALLOWED_IPS: "nowhere" }],
])("starts with %s", (_what, given) => {
  expect(said({ ...GOOD, ...given })).toBe("");
});

it("has every variable in .env.example and in the README", () => {
  const example = readFileSync(".env.example", "utf8").matchAll(/^([A-Z_]+)=/gm);
  const settings = readFileSync("README.md", "utf8").split("## Settings")[1] ?? "";
  const rows = settings.matchAll(/^\| (`[A-Z_`, ]+)/gm);
  const readme = [...rows].flatMap(([, names]) =>
    [...(names ?? "").matchAll(/[A-Z_]+/g)].map(([name]) => name),
  );
  const known = [...VARIABLES, "SANDBOX_PORT", "DEMO_RATE"].sort();
  expect([...example].map(([, name]) => name).sort()).toEqual(known);
  expect(readme.sort()).toEqual(known);
});
