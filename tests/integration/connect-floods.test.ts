import { afterAll, beforeAll, expect, it } from "vitest";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { recordConnectEvents } from "@/lib/links/connecting/attempts";
import { countConnectRequest } from "@/lib/links/connecting/limits";
import { createConnectLink } from "@/lib/links/inviting/invite";
import { purgeOldAttempts } from "@/lib/links/sessions/link-expiry";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;
const BROWSER = "the browser of a person with time";
const DAY_MS = 86_400_000;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
});
afterAll(() => database.close());

it.each([
  ["connect events", 600, 3_000],
  ["connect status", 3_000, 15_000],
  ["connect not-me", 10, 60],
] as const)("%s are limited by link and by network", async (kind, ofLink, ofNetwork) => {
  const used = (key: string, count: number) =>
    database.prisma.rateLimit.updateMany({ where: { key: { startsWith: key } }, data: { count } });
  const ask = async (secret: string, address: string) =>
    (await countConnectRequest(database.prisma, kind, { secret, address })) === null;
  expect(await ask("a link", "192.0.2.1")).toBe(true);
  await used(kind, ofLink - 1);
  // From wherever it is asked.
  expect(await ask("a link", "192.0.2.2")).toBe(true);
  expect(await ask("a link", "192.0.2.3")).toBe(false);
  expect(await ask("another link", "192.0.2.1")).toBe(true);
  await used(`${kind} from`, ofNetwork);
  expect(await ask("a third link", "192.0.2.1")).toBe(false);
  expect(await ask("a third link", "198.51.100.1")).toBe(true);
});

it("keeps so many events of a link and no more, whatever its openings", async () => {
  const { secret, sessionId } = await grants.invite("Flood");
  const first = await grants.open(secret, BROWSER);
  await database.prisma.$executeRaw`
    INSERT INTO connect_attempts (id, session_id, support_code, language, created_at)
    SELECT gen_random_uuid(), ${sessionId}::uuid, 'flood-' || n, 'en', now() FROM generate_series(1, 10) n`;
  await database.prisma.$executeRaw`
    INSERT INTO connect_events (id, attempt_id, seq, name, received_at)
    SELECT gen_random_uuid(), a.id, n, 'onError', now() FROM connect_attempts a, generate_series(0, 499) n
    WHERE a.session_id = ${sessionId}::uuid AND a.support_code LIKE 'flood-%'`;
  const events = [{ seq: 0, name: "onError" as const }];
  const report = { secret, attemptId: first.id, browser: BROWSER, events };
  expect(await recordConnectEvents(END_USER_SCOPE, database, site.ring, report)).toEqual({
    ok: false,
    problem: "too_many",
  });
  expect(await database.prisma.connectEvent.count({ where: { attempt: { sessionId } } })).toBe(5_000);
});

it("forgets openings that nothing asks for, and none that a token named or may still name", async () => {
  const old = await grants.invite("Old");
  const recent = await createConnectLink(SYSTEM_SCOPE, database, grants.keys, old.userId);
  if (!recent.ok) throw new Error(recent.problem);
  const named = await grants.open(old.secret, BROWSER);
  const unused = await grants.open(old.secret, BROWSER);
  const kept = await grants.open(recent.secret, BROWSER);
  const events = [{ seq: 0, name: "onError" as const }];
  for (const attempt of [named, unused]) {
    const report = { secret: old.secret, attemptId: attempt.id, browser: BROWSER, events };
    expect(await recordConnectEvents(END_USER_SCOPE, database, site.ring, report)).toEqual({ ok: true });
  }
  await grants.tell("token_created", "old", named.customReference);
  const expire = (id: string, days: number) =>
    database.prisma.connectSession.update({
      where: { id },
      data: { expiresAt: new Date(Date.now() - days * DAY_MS) },
    });
  await expire(old.sessionId, 91);
  await expire(recent.sessionId, 89);
  await purgeOldAttempts(database);
  const left = await database.prisma.connectAttempt.findMany({
    where: { session: { linkedUserId: old.userId } },
  });
  expect(left.map(({ id }) => id).toSorted()).toEqual([named.id, kept.id].toSorted());
  expect(await database.prisma.connectEvent.count({ where: { attemptId: named.id } })).toBe(1);
  expect(await grants.stateOf(old.userId)).toBe("active");
});
