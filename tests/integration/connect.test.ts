import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReference } from "@/lib/crypto/reference";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import {
  beginAttempt,
  cancelByEndUser,
  readAttemptStatus,
  recordConnectEvents,
} from "@/lib/links/connecting/attempts";
import { findConnectPage, maskName } from "@/lib/links/connecting/connect-page";
import { reconnectByEndUser } from "@/lib/links/connecting/reconnect";
import { connectEventsSchema } from "@/lib/links/connecting/requests";
import { countConnectAttention } from "@/lib/links/listing/attention-store";
import { listLinkedUsers } from "@/lib/links/listing/list-users-store";
import {
  cancelConnectSession,
  createConnectSession,
  revealConnectSecret,
} from "@/lib/links/sessions/connect-sessions";
import { noticeExpiredLinks } from "@/lib/links/sessions/link-expiry";
import { TIMELINE_PARTS } from "@/lib/links/timeline/timeline";
import { readHistory } from "@/lib/links/timeline/user-history";
import { listUserTokens } from "@/lib/links/timeline/user-history-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { letTimePass } from "../support/let-time-pass";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
const auditKey = randomBytes(32).toString("base64");

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
});
afterAll(() => database.close());

async function makeLink(options: { ttlMs?: number } = {}) {
  const linkedUserId = newId();
  const now = new Date();
  await database.prisma.linkedUser.create({
    data: { id: linkedUserId, siteId: site.siteId, name: "Camille Renard", stateSince: now, createdAt: now },
  });
  const session = await createConnectSession(SYSTEM_SCOPE, database.prisma, site, {
    siteId: site.siteId,
    linkedUserId,
    language: "fr",
    ...options,
  });
  return { ...session, linkedUserId };
}

const attentive = async (attention: "not_me" | "unconfirmed") => {
  const page = { after: null, limit: 500 };
  const { rows } = await listLinkedUsers(SYSTEM_SCOPE, database.prisma, { attention }, page);
  return rows.map(({ id }) => id);
};
const BROWSER = "the cookie of a browser";
const page = (secret: string) => findConnectPage(END_USER_SCOPE, database.prisma, secret);
const begin = (secret: string) =>
  beginAttempt(END_USER_SCOPE, database, site.ring, {
    secret,
    language: "en",
    userAgent: "x".repeat(999),
    browser: BROWSER,
  });
const status = (secret: string, attemptId: string, browser = BROWSER) =>
  readAttemptStatus(END_USER_SCOPE, database.prisma, { secret, attemptId, browser });
const userState = async (id: string) =>
  (await database.prisma.linkedUser.findUniqueOrThrow({ where: { id } })).state;
const liveKinds = async (ids: readonly string[]) =>
  (await database.prisma.liveEvent.findMany({ where: { entityId: { in: [...ids] } } }))
    .map(({ kind }) => kind)
    .sort();

async function begun(secret: string) {
  const result = await begin(secret);
  if (!result.ok) throw new Error(result.reason);
  return result.attempt;
}

/** As webhook processing would write it. */
async function giveToken(linkedUserId: string, attemptId: string, state: "active" | "revoked" = "active") {
  const now = new Date();
  await database.prisma.apiToken.create({
    data: {
      id: newId(),
      siteId: site.siteId,
      fingerprint: randomBytes(32),
      tokenSealed: randomBytes(8),
      state,
      linkedUserId,
      attemptId,
      foldTimestamp: 1,
      foldCreatedAt: now,
      foldDigest: randomBytes(32),
      firstSeenAt: now,
      updatedAt: now,
      grantedAt: now,
    },
  });
}

describe("a connect link", () => {
  it("is shown by its secret, masked, and showing it changes nothing", async () => {
    const { secret, sessionId, linkedUserId } = await makeLink();
    const found = await page(secret);
    expect(found).toMatchObject({
      ok: true,
      page: { sessionId, siteName: "Kiosque", language: "fr", state: "created", alreadyConnected: false },
    });
    expect(JSON.stringify(found)).not.toContain("Renard");
    expect(await userState(linkedUserId)).toBe("invited");
    expect(await revealConnectSecret(SYSTEM_SCOPE, database.prisma, site.ring, sessionId)).toBe(secret);
    const elsewhere = { ...SYSTEM_SCOPE, sites: [newId()] };
    expect(await revealConnectSecret(elsewhere, database.prisma, site.ring, sessionId)).toBeNull();
    expect((await page(secret)).ok).toBe(true);
  });

  it("is unknown by any other secret", async () => {
    for (const secret of ["", "x", "A".repeat(32)]) {
      expect(await page(secret)).toEqual({ ok: false, reason: "unknown" });
      expect(await begin(secret)).toEqual({ ok: false, reason: "unknown" });
    }
  });

  it("works no longer than until its end", async () => {
    const { secret } = await makeLink({ ttlMs: -1 });
    expect(await page(secret)).toMatchObject({ ok: false, reason: "expired", siteName: "Kiosque" });
    expect(await begin(secret)).toEqual({ ok: false, reason: "expired" });
  });

  it("is cancelled once", async () => {
    const { secret, sessionId } = await makeLink();
    expect(await cancelConnectSession(SYSTEM_SCOPE, database.prisma, sessionId)).toBe(true);
    expect(await cancelConnectSession(SYSTEM_SCOPE, database.prisma, sessionId)).toBe(false);
    expect(await page(secret)).toMatchObject({ ok: false, reason: "cancelled" });
  });

  it("says that its user is connected already", async () => {
    const { secret, linkedUserId } = await makeLink();
    await giveToken(linkedUserId, (await begun(secret)).id);
    expect(await page(secret)).toMatchObject({ ok: true, page: { alreadyConnected: true } });
  });
});

describe("a completed link", () => {
  it("offers a new one where the access was revoked, and only then", async () => {
    const keys = { ring: site.ring, auditKey };
    const { secret, sessionId, linkedUserId } = await makeLink();
    const attempt = await begun(secret);
    const reconnect = () => reconnectByEndUser(END_USER_SCOPE, database, keys, secret);
    expect(await reconnect()).toEqual({ ok: false });
    await giveToken(linkedUserId, attempt.id);
    await database.prisma.connectSession.update({
      where: { id: sessionId },
      data: { state: "completed", completedAt: new Date(), returnUrl: "https://shop.example/thanks" },
    });
    expect(await page(secret)).toMatchObject({ ok: false, reason: "completed", mayReconnect: false });
    expect(await reconnect()).toEqual({ ok: false });
    await database.prisma.apiToken.updateMany({
      where: { attemptId: attempt.id },
      data: { state: "revoked" },
    });
    expect(await page(secret)).toMatchObject({ mayReconnect: true, supportCode: attempt.supportCode });
    const made = await reconnect();
    if (!made.ok) throw new Error("no new link");
    expect(await page(made.secret)).toMatchObject({ ok: true, page: { state: "created", returnUrl: null } });
    await database.prisma.site.update({
      where: { id: site.siteId },
      data: { returnOrigin: "https://shop.example" },
    });
    const led = { returnUrl: "https://shop.example/thanks" };
    expect(await page(made.secret)).toMatchObject({ ok: true, page: led });
    await database.prisma.connectSession.update({
      where: { id: sessionId },
      data: { expiresAt: new Date(0) },
    });
    expect(await reconnect()).toEqual({ ok: false });
  });
});

describe("the site's settings", () => {
  it("say how long a link works and what its page looks like", async () => {
    const connectWords = { fr: { why: "Pour vos remises." } };
    await database.prisma.site.update({
      where: { id: site.siteId },
      data: { linkDays: 30, connectWords, accentColour: "#123456" },
    });
    const { secret, sessionId } = await makeLink();
    const session = await database.prisma.connectSession.findUniqueOrThrow({ where: { id: sessionId } });
    expect(session.expiresAt.getTime() - session.createdAt.getTime()).toBe(30 * 86_400_000);
    const look = {
      accentColour: "#123456",
      logoUrl: null,
      words: { en: {}, fr: { why: "Pour vos remises." } },
    };
    expect(await page(secret)).toMatchObject({ ok: true, page: { look } });
  });
});

describe("an attempt", () => {
  it("has a reference of its own, opens the link and makes the user connecting", async () => {
    const { secret, sessionId, linkedUserId } = await makeLink();
    const [first, second] = [await begun(secret), await begun(secret)];
    expect(first.supportCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(first.customReference).not.toBe(second.customReference);
    expect(await openReference(site.ring, site.siteId, first.customReference)).toMatchObject({
      ok: true,
      attemptId: first.id,
    });
    const session = await database.prisma.connectSession.findUniqueOrThrow({ where: { id: sessionId } });
    expect(session).toMatchObject({ state: "opened", openedAt: expect.any(Date) });
    expect(await userState(linkedUserId)).toBe("connecting");
    expect(await liveKinds([sessionId, linkedUserId])).toEqual([
      "connect_session",
      "connect_session",
      "linked_user",
    ]);
    const row = await database.prisma.connectAttempt.findUniqueOrThrow({ where: { id: first.id } });
    expect(row.userAgent).toHaveLength(300);
    expect(row.device).toBe("desktop");
    expect(Buffer.from(row.browserHash!).equals(createHash("sha256").update(BROWSER).digest())).toBe(true);
  });

  it("begins side by side with others", async () => {
    const { secret, sessionId } = await makeLink();
    const all = await Promise.all(Array.from({ length: 4 }, () => begin(secret)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(await database.prisma.connectAttempt.count({ where: { sessionId } })).toBe(4);
  });

  it("leaves a user who has a token as they are", async () => {
    const { secret, linkedUserId } = await makeLink();
    await giveToken(linkedUserId, (await begun(secret)).id);
    await begun(secret);
    expect(await userState(linkedUserId)).toBe("active");
  });

  it("is answered to the browser that began it alone", async () => {
    const { secret } = await makeLink();
    const { id } = await begun(secret);
    expect(await status(secret, id, "another browser")).toBe("unknown");
    const events = [{ seq: 0, name: "onError" as const }];
    const report = { secret, attemptId: id, browser: "another browser", events };
    expect(await recordConnectEvents(END_USER_SCOPE, database, site.ring, report)).toMatchObject({
      ok: false,
    });
    expect(await database.prisma.rateLimit.count()).toBe(0);
  });

  it("is answered to a page whose browser keeps no cookie by its reference, and by no other", async () => {
    const { secret, linkedUserId } = await makeLink();
    const [mine, other] = [await begun(secret), await begun(secret)];
    const ask = (reference?: string, browser: string | null = null) =>
      readAttemptStatus(END_USER_SCOPE, database.prisma, {
        secret,
        attemptId: mine.id,
        browser,
        ...(reference === undefined ? {} : { proof: { ring: site.ring, reference } }),
      });
    expect(await ask()).toBe("unknown");
    expect(await ask(other.customReference)).toBe("unknown");
    expect(await ask("anything")).toBe("unknown");
    expect(await ask(mine.customReference, "another browser")).toBe("unknown");
    expect(await ask(mine.customReference)).toBe("waiting");
    await giveToken(linkedUserId, mine.id);
    expect(await ask(mine.customReference)).toBe("connected");
  });

  it("is connected by a token alone", async () => {
    const { secret, linkedUserId } = await makeLink();
    const attempt = await begun(secret);
    const other = await makeLink();
    expect(await status(secret, attempt.id)).toBe("waiting");
    expect(await status(other.secret, attempt.id)).toBe("unknown");
    await recordConnectEvents(END_USER_SCOPE, database, site.ring, {
      secret,
      attemptId: attempt.id,
      browser: BROWSER,
      events: [{ seq: 0, name: "onTokenCreated", tokenFingerprint: "ab".repeat(32) }],
    });
    expect(await status(secret, attempt.id)).toBe("waiting");
    await giveToken(linkedUserId, attempt.id);
    expect(await status(secret, attempt.id)).toBe("connected");
    await database.prisma.apiToken.updateMany({
      where: { attemptId: attempt.id },
      data: { state: "revoked" },
    });
    expect(await status(secret, attempt.id)).toBe("revoked");
  });
});

describe("what the browser saw", () => {
  it("is kept once, for an attempt of the link", async () => {
    const { secret } = await makeLink();
    const { id: attemptId } = await begun(secret);
    const tokenFingerprint = createHash("sha256").update("token").digest("hex");
    const events = [
      { seq: 0, name: "onDisplayPopup" as const },
      { seq: 1, name: "onTokenCreated" as const, tokenFingerprint },
    ];
    const report = { secret, attemptId, browser: BROWSER, events };
    expect(await recordConnectEvents(END_USER_SCOPE, database, site.ring, report)).toEqual({ ok: true });
    expect(await recordConnectEvents(END_USER_SCOPE, database, site.ring, report)).toEqual({ ok: true });
    const rows = await database.prisma.connectEvent.findMany({
      where: { attemptId },
      orderBy: { seq: "asc" },
    });
    expect(rows.map(({ name }) => name)).toEqual(["onDisplayPopup", "onTokenCreated"]);
    expect(Buffer.from(rows[1]!.tokenFingerprint!).toString("hex")).toBe(tokenFingerprint);
    const other = await makeLink();
    const foreign = { ...report, secret: other.secret };
    expect(await recordConnectEvents(END_USER_SCOPE, database, site.ring, foreign)).toMatchObject({
      ok: false,
    });
  });

  it("keeps what the page's policy stopped sealed, and shows it to staff", async () => {
    const { secret, linkedUserId } = await makeLink();
    const { id: attemptId } = await begun(secret);
    const violation = { directive: "script-src-elem", blocked: "https://evil.example" };
    const events = [{ seq: 0, name: "csp_violation" as const, violation }];
    const report = { secret, attemptId, browser: BROWSER, events };
    expect(connectEventsSchema.safeParse({ secret, attemptId, events }).success).toBe(true);
    const address = { ...violation, blocked: "https://evil.example/?token=SECRET" };
    const told = [{ seq: 0, name: "csp_violation", violation: address }];
    expect(connectEventsSchema.safeParse({ secret, attemptId, events: told }).success).toBe(false);
    expect(await recordConnectEvents(END_USER_SCOPE, database, site.ring, report)).toEqual({ ok: true });
    const row = await database.prisma.connectEvent.findFirstOrThrow({ where: { attemptId } });
    expect(Buffer.from(row.detailSealed ?? []).toString("latin1")).not.toContain("evil");
    const asked = { userId: linkedUserId, parts: TIMELINE_PARTS, after: null, limit: 20 };
    const { entries: history } = await readHistory(SYSTEM_SCOPE, database.prisma, site.ring, asked);
    expect(history.find(({ name }) => name === "csp_violation")).toMatchObject({ violation });
  });

  it("is refused in any other form", () => {
    const good = {
      secret: "A".repeat(32),
      attemptId: newId(),
      events: [{ seq: 500, name: "onTokenCreated", tokenFingerprint: "0f".repeat(32) }],
    };
    expect(connectEventsSchema.safeParse(good).success).toBe(true);
    const wrong: unknown[] = [
      { seq: 501, name: "onError" },
      { seq: -1, name: "onError" },
      { seq: 0.5, name: "onError" },
      { seq: 0, name: "onSomething" },
      { seq: 0, name: "onError", tokenFingerprint: "0f".repeat(32) },
      { seq: 0, name: "onTokenCreated", tokenFingerprint: "token" },
    ];
    for (const event of wrong) {
      expect(connectEventsSchema.safeParse({ ...good, events: [event] }).success).toBe(false);
    }
    const many = Array.from({ length: 51 }, (_, seq) => ({ seq, name: "onError" }));
    expect(connectEventsSchema.safeParse({ ...good, events: many }).success).toBe(false);
  });
});

describe("'This isn't me'", () => {
  it("cancels the link, is audited and told to staff", async () => {
    const { secret, sessionId, linkedUserId } = await makeLink();
    const { id } = await begun(secret);
    const keys = { ring: site.ring, auditKey };
    expect(await cancelByEndUser(END_USER_SCOPE, database, keys, secret)).toBe(true);
    expect(await cancelByEndUser(END_USER_SCOPE, database, keys, secret)).toBe(false);
    expect(await status(secret, id)).toBe("cancelled");
    expect(await begin(secret)).toEqual({ ok: false, reason: "cancelled" });
    expect(await userState(linkedUserId)).toBe("invited");
    const audited = await database.prisma.auditEntry.findMany({ where: { targetId: sessionId } });
    expect(audited).toMatchObject([{ action: "connect_session.not_me", actorName: "end user" }]);
    expect(await liveKinds([sessionId])).toEqual(["connect_session", "connect_session"]);
  });

  it("asks for somebody's look until there is a new link", async () => {
    const { secret, linkedUserId } = await makeLink();
    const before = await countConnectAttention(SYSTEM_SCOPE, database.prisma);
    await cancelByEndUser(END_USER_SCOPE, database, { ring: site.ring, auditKey }, secret);
    const after = await countConnectAttention(SYSTEM_SCOPE, database.prisma);
    expect(after.notMe).toBe(before.notMe + 1);
    expect(await attentive("not_me")).toContain(linkedUserId);
    expect(await attentive("not_me")).toHaveLength(after.notMe);
    const link = { siteId: site.siteId, linkedUserId, language: null };
    await createConnectSession(SYSTEM_SCOPE, database.prisma, site, link);
    expect(await attentive("not_me")).not.toContain(linkedUserId);
    expect((await countConnectAttention(SYSTEM_SCOPE, database.prisma)).notMe).toBe(before.notMe);
  });
});

describe("a token that a browser saw and no webhook brought", () => {
  it("asks for somebody's look until the person has one that came", async () => {
    const { secret, linkedUserId } = await makeLink();
    const attempt = await begun(secret);
    const tokenFingerprint = randomBytes(32).toString("hex");
    await recordConnectEvents(END_USER_SCOPE, database, site.ring, {
      secret,
      attemptId: attempt.id,
      browser: BROWSER,
      events: [{ seq: 0, name: "onTokenCreated", tokenFingerprint }],
    });
    expect(await attentive("unconfirmed")).not.toContain(linkedUserId);
    await database.prisma.connectEvent.updateMany({
      where: { attemptId: attempt.id },
      data: { receivedAt: new Date(Date.now() - 6 * 60_000) },
    });
    await letTimePass(database);
    await noticeExpiredLinks(database);
    const { unconfirmed } = await countConnectAttention(SYSTEM_SCOPE, database.prisma);
    expect(await attentive("unconfirmed")).toContain(linkedUserId);
    expect(await attentive("unconfirmed")).toHaveLength(unconfirmed);
    await giveToken(linkedUserId, (await begun(secret)).id);
    await letTimePass(database);
    await noticeExpiredLinks(database);
    expect(await attentive("unconfirmed")).not.toContain(linkedUserId);
  });
});

describe("a link that expires while it is open", () => {
  it("leaves nobody connecting, and tells open pages so", async () => {
    const { secret, sessionId, linkedUserId } = await makeLink();
    await begun(secret);

    await noticeExpiredLinks(database);
    expect(await userState(linkedUserId)).toBe("connecting");
    await database.prisma.connectSession.update({
      where: { id: sessionId },
      data: { expiresAt: new Date() },
    });
    await letTimePass(database);
    await noticeExpiredLinks(database);
    expect(await userState(linkedUserId)).toBe("invited");
    const told = await database.prisma.liveEvent.count({ where: { entityId: linkedUserId } });
    await noticeExpiredLinks(database);
    expect(await database.prisma.liveEvent.count({ where: { entityId: linkedUserId } })).toBe(told);
  });
});

describe("a reconnection", () => {
  it("supersedes the older token, and keeps it", async () => {
    const { secret, linkedUserId } = await makeLink();
    await giveToken(linkedUserId, (await begun(secret)).id);
    await giveToken(linkedUserId, (await begun(secret)).id);
    const tokens = await listUserTokens(SYSTEM_SCOPE, database.prisma, linkedUserId);
    expect(tokens.map(({ state }) => state).sort()).toEqual(["active", "superseded"]);
    const active = tokens.find(({ state }) => state === "active");
    const others = tokens.filter(({ state }) => state !== "active");
    for (const { grantedAt } of others)
      expect(grantedAt?.getTime()).toBeLessThanOrEqual(active?.grantedAt?.getTime() ?? 0);
    await database.prisma.apiToken.update({ where: { id: active?.id ?? "" }, data: { state: "revoked" } });
    expect(
      (await listUserTokens(SYSTEM_SCOPE, database.prisma, linkedUserId)).map(({ state }) => state).sort(),
    ).toEqual(["active", "revoked"]);
  });
});

describe("maskName", () => {
  it.each([
    ["Camille Renard", "Ca••••• R•••"],
    ["Léa", "L•••••"],
    ["  Jean-Luc  de la Tour ", "Je••••• d••• l•••"],
    ["", "•••••"],
  ])("%s → %s", (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});
