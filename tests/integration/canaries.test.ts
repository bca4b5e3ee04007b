import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { type KeyRing, parseKeyRing } from "@/lib/crypto/key-ring";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { createApiKey } from "@/lib/partner-api/keys/api-keys";
import { inviteMember } from "@/lib/staff/members/invitations";
import { EVERY_SITE } from "@/lib/staff/members/member-sites";
import { revealToken } from "@/lib/staff/reveal/reveal-token";
import { replaceRecoveryCodes } from "@/lib/staff/second-factor/factors-store";
import {
  digestOfRecoveryCode,
  newRecoveryCodes,
  newTotpSecret,
  sealTotp,
} from "@/lib/staff/second-factor/totp";
import { newDevice, writeDevice } from "@/lib/staff/sign-in/device";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { findStaffByEmail, insertStaff } from "@/lib/staff/store";
import { PAGES } from "@/scripts/access/doors";
import { BENCH_PARTNER_REF } from "../bench/bodies";
import { readAuditDetails } from "../support/audit";
import { listenLive } from "../support/browser/listen-live";
import { signIn } from "../support/browser/sign-in";
import { createTestDatabase } from "../support/database";
import { startMailServer } from "../support/peers/mail-server";
import { type OidcServer, startOidcServer } from "../support/peers/oidc-server";
import { makeProductionSettings, type Production, startProduction } from "../support/production";
import { findSecrets } from "../support/secrets/find-secrets";
import { plantIdentity, plantPasskey } from "../support/secrets/planted-sign-ins";
import { readTables } from "../support/secrets/read-tables";

const canary = (name: string) => `canary-${name}-${randomBytes(12).toString("hex")}`;
/** Everything that must be in no writing of the product. */
const secrets: Record<string, string> = {
  token: canary("token"),
  quarantinedToken: canary("quarantined-token"),
  strangersToken: canary("strangers-token"),
  brokenToken: canary("broken-token"),
  password: canary("password"),
  wrongPassword: canary("wrong-password"),
  wrongApiKey: `ack_${canary("api-key")}`,
  metricsToken: canary("metrics-token"),
};
const EMAIL = "olga@kiosque.example";
/** What was served and written, by where. */
const seen: [place: string, text: string][] = [];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let mails: Awaited<ReturnType<typeof startMailServer>>;
let issuer: OidcServer;
let server: Production;
let ring: KeyRing;
let keys: { ring: KeyRing; auditKey: string };
let owner: Scope;
let cookie: string;
let user: { id: string };
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  database = await createTestDatabase();
  mails = await startMailServer();
  const made = await makeProductionSettings(database.url);
  const appUrl = made.APP_URL ?? "";
  issuer = await startOidcServer(appUrl);
  const settings: Readonly<Record<string, string>> = {
    ...made,
    ...issuer.settings,
    ...{ METRICS_TOKEN: secrets.metricsToken ?? "", AUDIT_STREAM: "stdout" },
    ...{ SMTP_URL: mails.url, MAIL_FROM: "dashboard@kiosque.example" },
  };
  server = startProduction(settings);
  await server.ready();
  const parsed = parseKeyRing(settings.ENCRYPTION_KEYS ?? "");
  if (!parsed.ok) throw new Error(parsed.problem);
  ring = parsed.ring;
  keys = { ring, auditKey: settings.AUDIT_KEY ?? "" };
  for (const name of ["NEXTAUTH_SECRET", "AUDIT_KEY", "ANYTIME_WEBHOOK_KEY", "ANYTIME_PARTNER_REF"] as const)
    secrets[name] = settings[name] ?? "";
  secrets.ENCRYPTION_KEYS = (settings.ENCRYPTION_KEYS ?? "").slice("k1:".length);
  await plantStaff();
  const at = { appUrl, database, keys, owner };
  Object.assign(secrets, await plantPasskey(at, EMAIL), await plantIdentity(at, issuer));
  await plantLinks();
}, 120_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  await issuer.stop();
  await mails.stop();
  await database.close();
});

async function plantStaff(): Promise<void> {
  const made = await hashNewPassword(secrets.password ?? "", EMAIL);
  if (!made.ok) throw new Error(made.fault);
  const olga = { email: EMAIL, name: "Olga", passwordHash: made.hash, role: "owner" } as const;
  const id = (await insertStaff(database.prisma, olga)) ?? "";
  owner = { sites: "all", beyondSites: true, role: "owner", actor: { id, name: "Olga" } };
  const wrong = await signIn(server.url, { email: EMAIL, password: secrets.wrongPassword ?? "" });
  expect(wrong.status).toBe(401);
  const right = await signIn(server.url, { email: EMAIL, password: secrets.password ?? "" });
  expect(right.status).toBe(200);
  cookie = right.cookie;
  for (const part of cookie.split("; ")) {
    const [name = "", value = ""] = part.split(/=(.*)/s);
    if (/session-token|device/.test(name)) secrets[`cookie ${name}`] = decodeURIComponent(value);
  }
  expect(Object.keys(secrets).filter((name) => name.startsWith("cookie "))).toHaveLength(2);
  const order = { email: "ines@kiosque.example", role: "viewer", sites: EVERY_SITE } as const;
  const invited = await inviteMember(owner, { database, keys }, order);
  if (!invited.ok) throw new Error(invited.problem);
  secrets.invitation = invited.secret;
  const staff = await findStaffByEmail(database.prisma, EMAIL);
  if (staff === null) throw new Error("nobody has this e-mail");
  secrets.deviceLink = writeDevice(ring, "link", newDevice(staff));
  const totp = { id: newId(), secret: newTotpSecret() };
  const [code = ""] = newRecoveryCodes();
  await database.prisma.staffTotp.create({
    data: {
      ...{ id: totp.id, staffId: id, createdAt: new Date(), confirmedAt: new Date() },
      secretSealed: sealTotp(ring, totp.id, totp.secret),
    },
  });
  await replaceRecoveryCodes(database.prisma, id, [digestOfRecoveryCode(code)]);
  Object.assign(secrets, { totp: totp.secret, recoveryCode: code });
}

async function plantLinks(): Promise<void> {
  const { id: siteId } = await database.prisma.site.findFirstOrThrow();
  const scopes = ["connect_sessions:write", "linked_users:read", "tokens:read"] as const;
  const order = { siteId, name: "Backend", scopes, days: 30, allowedIps: ["127.0.0.1"] };
  const made = await createApiKey(SYSTEM_SCOPE, database, keys, order);
  secrets.apiKey = made?.key ?? "";
  const invited = await api("connect-sessions", { name: "Ada", external_reference: "ada" });
  const { url, custom_reference, linked_user } = (await invited.json()) as Record<string, string> & {
    linked_user: { id: string };
  };
  secrets.connectLink = url?.split("/").at(-1) ?? "";
  user = linked_user;
  await notify(secrets.token ?? "", custom_reference ?? "");
  await notify(secrets.brokenToken ?? "", "");
  const wrongHash = await notify(secrets.quarantinedToken ?? "", custom_reference ?? "", {
    hash: "0".repeat(64),
  });
  expect(wrongHash.status).toBe(401);
  const nobody = server.webhookUrl.replace(/[^/]+$/, canary("no-key"));
  await notify(secrets.strangersToken ?? "", custom_reference ?? "", { to: nobody });
  const processed = async () => expect(await database.prisma.apiToken.count()).toBe(2);
  await vi.waitFor(processed, { timeout: 30_000 });
}

let clock = Math.floor(Date.now() / 1_000);
function notify(token: string, reference: string, { hash, to }: { hash?: string; to?: string } = {}) {
  const timestamp = String(clock++);
  const data = {
    ...{ hash: hash ?? hashTimestamp(timestamp, BENCH_PARTNER_REF), timestamp, event_name: "token_created" },
    ...{ token, custom_reference: reference, webhook: server.webhookUrl },
  };
  const body = JSON.stringify({ notification: { reference: randomBytes(20).toString("hex"), data } });
  const headers = { "Content-Type": "application/json" };
  return fetch(to ?? server.webhookUrl, { method: "POST", headers, body });
}

function api(path: string, body?: object, key = secrets.apiKey) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return fetch(`${server.url}/api/v1/${path}`, { headers, ...sent });
}

/** Asks as the owner, and keeps what was served. @returns its text */
async function look(path: string, init: RequestInit = {}): Promise<string> {
  const headers = { cookie, ...(init.headers as Record<string, string>) };
  const response = await fetch(`${server.url}${path}`, { ...init, headers, redirect: "manual" });
  const text = await response.text();
  seen.push([`${init.method ?? "GET"} ${path}`, `${JSON.stringify([...response.headers])}\n${text}`]);
  return text;
}

it("would find a secret in any of these writings", () => {
  const own = { secret: "canary/secret+1?", other: "another canary" };
  const bytes = Buffer.from(own.secret);
  for (const text of [
    `a ${own.secret} b`,
    `/x?y=${encodeURIComponent(own.secret)}`,
    `\\x00${bytes.toString("hex")}ff`,
    bytes.toString("hex").toUpperCase(),
    Buffer.concat([Buffer.from("abc"), bytes, Buffer.from("d")]).toString("base64"),
    Buffer.concat([Buffer.from("a"), bytes]).toString("base64"),
    Buffer.concat([Buffer.from("ab"), bytes]).toString("base64url"),
  ])
    expect(findSecrets(text, own), text).toEqual(["secret"]);
  expect(findSecrets("canary secret 1", own)).toEqual([]);
});

it("gives a token by its two doors, and tells of it without it", async () => {
  const live = listenLive(server.url, cookie);
  await expect.poll(live.text).not.toBe("");
  const token = await database.prisma.apiToken.findFirstOrThrow({ where: { linkedUserId: user.id } });
  const order = { tokenId: token.id, reason: "The bank asks which token Ada has" };
  expect(await revealToken(owner, { database, auditKeys: keys }, order)).toEqual({
    ok: true,
    value: secrets.token,
  });
  const handed = await api(`linked-users/${user.id}/token`);
  expect(await handed.json()).toMatchObject({ token: secrets.token });
  await expect.poll(live.text, { timeout: 15_000 }).toContain(token.id);
  await live.close();
  seen.push(["live events", live.text()]);
  await expect.poll(() => mails.mails.length, { timeout: 30_000 }).toBeGreaterThan(0);
});

it("says nothing secret where requests go wrong", async () => {
  // A seal that was tampered with is a fault: it is logged, and answered with 500.
  await database.pool.query(
    `UPDATE api_tokens SET linked_user_id = $1, granted_timestamp = 9999999999,
      token_sealed = set_byte(token_sealed, 40, 1 # get_byte(token_sealed, 40)) WHERE linked_user_id IS NULL`,
    [user.id],
  );
  const faulty = await api(`linked-users/${user.id}/token`);
  expect(faulty.status).toBe(500);
  seen.push(["a fault of the API", await faulty.text()]);
  for (const [path, body, key] of [
    ["linked-users", undefined, secrets.wrongApiKey],
    [`linked-users/${secrets.token}/token`, undefined, secrets.apiKey],
    ["connect-sessions", { name: 7, token: secrets.token }, secrets.apiKey],
  ] as const) {
    const refused = await api(path, body, key);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    seen.push([`a refusal of the API: ${path.split("/")[0]}`, await refused.text()]);
  }
  const json = { method: "POST", headers: { "Content-Type": "application/json" } };
  const body = JSON.stringify({ secret: secrets.connectLink, attempt: secrets.token });
  for (const path of ["attempts", "events", "not-me", "reconnect", "status"])
    await look(`/api/connect/${path}`, { ...json, body });
  // These addresses are the secrets themselves: only what is written of them counts.
  for (const path of [
    `/connect/${secrets.connectLink}`,
    `/invitation?${secrets.invitation}`,
    `/sign-in?device=${encodeURIComponent(secrets.deviceLink ?? "")}`,
    `/users?q=${secrets.token}`,
    `/nowhere/${secrets.token}`,
    `/api/webhooks/anytime/${secrets.ANYTIME_WEBHOOK_KEY}`,
  ])
    await (await fetch(`${server.url}${path}`, { headers: { cookie } })).arrayBuffer();
});

it("serves no secret on any page, in any file or figure", async () => {
  const { id: apiKey } = await database.prisma.apiKey.findFirstOrThrow();
  const pages = Object.entries(PAGES)
    .filter(([, need]) => need !== "key")
    .map(([path]) => path.replace("/users/[id]", `/users/${user.id}`).replace("[id]", apiKey));
  const deliveries = await database.prisma.delivery.findMany({ select: { id: true } });
  const opened = deliveries.map(({ id }) => `/deliveries?open=${id}`);
  for (const path of [...pages, ...opened, `/users/${user.id}?show=staff,tokens`]) {
    await look(path);
    await look(path, { headers: { RSC: "1" } });
  }
  expect(opened.length).toBeGreaterThan(2);
  const order = newId();
  await database.prisma.transactionExport.create({
    data: {
      ...{ id: order, format: "csv", filters: {}, total: 0, totalExact: true, createdAt: new Date() },
      ...{ createdById: owner.actor.id ?? "", untilId: newId() },
    },
  });
  await look(`/api/exports/${order}`);
  const json = { method: "POST", headers: { "Content-Type": "application/json" } };
  const asked = JSON.stringify({ ids: [user.id], separator: "," });
  expect(await look("/api/users/export", { ...json, body: asked })).toContain("Ada");
  await look("/api/palette", { ...json, body: JSON.stringify({ typed: "Ada" }) });
  for (const path of ["/livez", "/readyz", "/api/health", "/api/v1/openapi.json"]) await look(path);
  const authorization = `Bearer ${secrets.metricsToken}`;
  expect(await look("/metrics", { headers: { authorization } })).toContain("anytime");
  seen.push(["a linked user of the API", await (await api(`linked-users/${user.id}`)).text()]);
  const person = seen.find(([place]) => place === `GET /users/${user.id}`)?.[1];
  expect(person).toContain("Ada");
});

it("writes no secret into its log, its trail, its e-mails or, unsealed, its database", async () => {
  for (const { raw } of mails.mails) seen.push(["an e-mail", raw.replaceAll("=\r\n", "")]);
  const sealed = await database.prisma.auditDetails.findMany({ select: { seq: true } });
  for (const { seq } of sealed)
    seen.push([`details of entry ${seq}`, await readAuditDetails(database, ring, seq)]);
  expect(sealed.length).toBeGreaterThan(3);
  const tables = await readTables(database.pool);
  for (const [name, text] of Object.entries(tables)) seen.push([`table ${name}`, text]);
  for (const name of ["passkey_challenges", "staff_passkeys", "staff_sessions", "staff_identities"])
    expect(tables[name], name).toBeTruthy();
  await server.stop();
  seen.push(["the log", server.output()]);
  expect(server.output()).toContain("an API request failed");
  expect(server.output()).toContain("token.revealed");
  expect(server.output()).toContain("OpenID Connect failed");
  const found = seen.flatMap(([place, text]) =>
    findSecrets(text, secrets).map((name) => `${name} in ${place}`),
  );
  expect(found).toEqual([]);
});
