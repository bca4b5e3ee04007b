import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fingerprint } from "@/lib/crypto/secrets";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { cancelByEndUser } from "@/lib/links/connecting/attempts";
import { createConnectLink } from "@/lib/links/inviting/invite";
import { noticeExpiredLinks } from "@/lib/links/sessions/link-expiry";
import { listUserTokens } from "@/lib/links/timeline/user-history-store";
import { listUnownedTokens } from "@/lib/links/tokens/assign-token-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";
import { letTimePass } from "../support/let-time-pass";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;
const B1 = "the first browser's cookie";

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
});
afterAll(() => database.close());

const tokenRow = async (token: string) =>
  database.prisma.apiToken.findFirstOrThrow({ where: { fingerprint: fingerprint(token) } });

/** Has whoever is about to commit a change wait: each tells open pages of it last. */
async function pauseBeforeCommit() {
  let [tellHeld, end] = [() => {}, () => {}];
  const held = new Promise<void>((resolve) => {
    tellHeld = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    end = resolve;
  });
  const holding = database.prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE live_events IN ACCESS EXCLUSIVE MODE`;
      tellHeld();
      await gate;
    },
    { timeout: 20_000 },
  );
  await held;
  return {
    end: () => {
      end();
      return holding;
    },
  };
}

/** Waits until so many transactions wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  const waiting = `SELECT count(DISTINCT pid)::int AS n FROM pg_locks WHERE NOT granted
    AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`;
  await expect
    .poll(async () => (await database.pool.query<{ n: number }>(waiting)).rows[0]?.n, { interval: 10 })
    .toBe(count);
}

it("supersedes by the bank's time, not by who arrives first", async () => {
  const { userId, secret } = await grants.invite("R1");
  const a = await grants.open(secret, B1);
  const b = await grants.open(secret, B1);
  await grants.tell("token_created", "R1-new", b.customReference, 1_794_900_200);
  await letTimePass(database);
  await grants.tell("token_created", "R1-old", a.customReference, 1_794_900_100);
  const rows = await listUserTokens(SYSTEM_SCOPE, database.prisma, userId);
  const short = (t: string) => Buffer.from(fingerprint(t)).toString("hex").slice(0, 8);
  expect(Object.fromEntries(rows.map((r) => [r.fingerprint, r.state]))).toEqual({
    [short("R1-new")]: "active",
    [short("R1-old")]: "superseded",
  });
});

it("leaves the newer token the newest when the older one's creation is repeated", async () => {
  const { userId, secret } = await grants.invite("U3");
  const a = await grants.open(secret, B1);
  await grants.tell("token_created", "U3-old", a.customReference, 1_794_905_000);
  await sleep(10);
  const again = await createConnectLink(SYSTEM_SCOPE, database, grants.keys, userId);
  if (!again.ok) throw new Error();
  const b = await grants.open(again.secret, B1);
  await grants.tell("token_created", "U3-new", b.customReference, 1_794_905_500);
  await sleep(10);
  await grants.tell("token_created", "U3-old", a.customReference, 1_794_905_001);
  const rows = await listUserTokens(SYSTEM_SCOPE, database.prisma, userId);
  const short = (t: string) => Buffer.from(fingerprint(t)).toString("hex").slice(0, 8);
  expect(rows.find((r) => r.fingerprint === short("U3-new"))?.state).toBe("active");
});

it("gives an attempt one owner, however references were mixed", async () => {
  const ada = await grants.invite("R5 Ada");
  const bea = await grants.invite("R5 Bea");
  const a1 = await grants.open(ada.secret, B1);
  const a2 = await grants.open(bea.secret, B1);
  await grants.tell("token_created", "R5-Y", a1.customReference, 1_794_901_001);
  await grants.tell("token_created", "R5-X", a1.customReference, 1_794_901_002);
  expect((await tokenRow("R5-X")).orphanReason).toBe("reference_spent");
  await grants.tell("token_created", "R5-X", a2.customReference, 1_794_901_003);
  expect((await tokenRow("R5-X")).orphanReason).toBe("reference_spent");
  await grants.tell("token_created", "R5-Z", a2.customReference, 1_794_901_004);
  const owners = await database.prisma.apiToken.findMany({ where: { attemptId: a1.id } });
  expect({ n: owners.length, x: (await tokenRow("R5-X")).orphanReason }).toEqual({
    n: 1,
    x: "reference_spent",
  });
});

it("keeps a token with its owner when an older word on it comes too late", async () => {
  const { userId, secret, sessionId } = await grants.invite("R6");
  const a = await grants.open(secret, B1);
  const old = new Date(Date.now() - 3 * 86_400_000);
  await database.prisma.connectSession.update({
    where: { id: sessionId },
    data: { createdAt: old, expiresAt: new Date(old.getTime() + 3_600_000) },
  });
  await grants.tellAt(
    "token_created",
    "R6",
    a.customReference,
    new Date(old.getTime() + 60_000),
    1_794_902_200,
  );
  await grants.process();
  expect(await grants.stateOf(userId)).toBe("active");
  await grants.tellAt("token_created", "R6", a.customReference, new Date(), 1_794_902_100);
  await grants.process();
  expect({ user: await grants.stateOf(userId), reason: (await tokenRow("R6")).orphanReason }).toEqual({
    user: "active",
    reason: null,
  });
});

it("keeps a revoked token with its owner when its creation comes too late", async () => {
  const { userId, secret, sessionId } = await grants.invite("R6b");
  const a = await grants.open(secret, B1);
  const old = new Date(Date.now() - 3 * 86_400_000);
  await database.prisma.connectSession.update({
    where: { id: sessionId },
    data: { createdAt: old, expiresAt: new Date(old.getTime() + 3_600_000) },
  });
  await grants.tellAt(
    "token_revoked",
    "R6b",
    a.customReference,
    new Date(old.getTime() + 60_000),
    1_794_902_300,
  );
  await grants.process();
  expect(await grants.stateOf(userId)).toBe("revoked");
  await grants.tellAt("token_created", "R6b", a.customReference, new Date(), 1_794_902_250);
  await grants.process();
  expect({ user: await grants.stateOf(userId), reason: (await tokenRow("R6b")).orphanReason }).toEqual({
    user: "revoked",
    reason: null,
  });
});

it("ends the same, whether two tokens of one link are processed apart or together", async () => {
  const run = async (name: string, together: boolean) => {
    const { secret, sessionId } = await grants.invite(name);
    const a = await grants.open(secret, B1);
    const b = await grants.open(secret, B1);
    const first = new Date(Date.now() - 31 * 3_600_000);
    await database.prisma.connectSession.update({ where: { id: sessionId }, data: { createdAt: first } });
    await grants.tellAt("token_created", `${name}-1`, a.customReference, first);
    if (!together) await grants.process();
    await grants.tellAt("token_created", `${name}-2`, b.customReference, new Date());
    await grants.process();
    return (await tokenRow(`${name}-2`)).orphanReason;
  };
  const apart = await run("R7a", false);
  const together = await run("R7b", true);
  expect(together).toBe(apart);
});

it("leaves an active user active when their link's expiry is noticed at the same time", async () => {
  const { userId, secret, sessionId } = await grants.invite("R10");
  const a = await grants.open(secret, B1);
  await database.prisma.connectSession.update({
    where: { id: sessionId },
    data: { expiresAt: new Date(Date.now() - 1000) },
  });
  await letTimePass(database);
  await grants.tellAt("token_created", "R10", a.customReference, new Date());
  // hold the user row so both meet: the processor first, the watch behind it

  const pause = await pauseBeforeCommit();
  const processing = grants.process();
  await untilWaiting(1); // has updated the user, waits to publish
  const looking = noticeExpiredLinks(database);
  await untilWaiting(2); // waits for the user's row
  await pause.end();
  await Promise.all([processing, looking]);
  expect((await tokenRow("R10")).state).toBe("active");
  expect((await tokenRow("R10")).linkedUserId).toBe(userId);
  expect(await grants.stateOf(userId)).toBe("active");
  await noticeExpiredLinks(database);
});

it("leaves an active user active when another of their links is cancelled at the same time", async () => {
  const { userId, secret, sessionId } = await grants.invite("S4");
  const second = await createConnectLink(SYSTEM_SCOPE, database, grants.keys, userId);
  if (!second.ok) throw new Error();
  const a = await grants.open(second.secret, B1);
  // the link that brings the token has expired by now (its token is good for 24 h); the other one is open
  await database.prisma.connectSession.update({
    where: { id: second.sessionId },
    data: { expiresAt: new Date(Date.now() - 1000) },
  });
  await grants.open(secret, B1);
  await grants.tellAt("token_created", "S4", a.customReference, new Date());
  const pause = await pauseBeforeCommit();
  const processing = grants.process();
  await untilWaiting(1);
  const cancelling = cancelByEndUser(END_USER_SCOPE, database, grants.keys, secret);
  await untilWaiting(2);
  await pause.end();
  await Promise.all([processing, cancelling]);
  expect({
    session: (await database.prisma.connectSession.findUniqueOrThrow({ where: { id: sessionId } })).state,
    user: await grants.stateOf(userId),
  }).toEqual({ session: "cancelled", user: "active" });
});

it("leaves an active user active when another of their links is opened at the same time", async () => {
  const { userId, secret } = await grants.invite("U4");
  const second = await createConnectLink(SYSTEM_SCOPE, database, grants.keys, userId);
  if (!second.ok) throw new Error();
  const a = await grants.open(secret, B1);
  await database.prisma.connectSession.updateMany({
    where: { id: { not: second.sessionId }, linkedUserId: userId },
    data: { expiresAt: new Date(Date.now() - 1000) },
  });
  await letTimePass(database);
  await noticeExpiredLinks(database); // invited again
  expect(await grants.stateOf(userId)).toBe("invited");
  await grants.tellAt("token_created", "U4", a.customReference, new Date());
  const pause = await pauseBeforeCommit();
  const processing = grants.process();
  await untilWaiting(1);
  const opening = grants.open(second.secret, B1);
  await untilWaiting(2);
  await pause.end();
  await Promise.all([processing, opening]);
  expect(await grants.stateOf(userId)).toBe("active");
});

it("lists a token that is nobody's however many were given away since", async () => {
  await grants.tell("token_created", "S5-orphan", "");
  const { userId } = await grants.invite("S5");
  await database.prisma.$executeRaw`
    INSERT INTO api_tokens (id, site_id, fingerprint, token_sealed, state, fold_timestamp, fold_created_at, fold_digest,
      first_seen_at, updated_at, linked_user_id, assigned_user_id)
    SELECT gen_random_uuid(), ${site.siteId}::uuid, sha256(n::text::bytea), 'x', 'revoked', 1, now(), 'x', now() + interval '1 second', now(), ${userId}::uuid, ${userId}::uuid
    FROM generate_series(1, 200) n`;
  const id = (await tokenRow("S5-orphan")).id;
  const listed = await listUnownedTokens(SYSTEM_SCOPE, database.prisma, 200);
  expect(listed.some((t) => t.id === id)).toBe(true);
});

it("looks tokens up by attempt through an index", async () => {
  await database.prisma.$executeRaw`
    INSERT INTO api_tokens (id, site_id, fingerprint, token_sealed, state, fold_timestamp, fold_created_at, fold_digest, first_seen_at, updated_at)
    SELECT gen_random_uuid(), ${site.siteId}::uuid, sha256(('p' || n)::bytea), repeat('x', 80)::bytea, 'revoked', 1, now(), 'x', now() - interval '9 days', now()
    FROM generate_series(1, 100000) n`;
  await database.prisma.$executeRaw`ANALYZE api_tokens`;
  const plan = await database.prisma.$queryRaw<{ "QUERY PLAN": string }[]>`
    EXPLAIN SELECT state FROM api_tokens WHERE attempt_id = '0190a0a0-0000-7000-8000-00000000000a'`;
  const text = plan.map((r) => r["QUERY PLAN"]).join("\n");
  expect(text).not.toContain("Seq Scan");
});
