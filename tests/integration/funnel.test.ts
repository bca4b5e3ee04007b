import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { AcEventName } from "@/lib/anytime/client-js";
import { assignCard, unassignCard } from "@/lib/cards/attribution/attribution";
import { countMissingOwners } from "@/lib/cards/versions/count-owners";
import { END_USER_SCOPE, type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { beginAttempt, recordConnectEvents } from "@/lib/links/connecting/attempts";
import { readRecentFunnel } from "@/lib/links/funnel/funnel-recent";
import { countSharedAccounts, listSharedAccounts, readFunnel } from "@/lib/links/funnel/funnel-store";
import { inviteLinkedUser } from "@/lib/links/inviting/invite";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

const BROWSER = "a browser's cookie, as long as it must be";
const ELSEWHERE: Scope = { ...SYSTEM_SCOPE, sites: ["0190a0a0-0000-7000-8000-000000000000"] };
const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
});
afterAll(() => database.close());

async function invite(name: string) {
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of these tests" };
  const invitation = {
    siteId: site.siteId,
    name,
    email: null,
    externalReference: null,
    language: "en",
  } as const;
  const made = await inviteLinkedUser(SYSTEM_SCOPE, database, keys, invitation);
  if (!made.ok) throw new Error(made.problem);
  return made;
}

async function open(secret: string, names: readonly AcEventName[], userAgent: string | null = null) {
  const opening = { secret, browser: BROWSER, language: "en", userAgent };
  const begun = await beginAttempt(END_USER_SCOPE, database, site.ring, opening);
  if (!begun.ok) throw new Error(begun.reason);
  const events = names.map((name, seq) => ({ seq, name }));
  const report = { secret, attemptId: begun.attempt.id, browser: BROWSER, events };
  if (events.length > 0) await recordConnectEvents(END_USER_SCOPE, database, site.ring, report);
  return begun.attempt.id;
}

it("counts each link once, by the furthest that any of its openings came", async () => {
  await open((await invite("never clicked")).secret, []);
  await open((await invite("blocked")).secret, ["onClickLoginButton"], PHONE);
  const twice = (await invite("twice")).secret;
  await open(twice, ["onClickLoginButton", "onDisplayPopup", "onClosePopup"]);
  await open(twice, ["onDisplayPopup", "onDisplayLoginFormScreen", "onLoginFailed"]);
  // Events of the browser were lost; the bank's word is there.
  const { secret, userId } = await invite("confirmed");
  const attemptId = await open(secret, ["onTokenCreated"]);
  const now = new Date();
  await database.prisma.apiToken.create({
    data: {
      id: newId(),
      siteId: site.siteId,
      fingerprint: Buffer.alloc(32, 1),
      tokenSealed: Buffer.alloc(40),
      state: "active",
      linkedUserId: userId,
      attemptId,
      foldTimestamp: 1,
      foldCreatedAt: now,
      foldDigest: Buffer.alloc(1),
      firstSeenAt: now,
      updatedAt: now,
      grantedAt: now,
    },
  });
  expect(await readFunnel(SYSTEM_SCOPE, database.prisma, { days: 30 })).toEqual({
    opened: 4,
    clicked: 3,
    popup: 2,
    signInShown: 2,
    signedIn: 1,
    accessShown: 1,
    token: 1,
    confirmed: 1,
    failures: { refused: 0, signInFailed: 1, closed: 1, popupBlocked: 1, error: 0, neverClicked: 1 },
  });
  const phones = await readFunnel(SYSTEM_SCOPE, database.prisma, { days: 7, device: "phone" });
  expect(phones).toMatchObject({ opened: 1, clicked: 1, popup: 0 });
  expect(await readFunnel(SYSTEM_SCOPE, database.prisma, { days: 7, language: "fr" })).toMatchObject({
    opened: 0,
  });
  expect(await readFunnel(ELSEWHERE, database.prisma, { days: 90 })).toMatchObject({ opened: 0 });
});

it("finds accounts under more than one linked user", async () => {
  const owners = [await invite("Ada"), await invite("Bea")];
  const account = { siteId: site.siteId, accId: "A1", createdAt: new Date() };
  const { id: accountId } = await database.prisma.cardAccount.create({ data: { ...account, id: newId() } });
  for (const [index, { userId }] of owners.entries()) {
    const card = { ...account, accountId, cardRef: `C${index}`, linkedUserId: userId };
    await database.prisma.card.create({ data: { ...card, id: newId() } });
  }
  // As a version of this software wrote them that did not count.
  await countMissingOwners(SYSTEM_SCOPE, database);
  expect(await listSharedAccounts(SYSTEM_SCOPE, database.prisma, 5)).toMatchObject([
    { accId: "A1", users: [{ name: "Ada" }, { name: "Bea" }] },
  ]);
  expect(await listSharedAccounts(ELSEWHERE, database.prisma, 5)).toEqual([]);
  expect(await countSharedAccounts(SYSTEM_SCOPE, database.prisma, 5)).toBe(1);
});

it("knows an account under two users as soon as its cards change hands, whoever is faster", async () => {
  const { prisma } = database;
  const users = [await invite("Cleo"), await invite("Dora"), await invite("Emma")];
  const account = { siteId: site.siteId, accId: "A2", createdAt: new Date() };
  const { id: accountId } = await prisma.cardAccount.create({ data: { ...account, id: newId() } });
  const cards = users.map((_, index) => ({ ...account, id: newId(), accountId, cardRef: `C${index}` }));
  await prisma.card.createMany({ data: cards });
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  const assigned = await Promise.all(
    cards.map(({ id: cardId }, index) =>
      assignCard(SYSTEM_SCOPE, database, keys, {
        cardId,
        userId: users[index]?.userId ?? "",
        wholeAccount: false,
      }),
    ),
  );
  expect(assigned.every(({ ok }) => ok)).toBe(true);
  const owners = async () => (await prisma.cardAccount.findFirstOrThrow({ where: { id: accountId } })).owners;
  expect(await owners()).toBe(3);
  for (const [index, { id }] of cards.entries()) {
    await unassignCard(SYSTEM_SCOPE, database, keys, id);
    expect(await owners()).toBe(2 - index);
  }
});

it("is read again after half a minute, and not with each payment", async () => {
  const db = database.prisma;
  const first = await readRecentFunnel(SYSTEM_SCOPE, db);
  await open((await invite("somebody else")).secret, []);
  expect(await readRecentFunnel(SYSTEM_SCOPE, db)).toEqual(first);
  vi.useFakeTimers({ now: Date.now() + 31_000, toFake: ["Date"] });
  try {
    expect((await readRecentFunnel(SYSTEM_SCOPE, db)).opened).toBe(first.opened + 1);
  } finally {
    vi.useRealTimers();
  }
});

it("counts in a device's funnel what that device did", async () => {
  const other = await makeSite(database);
  const scope = { ...SYSTEM_SCOPE, sites: [other.siteId] };
  const grants = makeGrants(database, other);
  const { secret } = await grants.invite("R9");
  const opening = { secret, browser: BROWSER, language: "fr", userAgent: PHONE } as const;
  await beginAttempt(END_USER_SCOPE, database, other.ring, opening);
  const elsewhere = await grants.open(secret, "another browser's cookie");
  await grants.tell("token_created", "R9", elsewhere.customReference);
  const phones = await readFunnel(scope, database.prisma, { days: 7, device: "phone" });
  const failures = { neverClicked: 1 };
  expect(phones).toMatchObject({ opened: 1, clicked: 0, popup: 0, confirmed: 0, failures });
});
