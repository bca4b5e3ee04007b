import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { cancelByEndUser, readAttemptStatus } from "@/lib/links/connecting/attempts";
import { findConnectPage } from "@/lib/links/connecting/connect-page";
import { reconnectByEndUser } from "@/lib/links/connecting/reconnect";
import { createConnectLink } from "@/lib/links/inviting/invite";
import { cancelConnectSession } from "@/lib/links/sessions/connect-sessions";
import { readHistory } from "@/lib/links/timeline/user-history";
import { listUserTokens } from "@/lib/links/timeline/user-history-store";
import { assignToken } from "@/lib/links/tokens/assign-token";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;
let person: Awaited<ReturnType<typeof grants.invite>>;
let attempt: Awaited<ReturnType<typeof grants.open>>;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
});
afterAll(() => database.close());
beforeEach(async () => {
  count += 1;
  person = await grants.invite(`Person ${count}`);
  attempt = await grants.open(person.secret, "a browser");
});

const tokens = async () => listUserTokens(SYSTEM_SCOPE, database.prisma, person.userId);
const session = () => database.prisma.connectSession.findUniqueOrThrow({ where: { id: person.sessionId } });
const status = () =>
  readAttemptStatus(END_USER_SCOPE, database.prisma, {
    secret: person.secret,
    attemptId: attempt.id,
    browser: "a browser",
  });
const historyOf = async (userId: string) => {
  const asked = { userId, parts: ["connect", "tokens", "staff"], after: null, limit: 100 } as const;
  return (await readHistory(SYSTEM_SCOPE, database.prisma, site.ring, asked)).entries;
};
const history = async () => (await historyOf(person.userId)).map(({ name }) => name);
const created = (token: string, reference = attempt.customReference) =>
  grants.tell("token_created", `${token} ${count}`, reference);
const revoked = (token: string, reference = attempt.customReference) =>
  grants.tell("token_revoked", `${token} ${count}`, reference);

it("is over where the revocation comes before the creation that it follows", async () => {
  const now = 1_794_800_000;
  await grants.tell("token_revoked", `t ${count}`, attempt.customReference, now + 10);
  expect(await status()).toBe("revoked");
  await grants.tell("token_created", `t ${count}`, attempt.customReference, now);
  expect(await grants.stateOf(person.userId)).toBe("revoked");
  expect(await status()).toBe("revoked");
  expect((await session()).state).toBe("completed");
});

it("links whom staff cancelled the link of, if the token was under way, and nobody by a link that was not for them", async () => {
  await cancelConnectSession(SYSTEM_SCOPE, database.prisma, person.sessionId);
  await created("under way");
  expect(await grants.stateOf(person.userId)).toBe("active");
  expect((await session()).state).toBe("cancelled");

  person = await grants.invite(`Not ${count}`);
  attempt = await grants.open(person.secret, "a browser");
  await cancelByEndUser(END_USER_SCOPE, database, grants.keys, person.secret);
  await created("stranger's");
  expect(await tokens()).toEqual([]);
  expect(await grants.stateOf(person.userId)).toBe("invited");
});

it("says when a link was cancelled by the clock that deliveries arrive by, however far this machine's is off", async () => {
  const now = Date.now();
  // What arrives goes by Postgres's time, which is that of this machine before its clock was set wrong.
  vi.useFakeTimers({ toFake: ["Date"], now: now + 600_000 });
  try {
    await cancelByEndUser(END_USER_SCOPE, database, grants.keys, person.secret);
  } finally {
    vi.useRealTimers();
  }
  await created("stranger's");
  expect(await tokens()).toEqual([]);
  expect((await session()).state).toBe("cancelled");
});

it("takes a token that comes after the link's time, within a day, and none after that", async () => {
  const expire = (hours: number) =>
    database.prisma.connectSession.update({
      where: { id: person.sessionId },
      data: { expiresAt: new Date(Date.now() - hours * 3_600_000) },
    });
  await expire(23);
  await created("late");
  expect(await status()).toBe("connected");
  person = await grants.invite(`Late ${count}`);
  attempt = await grants.open(person.secret, "a browser");
  await expire(25);
  await created("too late");
  expect(await tokens()).toEqual([]);
});

it("supersedes the older token where somebody connects again, and says so", async () => {
  await created("old");
  const link = await grants.open(person.secret, "a browser").catch(() => null);
  expect(link).toBeNull();
  await revoked("old");
  const again = await reconnectByEndUser(END_USER_SCOPE, database, grants.keys, person.secret);
  if (!again.ok) throw new Error("no link");
  expect(await reconnectByEndUser(END_USER_SCOPE, database, grants.keys, person.secret)).toMatchObject({
    ok: true,
  });
  const second = await grants.open(again.secret, "a browser");
  await created("new", second.customReference);
  expect((await tokens()).map(({ state }) => state)).toEqual(["active", "revoked"]);
  expect(await history()).not.toContain("token_replaced");

  const third = await grants.open((await secondLink(person.userId)).secret, "a browser");
  await created("newest", third.customReference);
  expect((await tokens()).map(({ state }) => state)).toEqual(["active", "superseded", "revoked"]);
  expect((await history()).filter((name) => name === "token_replaced")).toHaveLength(1);
  // The newest goes; the one before is what is left, and the bank still takes it.
  await revoked("newest", third.customReference);
  expect((await tokens()).map(({ state }) => state)).toEqual(["revoked", "active", "revoked"]);
  expect(await grants.stateOf(person.userId)).toBe("active");
});

it("gives a reference to one token: the second with it is nobody's, and supersedes nothing", async () => {
  await created("first");
  await created("second");
  expect((await tokens()).map(({ state }) => state)).toEqual(["active"]);
  await revoked("second");
  expect(await grants.stateOf(person.userId)).toBe("active");
  expect(await status()).toBe("connected");
});

it("completes the link by either of two openings, and says to both what became of them", async () => {
  const other = await grants.open(person.secret, "a browser");
  await created("by the other", other.customReference);
  expect(await status()).toBe("completed");
  expect(await findConnectPage(END_USER_SCOPE, database.prisma, person.secret)).toMatchObject({
    ok: false,
    reason: "completed",
  });
  await created("by this");
  expect(await status()).toBe("connected");
  expect((await tokens()).map(({ state }) => state)).toEqual(["active", "superseded"]);
});

async function secondLink(userId: string) {
  const made = await createConnectLink(SYSTEM_SCOPE, database, grants.keys, userId);
  if (!made.ok) throw new Error(made.problem);
  return made;
}

describe("a token that the bank issues again", () => {
  const now = 1_794_800_100;
  const says = (token: string, event: "created" | "revoked", reference: string, second: number) =>
    grants.tell(`token_${event}`, `${token} ${count}`, reference, now + second);

  it.each([
    ["in order", [0, 1, 2]],
    ["with the revocation last", [0, 2, 1]],
    ["the other way round", [2, 1, 0]],
  ])("completes the link of its second grant, too: %s", async (_how, order) => {
    const link = await secondLink(person.userId);
    const second = await grants.open(link.secret, "a browser");
    for (const index of order) {
      if (index === 0) await says("twice", "created", attempt.customReference, 0);
      if (index === 1) await says("twice", "revoked", attempt.customReference, 10);
      if (index === 2) await says("twice", "created", second.customReference, 20);
    }
    const sessions = await database.prisma.connectSession.findMany({
      where: { linkedUserId: person.userId },
    });
    expect(sessions.map(({ state }) => state)).toEqual(["completed", "completed"]);
    expect(await status()).toBe("revoked");
    const asked = { secret: link.secret, attemptId: second.id, browser: "a browser" };
    expect(await readAttemptStatus(END_USER_SCOPE, database.prisma, asked)).toBe("connected");
    expect((await tokens()).map(({ state }) => state).toSorted()).toEqual(["active", "revoked"]);
    expect(await grants.stateOf(person.userId)).toBe("active");
  });

  it("is whose link its newest grant names, and its first person's history stays theirs", async () => {
    const other = await grants.invite(`Other ${count}`);
    const second = await grants.open(other.secret, "a browser");
    await says("moved", "created", attempt.customReference, 0);
    await says("moved", "revoked", attempt.customReference, 10);
    await says("moved", "created", second.customReference, 20);
    expect(await grants.stateOf(person.userId)).toBe("revoked");
    expect(await grants.stateOf(other.userId)).toBe("active");
    expect(await status()).toBe("revoked");
    expect((await session()).state).toBe("completed");
    expect((await tokens()).map(({ state }) => state)).toEqual(["revoked"]);
    const words = async (userId: string) => (await historyOf(userId)).filter(({ kind }) => kind === "token");
    expect((await words(person.userId)).map(({ name }) => name)).toEqual(["token_revoked", "token_created"]);
    expect((await words(other.userId)).map(({ name }) => name)).toEqual(["token_created"]);
  });

  it("belongs, once granted again, to whom the reference names, not to whom staff gave it before", async () => {
    const other = await grants.invite(`Given ${count}`);
    await says("given", "created", "", 0);
    const { id } = await database.prisma.apiToken.findFirstOrThrow({ orderBy: { firstSeenAt: "desc" } });
    const order = { tokenId: id, userId: other.userId };
    expect(await assignToken(SYSTEM_SCOPE, database, grants.keys, order)).toEqual({ ok: true });
    await says("given", "revoked", "", 10);
    await says("given", "created", attempt.customReference, 20);
    expect(await grants.stateOf(other.userId)).toBe("revoked");
    expect(await grants.stateOf(person.userId)).toBe("active");
    expect((await session()).state).toBe("completed");
  });

  it("opens a link again whose token turns out to be another's", async () => {
    const link = await secondLink(person.userId);
    const second = await grants.open(link.secret, "a browser");
    await says("strays", "created", attempt.customReference, 10);
    expect((await session()).state).toBe("completed");
    await says("strays", "created", second.customReference, 0);
    expect(await session()).toMatchObject({ state: "opened", completedAt: null });
  });
});
