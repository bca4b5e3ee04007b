import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { fingerprint } from "@/lib/crypto/secrets";
import { newId } from "@/lib/db/id";
import { fillUserWords } from "@/lib/links/finding/fill-words";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { insertStaff } from "@/lib/staff/store";
import { signIn } from "../support/browser/sign-in";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

const PASSWORD = "correct-horse-battery-9";
/** Ids by the folder of the page that is about one of them. */
const SUBJECTS = ["users", "merchants", "api-keys"] as const;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Production;
let url: string;
let ours: Filled;
let theirs: Filled;
/** The cookies of who sees all sites, and of who sees only ours. */
let everywhere: string;
let limited: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = await makeProductionSettings(database.url);
  server = startProduction(settings);
  await server.ready();
  url = settings.APP_URL ?? "";
  const ring = parseKeyRing(settings.ENCRYPTION_KEYS ?? "");
  if (!ring.ok) throw new Error(ring.problem);
  const first = await database.prisma.site.findFirstOrThrow();
  ours = await fill(first.id, "Nearlux");
  theirs = await fill((await makeSite(database, { ring: ring.ring })).siteId, "Farlux");
  await database.prisma.site.update({ where: { id: theirs.siteId }, data: { name: "Site of Farlux" } });
  await fillUserWords(database);
  everywhere = await addStaff("everywhere@kiosque.example", null);
  limited = await addStaff("limited@kiosque.example", [ours.siteId]);
}, 120_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  await database.close();
});

type Filled = Awaited<ReturnType<typeof fill>>;

/** A person, a payment, a delivery, a token and an API key of a site; all that can be read of them has its name. */
async function fill(siteId: string, name: string) {
  const { prisma } = database;
  const [createdAt, accountId, cardId] = [new Date(), newId(), newId()];
  const ids = {
    users: newId(),
    merchants: newId(),
    "api-keys": newId(),
    payment: newId(),
    delivery: newId(),
  };
  const linkedUserId = ids.users;
  const person = { id: linkedUserId, siteId, name: `Ada ${name}`, email: `ada@${name}.example` };
  await prisma.linkedUser.create({
    data: { ...person, externalReference: `crm-${name}`, stateSince: createdAt, createdAt },
  });
  const owned = { siteId, accId: `acc-${name}`, createdAt };
  await prisma.cardAccount.create({ data: { ...owned, id: accountId, linkedUserId } });
  await prisma.card.create({
    data: { ...owned, id: cardId, accountId, cardRef: `card-${name}`, linkedUserId },
  });
  await prisma.merchant.create({
    data: {
      ...{ id: ids.merchants, siteId, name: `Shop ${name}`, normalised: `shop ${name}` },
      ...{ search: `shop ${name}`.toLowerCase(), namingVersion: 1_000, createdAt },
    },
  });
  await prisma.cardTransaction.create({
    data: {
      ...{ id: ids.payment, siteId, cardId, txid: `tx-${name}`, amount: "1", currency: "EUR" },
      ...{ status: "S", type: "D", bankDate: createdAt, merchant: `SHOP ${name}`, merchantId: ids.merchants },
      ...{ foldTimestamp: "1", foldCreatedAt: createdAt, foldDigest: Buffer.alloc(32) },
      ...{ firstSeenAt: createdAt, updatedAt: createdAt },
    },
  });
  await prisma.delivery.create({
    data: {
      ...{ id: ids.delivery, siteId, receivedAt: createdAt, digest: fingerprint(name), verdict: "accepted" },
      ...{ answerStatus: 200, bodySize: 8, addressLeg: "match", hashLeg: "match", pairLeg: "fresh" },
      ...{ processing: "done", eventName: `event_${name}` },
    },
  });
  await prisma.apiKey.create({
    data: {
      ...{ id: ids["api-keys"], siteId, name: `Key ${name}`, prefix: `ak_${name}`, scopes: ["users:read"] },
      ...{ keyHash: fingerprint(name), createdAt },
    },
  });
  return { siteId, name, ids };
}

async function addStaff(email: string, sites: readonly string[] | null): Promise<string> {
  const made = await hashNewPassword(PASSWORD, email);
  if (!made.ok) throw new Error(made.fault);
  const person = { email, name: email, passwordHash: made.hash, role: "owner" } as const;
  const id = await insertStaff(database.prisma, person);
  if (sites !== null && id !== null)
    await database.prisma.staff.update({ where: { id }, data: { everySite: false, siteIds: [...sites] } });
  const { status, cookie } = await signIn(url, { email, password: PASSWORD });
  expect(status).toBe(200);
  return cookie;
}

/** The staff pages, as the file system has them, about the subjects of a site. */
function pagesOf({ ids }: Filled): string[] {
  return readdirSync("app/(staff)", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page.tsx"))
    .map((file) => {
      const path = `/${file.replace(/\/?page\.tsx$/, "")}`;
      const subject = SUBJECTS.find((name) => path.includes(`/${name}/[id]`));
      return subject === undefined ? path : path.replace("[id]", ids[subject]);
    })
    .concat(`/transactions?open=${ids.payment}`, `/deliveries?open=${ids.delivery}`, "/users?q=ada");
}

async function get(path: string, cookie: string) {
  const response = await fetch(`${url}${path}`, { headers: { cookie }, redirect: "manual" });
  return { path, status: response.status, to: response.headers.get("location"), text: await response.text() };
}

/** One after the other: all at once are more than a busy machine answers in time. */
async function getEach(paths: readonly string[], cookie: string) {
  const seen: Awaited<ReturnType<typeof get>>[] = [];
  for (const path of paths) seen.push(await get(path, cookie));
  return seen;
}

const withSite = (path: string, { siteId }: Filled) =>
  `${path}${path.includes("?") ? "&" : "?"}site=${siteId}`;
/** What of a site a page lets its reader know, besides what the address says already. */
const leaksOf = ({ path, text }: { path: string; text: string }, { name, siteId, ids }: Filled) =>
  [name, siteId, ...Object.values(ids)].filter((mark) => text.includes(mark) && !path.includes(mark));

it("shows a person of one site nothing of another, on any page", async () => {
  const pages = [...pagesOf(ours), ...pagesOf(theirs)];
  expect(pages.length).toBeGreaterThan(40);
  const seen = await getEach(pages, limited);
  for (const page of seen)
    expect([page.path, page.status < 500, leaksOf(page, theirs)]).toEqual([page.path, true, []]);
  expect(seen.filter((page) => leaksOf(page, ours).length > 0).length).toBeGreaterThan(8);
});

it("shows the site that the address names and no other, to whoever may see both", async () => {
  const seen = await getEach(
    pagesOf(ours).map((path) => withSite(path, ours)),
    everywhere,
  );
  for (const page of seen) {
    // The rail names all sites, to switch between them.
    const leaks = leaksOf(page, theirs).filter((mark) => mark !== theirs.siteId && mark !== theirs.name);
    expect([page.path, page.status < 500, leaks]).toEqual([page.path, true, []]);
  }
  const both = await get("/users", everywhere);
  expect([leaksOf(both, ours).length > 1, leaksOf(both, theirs).length > 1]).toEqual([true, true]);
  for (const subject of SUBJECTS) {
    const [path] = pagesOf(theirs).filter(
      (page) => page.includes(`/${subject}/`) && page.includes(theirs.ids[subject]),
    );
    expect((await get(withSite(path ?? "", ours), everywhere)).status).toBe(404);
    expect((await get(path ?? "", everywhere)).status).toBe(200);
  }
});

it("refuses a site that somebody may not see, whatever the page", async () => {
  for (const path of pagesOf(ours)) {
    const page = await get(withSite(path, theirs), limited);
    expect([path, page.status, leaksOf(page, theirs)]).toEqual([path, 307, []]);
    expect(page.to).toContain("/?denied=1");
  }
});

it("finds and exports only what somebody may see", async () => {
  const post = async (path: string, cookie: string, asked: object) => {
    const headers = { cookie, "Content-Type": "application/json" };
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(asked) });
    return { path: "", text: await answer.text() };
  };
  for (const typed of ["ada", theirs.ids.users, `tx-${theirs.name}`, `card-${theirs.name}`, "shop"]) {
    for (const [site, cookie] of [
      ["", limited],
      [`?site=${ours.siteId}`, everywhere],
    ] as const)
      expect(leaksOf(await post(`/api/palette${site}`, cookie, { typed }), theirs)).toEqual([]);
    if (typed === "ada")
      expect(leaksOf(await post("/api/palette", everywhere, { typed }), theirs)).not.toEqual([]);
  }
  const asked = { ids: [ours.ids.users, theirs.ids.users] };
  const file = await post("/api/users/export", limited, asked);
  expect([leaksOf(file, ours).length > 0, leaksOf(file, theirs)]).toEqual([true, []]);
  const all = await post("/api/users/export", everywhere, asked);
  expect(leaksOf(all, theirs)).not.toEqual([]);
});
