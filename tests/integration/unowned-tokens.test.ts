import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/sign";
import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/scope";
import { assignToken, confirmToken, takeTokenBack } from "@/lib/links/assign-token";
import { listUnownedTokens } from "@/lib/links/assign-token-store";
import { beginAttempt, readAttemptStatus } from "@/lib/links/connect-attempts";
import { inviteLinkedUser } from "@/lib/links/invite";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let clock = 1_794_900_000;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

const keys = () => ({ ring: site.ring, auditKey: "a key for the audit trail of these tests" });

async function invite(name: string) {
  const invitation = {
    siteId: site.siteId,
    name,
    email: null,
    externalReference: name,
    language: "en",
  } as const;
  const made = await inviteLinkedUser(SYSTEM_SCOPE, database, keys(), invitation);
  if (!made.ok) throw new Error(made.problem);
  return made;
}

async function open(secret: string, browser: string) {
  const opening = { secret, browser, language: "en", userAgent: null };
  const begun = await beginAttempt(END_USER_SCOPE, database, site.ring, opening);
  if (!begun.ok) throw new Error(begun.reason);
  return begun.attempt;
}

async function tell(event: string, token: string, reference: string, timestamp = clock++): Promise<void> {
  const hash = hashTimestamp(String(timestamp), VECTOR_PARTNER_REF);
  const data = { hash, timestamp: String(timestamp), event_name: event, token, custom_reference: reference };
  await receiver.deliver(JSON.stringify({ notification: { reference: `${event} ${timestamp}`, data } }));
  await receiver.process();
}

const unowned = async () => listUnownedTokens(SYSTEM_SCOPE, database.prisma, 10);
const stateOf = async (id: string) =>
  (await database.prisma.linkedUser.findUniqueOrThrow({ where: { id } })).state;

it("keeps a token with whom staff gave it to, whatever arrives in whatever order", async () => {
  const { userId } = await invite("Ada");
  await tell("token_created", "orphan", "", 1_794_900_500);
  const [found] = await unowned();
  expect(found).toMatchObject({ orphanReason: "absent", state: "active", assigned: null });
  const tokenId = found?.id ?? "";
  const order = { tokenId, userId };
  expect(await assignToken(SYSTEM_SCOPE, database, keys(), order)).toEqual({ ok: true });
  expect(await stateOf(userId)).toBe("active");
  expect(await assignToken(SYSTEM_SCOPE, database, keys(), order)).toMatchObject({ problem: "has_owner" });

  // An older word, then the revocation.
  await tell("token_created", "orphan", "", 1_794_900_400);
  expect(await stateOf(userId)).toBe("active");
  await tell("token_revoked", "orphan", "", 1_794_900_600);
  expect(await stateOf(userId)).toBe("revoked");
  expect((await unowned())[0]).toMatchObject({
    state: "revoked",
    assigned: { name: "Ada" },
    orphanReason: null,
  });

  expect(await takeTokenBack(SYSTEM_SCOPE, database, keys(), tokenId)).toEqual({ ok: true });
  expect(await stateOf(userId)).toBe("invited");
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
  expect(await assignToken(SYSTEM_SCOPE, database, keys(), order)).toMatchObject({
    problem: "user_not_found",
  });
  const theirs = { ...SYSTEM_SCOPE, sites: [other.siteId] };
  expect(await assignToken(theirs, database, keys(), order)).toMatchObject({ problem: "token_not_found" });
});

it("has staff confirm a token from a second browser, where the site asks for that", async () => {
  await database.prisma.site.update({ where: { id: site.siteId }, data: { confirmSecondBrowser: true } });
  const { userId, secret } = await invite("Camille");
  await open(secret, "the first browser's cookie, long enough");
  const attempt = await open(secret, "another browser's cookie, long enough");
  await tell("token_created", "second", attempt.customReference);
  expect(await stateOf(userId)).toBe("connecting");
  const asked = { secret, attemptId: attempt.id, browser: "another browser's cookie, long enough" };
  expect(await readAttemptStatus(END_USER_SCOPE, database.prisma, asked)).toBe("waiting");
  const [found] = await unowned();
  expect(found).toMatchObject({ orphanReason: "second_browser", claimed: { id: userId, name: "Camille" } });

  expect(await confirmToken(SYSTEM_SCOPE, database, keys(), found?.id ?? "")).toEqual({ ok: true });
  expect(await stateOf(userId)).toBe("active");
  expect(await readAttemptStatus(END_USER_SCOPE, database.prisma, asked)).toBe("connected");
  expect(await confirmToken(SYSTEM_SCOPE, database, keys(), found?.id ?? "")).toMatchObject({
    problem: "not_waiting",
  });
});

it("takes a token from the first browser at once, and from a second where nobody asked to confirm", async () => {
  const first = await invite("First");
  const { customReference } = await open(first.secret, "the only browser's cookie, long enough");
  await tell("token_created", "first", customReference);
  expect(await stateOf(first.userId)).toBe("active");
  await database.prisma.site.update({ where: { id: site.siteId }, data: { confirmSecondBrowser: false } });
  const second = await invite("Second");
  await open(second.secret, "one browser's cookie, long enough");
  const attempt = await open(second.secret, "two browsers' cookie, long enough");
  await tell("token_created", "second of two", attempt.customReference);
  expect(await stateOf(second.userId)).toBe("active");
});
