import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fingerprint } from "@/lib/crypto/secrets";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { cancelByEndUser, readAttemptStatus, recordConnectEvents } from "@/lib/links/connecting/attempts";
import { reconnectByEndUser } from "@/lib/links/connecting/reconnect";
import { createConnectLink } from "@/lib/links/inviting/invite";
import { countConnectAttention } from "@/lib/links/listing/attention-store";
import { noticeExpiredLinks } from "@/lib/links/sessions/link-expiry";
import { assignToken, confirmToken } from "@/lib/links/tokens/assign-token";
import { listUnownedTokens } from "@/lib/links/tokens/assign-token-store";
import { settleInbox } from "@/lib/webhooks/process/settle-inbox";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";
import { letTimePass } from "../support/let-time-pass";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;
const B1 = "the first browser's cookie";
const B2 = "another browser's cookie";

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
});
afterAll(() => database.close());

const tokenRow = async (token: string) =>
  database.prisma.apiToken.findFirstOrThrow({ where: { fingerprint: fingerprint(token) } });

const attention = () => countConnectAttention(SYSTEM_SCOPE, database.prisma);
const rule = (confirmSecondBrowser: boolean) =>
  database.prisma.site.update({ where: { id: site.siteId }, data: { confirmSecondBrowser } });

it("takes no token back that was accepted before second browsers had to wait", async () => {
  await rule(false);
  const { userId, secret } = await grants.invite("R2");
  await grants.open(secret, B1);
  const b = await grants.open(secret, B2);
  await grants.tell("token_created", "R2", b.customReference);
  expect(await grants.stateOf(userId)).toBe("active");
  await rule(true);
  try {
    await grants.tell("token_revoked", "R2", b.customReference);
    expect({ user: await grants.stateOf(userId), reason: (await tokenRow("R2")).orphanReason }).toEqual({
      user: "revoked",
      reason: null,
    });
  } finally {
    await rule(false);
  }
});

it("has a second browser's token wait until staff confirm it, also where the rule is off again", async () => {
  await rule(true);
  const { userId, secret } = await grants.invite("P4");
  await grants.open(secret, B1);
  const b = await grants.open(secret, B2);
  await grants.tell("token_created", "P4", b.customReference);
  await rule(false);
  await grants.tell("token_created", "P4", b.customReference);
  expect(await grants.stateOf(userId)).toBe("connecting");
  const { id } = await tokenRow("P4");
  expect(await confirmToken(SYSTEM_SCOPE, database, grants.keys, id)).toEqual({ ok: true });
  expect(await grants.stateOf(userId)).toBe("active");
});

it("neither completes a link by a token that staff gave to somebody else, nor says so to its person", async () => {
  const ada = await grants.invite("R3 Ada");
  const bea = await grants.invite("R3 Bea");
  const attempt = await grants.open(ada.secret, B1);
  await grants.tell("token_created", "R3", "");
  const tokenId = (await tokenRow("R3")).id;
  expect(await assignToken(SYSTEM_SCOPE, database, grants.keys, { tokenId, userId: bea.userId })).toEqual({
    ok: true,
  });
  await grants.tell("token_created", "R3", attempt.customReference);
  const s = await database.prisma.connectSession.findUniqueOrThrow({ where: { id: ada.sessionId } });
  expect({
    token: (await tokenRow("R3")).linkedUserId === bea.userId,
    ada: await grants.stateOf(ada.userId),
    page: await readAttemptStatus(END_USER_SCOPE, database.prisma, {
      secret: ada.secret,
      attemptId: attempt.id,
      browser: B1,
    }),
    session: s.state,
  }).toEqual({ token: true, ada: "connecting", page: "waiting", session: "opened" });
});

it("offers no reconnection for a token that staff gave to somebody else", async () => {
  const ada = await grants.invite("U5 Ada");
  const bea = await grants.invite("U5 Bea");
  const attempt = await grants.open(ada.secret, B1);
  await grants.tell("token_created", "U5", "");
  await assignToken(SYSTEM_SCOPE, database, grants.keys, {
    tokenId: (await tokenRow("U5")).id,
    userId: bea.userId,
  });
  await grants.tell("token_created", "U5", attempt.customReference);
  await grants.tell("token_revoked", "U5", attempt.customReference);
  const r = await reconnectByEndUser(END_USER_SCOPE, database, grants.keys, ada.secret);
  expect({ reconnect: r.ok, ada: await grants.stateOf(ada.userId) }).toEqual({
    reconnect: false,
    ada: "connecting",
  });
});

it("completes the link where staff give a waiting token to the person of its link", async () => {
  await rule(true);
  const { userId, secret, sessionId } = await grants.invite("R4");
  await grants.open(secret, B1);
  const b = await grants.open(secret, B2);
  await grants.tell("token_created", "R4", b.customReference);
  const tokenId = (await tokenRow("R4")).id;
  await assignToken(SYSTEM_SCOPE, database, grants.keys, { tokenId, userId });
  await rule(false);
  const s = await database.prisma.connectSession.findUniqueOrThrow({ where: { id: sessionId } });
  expect({
    user: await grants.stateOf(userId),
    session: s.state,
    page: await readAttemptStatus(END_USER_SCOPE, database.prisma, { secret, attemptId: b.id, browser: B2 }),
  }).toEqual({ user: "active", session: "completed", page: "connected" });
});

it("has whoever reconnects by somebody else's link wait for staff, too", async () => {
  await rule(true);
  const { userId, secret } = await grants.invite("U1");
  const a = await grants.open(secret, B1);
  await grants.tell("token_created", "U1", a.customReference);
  await grants.tell("token_revoked", "U1", a.customReference);
  const made = await reconnectByEndUser(END_USER_SCOPE, database, grants.keys, secret);
  if (!made.ok) throw new Error("no reconnect");
  const b = await grants.open(made.secret, B2);
  await grants.tell("token_created", "U1 stranger", b.customReference);
  await rule(false);
  expect({ user: await grants.stateOf(userId), why: (await tokenRow("U1 stranger")).orphanReason }).toEqual({
    user: "revoked",
    why: "second_browser",
  });
});

it("tells nobody that their link is cancelled whose token came before they said that it is not for them", async () => {
  const { userId, secret, sessionId } = await grants.invite("S1");
  const a = await grants.open(secret, B1);
  await grants.tellAt("token_created", "S1", a.customReference, new Date(Date.now() - 10));
  const at = new Date();
  // They are answered once what came before is processed.
  expect(await settleInbox(SYSTEM_SCOPE, database.prisma, at, 100)).toBe(false);
  await grants.process();
  expect(await settleInbox(SYSTEM_SCOPE, database.prisma, at, 100)).toBe(true);
  const told = await cancelByEndUser(END_USER_SCOPE, database, grants.keys, secret, at);
  const s = await database.prisma.connectSession.findUniqueOrThrow({ where: { id: sessionId } });
  expect({ told, session: s.state, user: await grants.stateOf(userId) }).toEqual({
    told: false,
    session: "completed",
    user: "active",
  });
});

it("links nobody by a token that came after they said that the link is not for them", async () => {
  const { userId, secret, sessionId } = await grants.invite("S1 after");
  const a = await grants.open(secret, B1);
  const at = new Date(Date.now() - 10);
  await grants.tellAt("token_created", "S1 after", a.customReference, new Date());
  const told = await cancelByEndUser(END_USER_SCOPE, database, grants.keys, secret, at);
  await grants.process();
  const s = await database.prisma.connectSession.findUniqueOrThrow({ where: { id: sessionId } });
  expect({ told, session: s.state, user: await grants.stateOf(userId) }).toEqual({
    told: true,
    session: "cancelled",
    user: "invited",
  });
});

it("confirms no token of a link whose person said that it is not for them", async () => {
  await rule(true);
  const { userId, secret } = await grants.invite("S2");
  await grants.open(secret, B1);
  const b = await grants.open(secret, B2);
  await grants.tell("token_created", "S2", b.customReference);
  await sleep(10);
  expect(await cancelByEndUser(END_USER_SCOPE, database, grants.keys, secret)).toBe(true);
  const done = await confirmToken(SYSTEM_SCOPE, database, grants.keys, (await tokenRow("S2")).id);
  await rule(false);
  expect({ done, user: await grants.stateOf(userId) }).toMatchObject({
    done: { ok: false },
    user: "invited",
  });
});

it("gives a waiting token to whom the list says, where it named two people", async () => {
  await rule(true);
  const ada = await grants.invite("S3 Ada");
  const bea = await grants.invite("S3 Bea");
  await grants.open(ada.secret, B1);
  await grants.open(bea.secret, B1);
  const a = await grants.open(ada.secret, B2);
  const b = await grants.open(bea.secret, B2);
  await grants.tell("token_created", "S3", b.customReference, 1_794_903_200);
  await grants.tell("token_created", "S3", a.customReference, 1_794_903_100);
  const id = (await tokenRow("S3")).id;
  const listed = (await listUnownedTokens(SYSTEM_SCOPE, database.prisma, 200)).find((t) => t.id === id);
  const done = await confirmToken(SYSTEM_SCOPE, database, grants.keys, id);
  await rule(false);
  const owner = await database.prisma.linkedUser.findUniqueOrThrow({
    where: { id: (await tokenRow("S3")).linkedUserId ?? "" },
  });
  const audit = await database.prisma.auditEntry.findFirst({
    where: { action: "token.confirmed" },
    orderBy: { seq: "desc" },
  });
  const audited = await database.prisma.linkedUser.findUniqueOrThrow({
    where: { id: audit?.targetId ?? "" },
  });
  expect({ done, listed: listed?.claimed?.name, audited: audited.name }).toMatchObject({
    done: { ok: true },
    listed: owner.name,
    audited: owner.name,
  });
});

it("asks for somebody's look although the person reconnects by themselves", async () => {
  const before = await attention();
  const { secret } = await grants.invite("R8");
  const a = await grants.open(secret, B1);
  await grants.tell("token_created", "R8", a.customReference);
  await grants.tell("token_revoked", "R8", a.customReference);
  const made = await reconnectByEndUser(END_USER_SCOPE, database, grants.keys, secret);
  if (!made.ok) throw new Error("no reconnect");
  expect(await cancelByEndUser(END_USER_SCOPE, database, grants.keys, made.secret)).toBe(true);
  expect((await attention()).notMe).toBe(before.notMe + 1);
  await sleep(10);
  expect((await reconnectByEndUser(END_USER_SCOPE, database, grants.keys, secret)).ok).toBe(true);
  expect((await attention()).notMe).toBe(before.notMe + 1);
});

it("asks for somebody's look although an old token's creation is repeated", async () => {
  const before = await attention();
  const { userId, secret } = await grants.invite("U2");
  const a = await grants.open(secret, B1);
  await grants.tell("token_created", "U2-old", a.customReference, 1_794_904_000);
  const again = await createConnectLink(SYSTEM_SCOPE, database, grants.keys, userId);
  if (!again.ok) throw new Error();
  const b = await grants.open(again.secret, B1);
  await recordConnectEvents(END_USER_SCOPE, database, site.ring, {
    secret: again.secret,
    attemptId: b.id,
    browser: B1,
    events: [{ seq: 0, name: "onTokenCreated", tokenFingerprint: "ab".repeat(32) }],
  });
  await database.prisma.$executeRaw`UPDATE connect_events SET received_at = now() - interval '10 minutes'`;
  await database.prisma
    .$executeRaw`UPDATE api_tokens SET granted_at = now() - interval '1 day' WHERE linked_user_id = ${userId}::uuid`;
  await database.prisma
    .$executeRaw`UPDATE api_token_events SET received_at = now() - interval '1 day' WHERE token_id IN (SELECT id FROM api_tokens WHERE linked_user_id = ${userId}::uuid)`;
  await letTimePass(database);
  await noticeExpiredLinks(database);
  expect((await attention()).unconfirmed).toBe(before.unconfirmed + 1);
  await grants.tell("token_created", "U2-old", a.customReference, 1_794_904_001);
  expect((await attention()).unconfirmed).toBe(before.unconfirmed + 1);
});

it("asks for somebody's look where the browser could make no digest", async () => {
  const before = await attention();
  const { secret } = await grants.invite("S7");
  const a = await grants.open(secret, B1);
  await recordConnectEvents(END_USER_SCOPE, database, site.ring, {
    secret,
    attemptId: a.id,
    browser: B1,
    events: [{ seq: 0, name: "onTokenCreated" }],
  });
  await database.prisma.$executeRaw`UPDATE connect_events SET received_at = now() - interval '10 minutes'`;
  await letTimePass(database);
  await noticeExpiredLinks(database);
  expect((await attention()).unconfirmed).toBe(before.unconfirmed + 1);
});

it("cancels no link that expired long ago", async () => {
  const { secret, sessionId } = await grants.invite("U6");
  await database.prisma.connectSession.update({
    where: { id: sessionId },
    data: { expiresAt: new Date(Date.now() - 40 * 86_400_000) },
  });
  expect(await cancelByEndUser(END_USER_SCOPE, database, grants.keys, secret)).toBe(false);
});
