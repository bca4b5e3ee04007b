import { afterAll, beforeAll, expect, it } from "vitest";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readAttemptStatus } from "@/lib/links/connecting/attempts";
import { assignToken, confirmToken, takeTokenBack } from "@/lib/links/tokens/assign-token";
import { listUnownedTokens } from "@/lib/links/tokens/assign-token-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
});
afterAll(() => database.close());

const unowned = async () => listUnownedTokens(SYSTEM_SCOPE, database.prisma, 10);

it("keeps a token with whom staff gave it to, whatever arrives in whatever order", async () => {
  const { userId } = await grants.invite("Ada");
  await grants.tell("token_created", "orphan", "", 1_794_900_500);
  const [found] = await unowned();
  expect(found).toMatchObject({ orphanReason: "absent", state: "active", assigned: null });
  const tokenId = found?.id ?? "";
  const order = { tokenId, userId };
  expect(await assignToken(SYSTEM_SCOPE, database, grants.keys, order)).toEqual({ ok: true });
  expect(await grants.stateOf(userId)).toBe("active");
  expect(await assignToken(SYSTEM_SCOPE, database, grants.keys, order)).toMatchObject({
    problem: "has_owner",
  });

  // An older word, then the revocation.
  await grants.tell("token_created", "orphan", "", 1_794_900_400);
  expect(await grants.stateOf(userId)).toBe("active");
  await grants.tell("token_revoked", "orphan", "", 1_794_900_600);
  expect(await grants.stateOf(userId)).toBe("revoked");
  expect((await unowned())[0]).toMatchObject({
    state: "revoked",
    assigned: { name: "Ada" },
    orphanReason: null,
  });

  expect(await takeTokenBack(SYSTEM_SCOPE, database, grants.keys, tokenId)).toEqual({ ok: true });
  expect(await grants.stateOf(userId)).toBe("invited");
  expect((await unowned())[0]).toMatchObject({ orphanReason: "absent", assigned: null });
  const actions = await database.prisma.auditEntry.findMany({
    where: { targetId: userId },
    orderBy: { seq: "asc" },
  });
  expect(actions.map(({ action }) => action)).toEqual([
    "linked_user.invite",
    "token.assigned",
    "token.taken_back",
  ]);
});

it("gives nobody a token of another site's person, and reaches nothing out of scope", async () => {
  const other = await makeSite(database, { ring: site.ring });
  const { id } = await database.prisma.linkedUser.create({
    data: {
      id: "0190a0a0-0000-7000-8000-00000000000a",
      siteId: other.siteId,
      name: "Elsewhere",
      stateSince: new Date(),
      createdAt: new Date(),
    },
  });
  const tokenId = (await unowned())[0]?.id ?? "";
  const order = { tokenId, userId: id };
  expect(await assignToken(SYSTEM_SCOPE, database, grants.keys, order)).toMatchObject({
    problem: "user_not_found",
  });
  const theirs = { ...SYSTEM_SCOPE, sites: [other.siteId] };
  expect(await assignToken(theirs, database, grants.keys, order)).toMatchObject({
    problem: "token_not_found",
  });
});

it("has staff confirm a token from a second browser, where the site asks for that", async () => {
  await database.prisma.site.update({ where: { id: site.siteId }, data: { confirmSecondBrowser: true } });
  const { userId, secret } = await grants.invite("Camille");
  await grants.open(secret, "the first browser's cookie, long enough");
  const attempt = await grants.open(secret, "another browser's cookie, long enough");
  await grants.tell("token_created", "second", attempt.customReference);
  expect(await grants.stateOf(userId)).toBe("connecting");
  const asked = { secret, attemptId: attempt.id, browser: "another browser's cookie, long enough" };
  expect(await readAttemptStatus(END_USER_SCOPE, database.prisma, asked)).toBe("waiting");
  const [found] = await unowned();
  expect(found).toMatchObject({ orphanReason: "second_browser", claimed: { id: userId, name: "Camille" } });

  expect(await confirmToken(SYSTEM_SCOPE, database, grants.keys, found?.id ?? "")).toEqual({ ok: true });
  expect(await grants.stateOf(userId)).toBe("active");
  expect(await readAttemptStatus(END_USER_SCOPE, database.prisma, asked)).toBe("connected");
  expect(await confirmToken(SYSTEM_SCOPE, database, grants.keys, found?.id ?? "")).toMatchObject({
    problem: "not_waiting",
  });
});

it("takes a token from the first browser at once, and from a second where nobody asked to confirm", async () => {
  const first = await grants.invite("First");
  const { customReference } = await grants.open(first.secret, "the only browser's cookie, long enough");
  await grants.tell("token_created", "first", customReference);
  expect(await grants.stateOf(first.userId)).toBe("active");
  await database.prisma.site.update({ where: { id: site.siteId }, data: { confirmSecondBrowser: false } });
  const second = await grants.invite("Second");
  await grants.open(second.secret, "one browser's cookie, long enough");
  const attempt = await grants.open(second.secret, "two browsers' cookie, long enough");
  await grants.tell("token_created", "second of two", attempt.customReference);
  expect(await grants.stateOf(second.userId)).toBe("active");
});
