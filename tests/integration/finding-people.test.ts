import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AcEventName } from "@/lib/anytime/client-js";
import { END_USER_SCOPE, type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readAfter } from "@/lib/db/cursors/list-cursor";
import { newId } from "@/lib/db/id";
import { recordConnectEvents } from "@/lib/links/connecting/attempts";
import { fillUserWords } from "@/lib/links/finding/fill-words";
import { findUsers } from "@/lib/links/finding/find-users-store";
import { createConnectLink, inviteLinkedUser } from "@/lib/links/inviting/invite";
import { listLinkedUsers } from "@/lib/links/listing/list-users-store";
import { userFiltersSchema, userListKey } from "@/lib/links/listing/user-filters";
import { noticeExpiredLinks } from "@/lib/links/sessions/link-expiry";
import { countStandings } from "@/lib/links/standing/standing-counts-store";
import { readLinkedUser } from "@/lib/links/users/users-store";
import { updateByReference } from "@/lib/partner-api/api-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";
import { letTimePass } from "../support/let-time-pass";

const BROWSER = "a browser's cookie, as long as it must be";
const PAGE = { after: null, limit: 50 };
const BLIND: Scope = { ...SYSTEM_SCOPE, role: "end_user" };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
});
afterAll(() => database.close());

async function invite(name: string, email: string | null = null, externalReference: string | null = null) {
  const person = { siteId: site.siteId, name, email, externalReference, language: null };
  const made = await inviteLinkedUser(SYSTEM_SCOPE, database, grants.keys, person);
  if (!made.ok) throw new Error(made.problem);
  return made;
}

const list = (query: Readonly<Record<string, string>>, scope: Scope = SYSTEM_SCOPE) =>
  listLinkedUsers(scope, database.prisma, userFiltersSchema.parse(query), PAGE);

describe("searching people", () => {
  let codeOfEloise: string;
  let idOfEloise: string;

  beforeAll(async () => {
    const { userId, secret } = await invite("Éloïse Lefèvre", "e.lefevre@example.com", "K-4711");
    idOfEloise = userId;
    codeOfEloise = (await grants.open(secret, BROWSER)).supportCode;
    await invite("Jean-Pierre O'Neill", "jp@example.com");
    await invite("Martin Dupont");
    await invite("Martine Dupond");
    const [accountId, createdAt] = [newId(), new Date()];
    const account = { id: accountId, siteId: site.siteId, accId: "20418", createdAt };
    await database.prisma.cardAccount.create({ data: account });
    const card = { siteId: site.siteId, accountId, accId: "20418", cardRef: "CRD-0007-AB", createdAt };
    await database.prisma.card.create({ data: { id: newId(), ...card, linkedUserId: userId } });
  });

  const names = async (q: string, scope: Scope = SYSTEM_SCOPE) =>
    (await list({ q }, scope)).rows.map(({ name }) => name);

  it.each([
    ["without its accents", "eloise"],
    ["in capitals", "ÉLOÏSE"],
    ["last name first", "Lefèvre Éloïse"],
    ["with two letters swapped", "Elosie"],
    ["with a letter missing", "lefevr eloise"],
    ["with a letter too many", "Lefeevre"],
    ["with a wrong letter", "eloize"],
    ["by beginnings", "lef elo"],
    ["by the beginning of an address", "e.lefevre@exa"],
    ["by an address with a letter missing", "e.lefevr@example.com"],
    ["by an address with a letter too many", "e.leffevre@example.com"],
    ["by an address with another domain's spelling", "e.lefevre@exemple.com"],
    ["by an address with two letters swapped", "e.lefever@exam"],
    ["by a reference", "k-4711"],
    ["by a reference without its hyphen", "K4711"],
    ["by the beginning of a card, in small letters", "crd-0007"],
    ["by an account", "20418"],
  ])("finds somebody %s", async (_how, q) => {
    expect(await names(q)).toEqual(["Éloïse Lefèvre"]);
  });

  it("finds somebody by a support code, however it is written, and by their id", async () => {
    const spoken = `${codeOfEloise.slice(0, 4)}-${codeOfEloise.slice(4).toLowerCase()}`;
    expect(await names(spoken)).toContain("Éloïse Lefèvre");
    expect(await names(idOfEloise)).toEqual(["Éloïse Lefèvre"]);
  });

  it.each([
    ["jean pierre", "Jean-Pierre O'Neill"],
    ["jean-pierre", "Jean-Pierre O'Neill"],
    ["oneill", "Jean-Pierre O'Neill"],
    ["o'neill", "Jean-Pierre O'Neill"],
  ])("parts and joins words as people do: %s", async (q, name) => {
    expect(await names(q)).toEqual([name]);
  });

  it("shows the likeliest first", async () => {
    expect(await names("martin dupont")).toEqual(["Martin Dupont", "Martine Dupond"]);
    expect(await names("martine dupond")).toEqual(["Martine Dupond", "Martin Dupont"]);
  });

  it("does not take a reference for another one", async () => {
    expect(await names("k-4712")).toEqual([]);
  });

  it("finds nobody by what a role may not see, in the list and in pickers", async () => {
    for (const q of ["eloise", "e.lefevre@example.com", "k-4711", "20418"]) {
      expect(await names(q, BLIND), q).toEqual([]);
      expect(await findUsers(BLIND, database.prisma, q, 5), q).toEqual([]);
    }
  });

  it("finds somebody by a name that the partner has changed, and no longer by the old one", async () => {
    await invite("Before Marriage", null, "M-1");
    const { siteId } = site;
    await updateByReference(SYSTEM_SCOPE, database.prisma, {
      ...{ siteId, externalReference: "M-1", name: "Afterwards Wed", email: undefined },
    });
    expect(await names("afterwards")).toEqual(["Afterwards Wed"]);
    expect(await names("marriage")).toEqual([]);
  });

  it("finds those who were there before there were words, once they are written", async () => {
    const [id, now] = [newId(), new Date()];
    const data = { id, siteId: site.siteId, name: "Zénobie Ancienne", stateSince: now, createdAt: now };
    await database.prisma.linkedUser.create({ data });
    expect(await names("zenobie")).toEqual([]);
    await fillUserWords(database);
    expect(await names("zenobie")).toEqual(["Zénobie Ancienne"]);
  });

  it.each([
    "",
    " ",
    "%",
    "_",
    "\\",
    "'",
    "&|!",
    "a".repeat(100),
    "é".repeat(100),
    "🙂",
    "@",
    "-",
    "' OR 1=1 --",
    "a b c d e f g h i j",
  ])("takes whatever is typed: %j", async (q) => {
    expect(Array.isArray((await list({ q })).rows)).toBe(true);
  });
});

describe("states with their reason", () => {
  const standing = async (id: string) => (await readLinkedUser(SYSTEM_SCOPE, database.prisma, id))?.standing;

  async function attempt(secret: string, ...names: AcEventName[]) {
    const attempt = await grants.open(secret, BROWSER);
    const events = names.map((name, seq) => ({ seq, name }));
    const report = { secret, attemptId: attempt.id, browser: BROWSER, events };
    await recordConnectEvents(END_USER_SCOPE, database, site.ring, report);
    return attempt;
  }

  it.each([
    ["refused", ["onClickLoginButton", "onClickRefuseButton", "onClosePopup"]],
    ["sign_in_failed", ["onClickLoginButton", "onLoginFailed", "onClosePopup"]],
    ["closed", ["onClickLoginButton", "onDisplayPopup", "onClosePopup"]],
  ] as const)("says %s, finds it by that, and keeps it when there is a new link", async (wanted, names) => {
    const { userId, secret } = await invite(`Somebody who is ${wanted}`);
    expect(await standing(userId)).toBe("invited");
    await attempt(secret, ...names);
    expect(await standing(userId)).toBe(wanted);
    await createConnectLink(SYSTEM_SCOPE, database, grants.keys, userId);
    expect(await standing(userId)).toBe(wanted);
    const found = (await list({ state: wanted })).rows;
    expect(found.map(({ id }) => id)).toContain(userId);
    expect(found.every((row) => row.standing === wanted)).toBe(true);
    expect((await list({ unopened: "1" })).rows.map(({ id }) => id)).toContain(userId);
  });

  it("says that access was given and not confirmed, and that the bank's word ends it", async () => {
    const { userId, secret } = await invite("Somebody unconfirmed");
    const { customReference } = await attempt(secret, "onLoginSucceeded", "onTokenCreated");
    expect(await standing(userId)).toBe("connecting");
    await database.prisma.$executeRaw`UPDATE connect_events SET received_at = now() - interval '6 minutes'
      WHERE name = 'onTokenCreated'`;
    await letTimePass(database);
    await noticeExpiredLinks(database);
    expect(await standing(userId)).toBe("unconfirmed");
    await grants.tell("token_created", "U-1", customReference);
    expect(await standing(userId)).toBe("active");
    await grants.tell("token_revoked", "U-1", customReference);
    expect(await standing(userId)).toBe("revoked");
  });

  it("says that a link expired, also one that was renewed, until it is used", async () => {
    const { userId, sessionId } = await invite("Somebody late");
    const past = { expiresAt: new Date(Date.now() - 1_000) };
    await database.prisma.connectSession.update({ where: { id: sessionId }, data: past });
    await letTimePass(database);
    await noticeExpiredLinks(database);
    expect(await standing(userId)).toBe("expired");
    const made = await createConnectLink(SYSTEM_SCOPE, database, grants.keys, userId);
    expect(await standing(userId)).toBe("expired");
    if (made.ok) await attempt(made.secret);
    expect(await standing(userId)).toBe("connecting");
  });

  it("derives the standing of those who were there before, without telling open pages", async () => {
    const [id, now] = [newId(), new Date()];
    const data = {
      id,
      siteId: site.siteId,
      name: "Somebody before",
      state: "active",
      stateSince: now,
      createdAt: now,
    } as const;
    await database.prisma.linkedUser.create({ data });
    const token = {
      id: newId(),
      siteId: site.siteId,
      fingerprint: Buffer.alloc(32, 9),
      tokenSealed: Buffer.alloc(40),
    };
    const times = { foldTimestamp: 1, foldCreatedAt: now, firstSeenAt: now, updatedAt: now, grantedAt: now };
    await database.prisma.apiToken.create({
      data: { ...token, ...times, foldDigest: Buffer.alloc(1), state: "active", linkedUserId: id },
    });
    await noticeExpiredLinks(database);
    expect(await readLinkedUser(SYSTEM_SCOPE, database.prisma, id)).toMatchObject({
      standing: "active",
      linkedAt: now,
    });
    expect(await database.prisma.liveEvent.count({ where: { entityId: id } })).toBe(0);
  });

  it("takes several states at once, and counts what it lists", async () => {
    const counts = await countStandings(SYSTEM_SCOPE, database.prisma);
    const { rows } = await list({ state: "refused,closed,nonsense" });
    expect(rows).toHaveLength(counts.refused + counts.closed);
  });

  it("filters and sorts by the day on which they gave access, in the bank's zone", async () => {
    const { id } = await database.prisma.linkedUser.findFirstOrThrow({ where: { name: "Somebody before" } });
    const linkedAt = new Date("2026-03-01T23:30:00Z"); // 2 March in Paris
    await database.prisma.linkedUser.update({ where: { id }, data: { linkedAt } });
    const ids = async (query: Readonly<Record<string, string>>) =>
      (await list(query)).rows.map((row) => row.id);
    expect(await ids({ from: "2026-03-02", to: "2026-03-02" })).toEqual([id]);
    expect(await ids({ to: "2026-03-01" })).toEqual([]);
    expect((await ids({ sort: "linked" })).at(-1)).toBe(id);
  });

  it("pages by keyset, and takes no position of another order or filter", async () => {
    const page = (text: string | undefined, sort?: "linked", state?: string) => {
      const filters = userFiltersSchema.parse({ sort, state });
      const { after } = readAfter(userListKey(filters), text);
      return listLinkedUsers(SYSTEM_SCOPE, database.prisma, filters, { after, limit: 3 });
    };
    const [first, linked] = [await page(undefined), await page(undefined, "linked")];
    const invited = await page(undefined, undefined, "invited");
    const second = await page(first.next ?? undefined);
    expect(second.rows.map(({ id }) => id)).not.toContain(first.rows[0]?.id);
    const shown = async (rows: Promise<{ rows: { id: string }[] }>) => (await rows).rows.map(({ id }) => id);
    expect(await shown(page(first.next ?? undefined, "linked"))).toEqual(linked.rows.map(({ id }) => id));
    expect(await shown(page(first.next ?? undefined, undefined, "invited"))).toEqual(
      invited.rows.map(({ id }) => id),
    );
    expect(readAfter(userListKey({ state: ["invited"] }), first.next ?? "").isForeign).toBe(true);
    expect(await shown(page("nonsense"))).toEqual(first.rows.map(({ id }) => id));
  });

  it.each([
    { state: "nothing", from: "2026-13-45", to: "x", sort: "name", attention: "?", unopened: "yes" },
    { state: ",,,", q: "x".repeat(500) },
  ])("takes a hand-made query: %j", async (query) => {
    expect((await list(query)).rows.length).toBeGreaterThan(0);
  });
});
