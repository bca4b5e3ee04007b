import { createCipheriv, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { type AuditRecord, recordAudit } from "@/lib/audit/record";
import { findSigningSite, makeKey } from "@/lib/bank-api/keys";
import { deriveKey, type KeyRing, parseKeyRing } from "@/lib/crypto/key-ring";
import { openReference, sealReference } from "@/lib/crypto/reference";
import { open } from "@/lib/crypto/seal";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { beginAttempt, recordConnectEvents } from "@/lib/links/connecting/attempts";
import { inviteLinkedUser } from "@/lib/links/inviting/invite";
import { inspectReference } from "@/lib/links/references/inspect-reference";
import { revealConnectSecret } from "@/lib/links/sessions/connect-sessions";
import { TIMELINE_PARTS } from "@/lib/links/timeline/timeline";
import { readHistory } from "@/lib/links/timeline/user-history";
import { answerOnce } from "@/lib/partner-api/answer-once";
import { readKeyStatus } from "@/lib/privacy/key-status";
import { resealTable, SEALED_TABLES } from "@/lib/privacy/reseal";
import { openPartnerRef } from "@/lib/sites/finding/receiving-site";
import { insertTotp } from "@/lib/staff/second-factor/factors-store";
import { sealTotp } from "@/lib/staff/second-factor/totp";
import { insertStaff } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

const key = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;
function ringOf(...keys: string[]): KeyRing {
  const parsed = parseKeyRing(keys.join(","));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.ring;
}
const [OLD, NEW] = [key("old"), key("new")];
const before = ringOf(OLD);
const both = ringOf(NEW, OLD);
const after = ringOf(NEW);
const BROWSER = "a browser's cookie, as long as it must be";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let made: { userId: string; sessionId: string; secret: string };
let reference: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database, { ring: before });
  const keys = { ring: before, auditKey: "a key for the audit trail of these tests" };
  const invitation = {
    siteId: site.siteId,
    name: "Ada",
    email: null,
    externalReference: null,
    language: "en",
  } as const;
  const invited = await inviteLinkedUser(SYSTEM_SCOPE, database, keys, invitation);
  if (!invited.ok) throw new Error(invited.problem);
  made = invited;
  const opening = { secret: made.secret, language: "en", userAgent: null, browser: BROWSER };
  const begun = await beginAttempt(END_USER_SCOPE, database, before, opening);
  if (!begun.ok) throw new Error(begun.reason);
  reference = begun.attempt.customReference;
  const violation = { directive: "script-src", blocked: "inline" };
  await recordConnectEvents(END_USER_SCOPE, database, before, {
    secret: made.secret,
    attemptId: begun.attempt.id,
    browser: BROWSER,
    events: [{ seq: 0, name: "csp_violation", violation }],
  });
  await makeKey(SYSTEM_SCOPE, database, keys, { siteId: site.siteId, currentId: null });
  const { prisma } = database;
  const staff = { email: "ada@example.com", name: "Ada", passwordHash: "none", role: "owner" } as const;
  const staffId = (await insertStaff(prisma, staff)) ?? "";
  await insertTotp(prisma, staffId, (id) => sealTotp(before, id, "JBSWY3DP"));
  const details = { "name.new": "Kiosk" };
  const record: AuditRecord = { action: "site.changed", outcome: "done", siteId: site.siteId, details };
  await database.prisma.$transaction((tx) => recordAudit(SYSTEM_SCOPE, tx, keys, record));
  const receiver = makeReceiver(database, before, site.webhookKey);
  const timestamp = "1794900000";
  const hash = hashTimestamp(timestamp, VECTOR_PARTNER_REF);
  const data = {
    hash,
    timestamp,
    event_name: "token_created",
    token: "a token",
    custom_reference: reference,
  };
  await receiver.deliver(JSON.stringify({ notification: { data } }));
  await receiver.process();
  expect(await (await askOnce(before, "a secret of an answer")).json()).toBe("a secret of an answer");
});
afterAll(() => database.close());

const API_KEY_ID = newId();
/** The same request of a partner's backend, which is carried out once. */
function askOnce(ring: KeyRing, body: string): Promise<Response> {
  const request = new Request("https://dash.example/x", { headers: { "idempotency-key": "a" } });
  const caller = { keyId: API_KEY_ID, siteId: site.siteId, scope: SYSTEM_SCOPE };
  const keys = { ring, auditKey: "a key for the audit trail of these tests" };
  return answerOnce(caller, { database, keys }, request, null, async () => ({ ok: true, status: 200, body }));
}

it("counts what each key opens, table by table, and stops where it is told to", async () => {
  const silent = () => undefined;
  const status = await readKeyStatus(SYSTEM_SCOPE, database.prisma, silent, () => false);
  expect(status).toEqual(SEALED_TABLES.map((table) => ({ kid: "old", table, count: 1, first: 0 })));
  let heard = 0;
  const tell = () => {
    heard += 1;
  };
  expect(await readKeyStatus(SYSTEM_SCOPE, database.prisma, tell, () => heard === 2)).toBeNull();
});

it("seals anew what is under the first key, but was sealed before keys were derived", async () => {
  const { id, tokenSealed } = await database.prisma.apiToken.findFirstOrThrow();
  const where = { id };
  const place = { table: "api_tokens", row: id, site: site.siteId };
  const { key: oldest } = deriveKey(before, "old", "seal");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", oldest, iv).setAAD(
    Buffer.from(Object.values(place).join("\n")),
  );
  const text = Buffer.concat([cipher.update("a token"), cipher.final()]);
  const first = Buffer.concat([Buffer.from("\x01\x03old", "latin1"), iv, text, cipher.getAuthTag()]);
  await database.prisma.apiToken.update({ where, data: { tokenSealed: first } });
  const silent = () => undefined;
  const status = await readKeyStatus(SYSTEM_SCOPE, database.prisma, silent, () => false);
  expect(status).toContainEqual({ kid: "old", table: "api_tokens", count: 1, first: 1 });
  const done = await resealTable(SYSTEM_SCOPE, database.prisma, before, "api_tokens", silent, () => false);
  expect(done).toMatchObject({ total: 1, done: 1 });
  const anew = await database.prisma.apiToken.findUniqueOrThrow({ where });
  expect(anew.tokenSealed[0]).toBe(tokenSealed[0]);
  expect(open(before, place, anew.tokenSealed).toString()).toBe("a token");
});

it("seals everything anew, whatever stops it on the way, so that the old key is not needed", async () => {
  const silent = () => undefined;
  for (const table of SEALED_TABLES) {
    const stopped = await resealTable(SYSTEM_SCOPE, database.prisma, both, table, silent, () => true);
    expect(stopped, table).toMatchObject({ total: 1, done: 0 });
    const done = await resealTable(SYSTEM_SCOPE, database.prisma, both, table, silent, () => false);
    expect(done, table).toMatchObject({ total: 1, done: 1, unknown: 0 });
    const again = await resealTable(SYSTEM_SCOPE, database.prisma, both, table, silent, () => false);
    expect(again, table).toMatchObject({ total: 0 });
  }
  const status = await readKeyStatus(SYSTEM_SCOPE, database.prisma, silent, () => false);
  expect(status).toEqual(SEALED_TABLES.map((table) => ({ kid: "new", table, count: 1, first: 0 })));
  expect(await revealConnectSecret(SYSTEM_SCOPE, database.prisma, after, made.sessionId)).toBe(made.secret);
  expect(await (await askOnce(after, "another")).json()).toBe("a secret of an answer");
  const { prisma } = database;
  const token = await prisma.apiToken.findFirstOrThrow();
  const place = { table: "api_tokens", row: token.id, site: site.siteId };
  expect(open(after, place, token.tokenSealed).toString()).toBe("a token");
  const delivery = await prisma.delivery.findFirstOrThrow();
  const { sealed } = await prisma.deliveryBody.findUniqueOrThrow({ where: { id: delivery.id } });
  const body = open(after, { table: "deliveries", row: delivery.id, site: site.siteId }, sealed);
  expect(body.toString()).toContain("token_created");
  const { refSealed } = await prisma.siteCredential.findFirstOrThrow({ where: { kind: "partner_ref" } });
  expect(openPartnerRef(after, site.siteId, refSealed ?? new Uint8Array())).toBe(VECTOR_PARTNER_REF);
  expect(await findSigningSite(prisma, before, site.siteId)).toBeNull();
  const signing = await findSigningSite(prisma, after, site.siteId);
  expect(signing?.partnerRefs).toEqual([VECTOR_PARTNER_REF]);
  const asked = { userId: made.userId, parts: TIMELINE_PARTS, after: null, limit: 20 };
  const { entries: history } = await readHistory(SYSTEM_SCOPE, prisma, after, asked);
  expect(history.find(({ name }) => name === "csp_violation")?.violation).toMatchObject({
    blocked: "inline",
  });
});

it("leaves alone what is sealed with a key that is not there", async () => {
  const other = ringOf(key("other"));
  const done = await resealTable(
    SYSTEM_SCOPE,
    database.prisma,
    other,
    "api_tokens",
    () => undefined,
    () => false,
  );
  expect(done).toMatchObject({ total: 1, done: 0, unknown: 1 });
});

it("opens references of an older key, and says of each what it is", async () => {
  expect(await openReference(both, site.siteId, reference)).toMatchObject({ ok: true, kid: "old" });
  const keys = { ring: both, auditKey: "a key for the audit trail of these tests" };
  const look = (text: string) => inspectReference(SYSTEM_SCOPE, database, keys, text);
  expect(await look(reference)).toMatchObject({
    ok: true,
    kid: "old",
    attempt: { userId: made.userId, userName: "Ada", sessionState: "completed", spent: true },
  });
  expect(await look("anything")).toMatchObject({ ok: false, reason: "not_ours" });
  expect(await look("")).toMatchObject({ ok: false, reason: "absent" });
  const strange = await sealReference(ringOf(key("x")), site.siteId, made.sessionId);
  expect(await look(strange)).toMatchObject({ ok: false, reason: "unknown_key" });
  const elsewhere = await sealReference(both, "0190a0a0-0000-7000-8000-000000000000", made.sessionId);
  expect(await look(elsewhere)).toMatchObject({ ok: false, reason: "not_ours" });
  const audited = await database.prisma.auditEntry.findMany({ where: { action: "reference.inspected" } });
  expect(audited).toHaveLength(1);
  expect(
    JSON.stringify(audited, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
  ).not.toContain(reference);
});
