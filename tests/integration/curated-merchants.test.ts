import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { type CurateResult, mergeMerchant, setAlias, undoMerge } from "@/lib/cards/merchants/curate";
import { listMerged } from "@/lib/cards/merchants/families-store";
import { readMerchant, searchMerchants } from "@/lib/cards/merchants/merchant-pages-store";
import { listMonthsOf, listTopMerchants } from "@/lib/cards/merchants/spend-store";
import { recomputeRollups } from "@/lib/cards/rollups/rollups";
import { listLatestAt } from "@/lib/cards/transactions/merchant-payments-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readLiveEvents } from "@/lib/live/store";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

const NAMES = ["ALPHA", "BETA", "GAMMA", "DELTA"] as const;
const REASON = { reason: "the same shop" };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let keys: { ring: typeof site.ring; auditKey: string };
let ids: Record<string, string>;
const scope: Scope = { ...SYSTEM_SCOPE, role: "support", actor: { id: null, name: "Ada" } };

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  keys = { ring: site.ring, auditKey: "a".repeat(64) };
  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  for (const name of NAMES) {
    const body = cardJson({ transaction: { txid: name, description: `${name} 0042` } });
    await receiver.deliver(body, { contentType: "application/json" });
  }
  await receiver.process();
  const rows = await database.prisma.merchant.findMany();
  ids = Object.fromEntries(rows.map(({ id, normalised }) => [normalised.toUpperCase(), id]));
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.prisma.merchant.updateMany({ data: { mergedIntoId: null, alias: null } });
  await database.prisma.$executeRaw`UPDATE merchants SET search = normalised`;
});

const idOf = (name: string) => ids[name] ?? "";
const merge = (name: string, into: string) =>
  mergeMerchant(scope, database, keys, { merchantId: idOf(name), intoId: idOf(into), ...REASON });
const undo = (name: string) => undoMerge(scope, database, keys, { merchantId: idOf(name), ...REASON });

/** What the payments that a text finds are shown as. */
async function shown(q: string): Promise<string[]> {
  const { rows } = await listTransactions(scope, database.prisma, { q }, { after: null, limit: 50 });
  return rows.map(({ txid, merchant, merchantId }) => `${txid}: ${merchant}, ${nameOf(merchantId)}`).sort();
}

function nameOf(id: string | null): string | undefined {
  return Object.entries(ids).find(([, known]) => known === id)?.[0];
}

async function state() {
  return database.prisma.merchant.findMany({ orderBy: { id: "asc" } });
}

it("shows and finds a merchant by the name that staff give it, and by its own", async () => {
  const alias = { merchantId: idOf("ALPHA"), alias: "  Chez\u202E Zoé " };
  expect(await setAlias(scope, database, keys, alias)).toEqual({ ok: true });
  expect(await shown("zoe")).toEqual(["ALPHA: Chez Zoé, ALPHA"]);
  expect(await shown("alpha")).toEqual(["ALPHA: Chez Zoé, ALPHA"]);
  expect(await setAlias(scope, database, keys, { ...alias, alias: " " })).toEqual({ ok: true });
  expect(await shown("zoe")).toEqual([]);
  expect(await shown("alpha")).toEqual(["ALPHA: Alpha 0042, ALPHA"]);
});

it("shows and finds payments under the merchant that theirs was merged into", async () => {
  await setAlias(scope, database, keys, { merchantId: idOf("BETA"), alias: "Betty" });
  expect(await merge("ALPHA", "BETA")).toEqual({ ok: true });
  expect(await merge("BETA", "GAMMA")).toEqual({ ok: true });
  const all = ["ALPHA: Gamma, GAMMA", "BETA: Gamma, GAMMA", "GAMMA: Gamma 0042, GAMMA"];
  for (const q of ["alpha", "betty", "gamma"]) expect(await shown(q), q).toEqual(all);
  expect(new Set(await listMerged(scope, database.prisma, idOf("GAMMA")))).toEqual(
    new Set([idOf("ALPHA"), idOf("BETA"), idOf("GAMMA")]),
  );
  expect(await readMerchant(scope, database.prisma, idOf("ALPHA"))).toMatchObject({
    ...{ name: "Alpha", mergedInto: { id: idOf("GAMMA"), name: "Gamma" }, merged: [] },
  });
  expect(await readMerchant(scope, database.prisma, idOf("GAMMA"))).toMatchObject({
    ...{ mergedInto: null, merged: [{ id: idOf("BETA"), name: "Betty" }] },
  });
});

it("is as before once merges are undone, in whatever order", async () => {
  const before = await state();
  await merge("ALPHA", "BETA");
  await merge("BETA", "GAMMA");
  expect(await undo("ALPHA")).toEqual({ ok: true });
  expect(await shown("alpha")).toEqual(["ALPHA: Alpha 0042, ALPHA"]);
  expect(await shown("beta")).toEqual(["BETA: Gamma, GAMMA", "GAMMA: Gamma 0042, GAMMA"]);
  expect(await undo("BETA")).toEqual({ ok: true });
  expect(await state()).toEqual(before);
  expect(await undo("BETA")).toEqual({ ok: false, problem: "not_merged" });
});

it("never leads in a circle, whoever merges what at once", async () => {
  expect(await merge("ALPHA", "ALPHA")).toEqual({ ok: false, problem: "same_merchant" });
  await merge("ALPHA", "BETA");
  expect(await merge("BETA", "ALPHA")).toEqual({ ok: false, problem: "target_merged" });
  expect(await merge("ALPHA", "GAMMA")).toEqual({ ok: false, problem: "already_merged" });
  await undo("ALPHA");
  const pairs = NAMES.flatMap((name) =>
    NAMES.filter((other) => other !== name).map((other) => [name, other]),
  );
  const results: CurateResult<string>[] = await Promise.all(
    pairs.map(([name = "", into = ""]) => merge(name, into)),
  );
  // Whoever comes first: in the end all of them are one.
  expect(results.filter(({ ok }) => ok)).toHaveLength(NAMES.length - 1);
  const roots = (await state()).filter(({ mergedIntoId }) => mergedIntoId === null);
  expect(roots).toHaveLength(1);
  expect(await listMerged(scope, database.prisma, roots[0]?.id ?? "")).toHaveLength(NAMES.length);
});

it("keeps to the sites of its scope, and writes down who did it and why", async () => {
  const other = await makeSite(database, { ring: site.ring });
  const theirs: Scope = { ...scope, sites: [other.siteId] };
  const input = { merchantId: idOf("ALPHA"), intoId: idOf("BETA"), ...REASON };
  const missing = { ok: false, problem: "merchant_not_found" };
  expect(await mergeMerchant(theirs, database, keys, input)).toEqual(missing);
  expect(await setAlias(theirs, database, keys, { merchantId: idOf("ALPHA"), alias: "x" })).toEqual(missing);
  expect(await readMerchant(theirs, database.prisma, idOf("ALPHA"))).toBeNull();
  await database.prisma.merchant.update({ where: { id: idOf("DELTA") }, data: { siteId: other.siteId } });
  expect(await merge("ALPHA", "DELTA")).toEqual(missing);
  await database.prisma.merchant.update({ where: { id: idOf("DELTA") }, data: { siteId: site.siteId } });
  const already = await database.prisma.auditEntry.count();
  await merge("ALPHA", "BETA");
  await undo("ALPHA");
  const entries = await database.prisma.auditEntry.findMany({ orderBy: { seq: "asc" }, skip: already });
  expect(entries.map(({ action, actorName, targetId }) => [action, actorName, targetId])).toEqual([
    ["merchant.merged", "Ada", idOf("ALPHA")],
    ["merchant.merge_undone", "Ada", idOf("ALPHA")],
  ]);
});

it("offers merchants to merge with: of the site, not merged, and not itself", async () => {
  await merge("BETA", "GAMMA");
  const search = (text: string) =>
    searchMerchants(scope, database.prisma, { text, beside: { id: idOf("ALPHA"), siteId: site.siteId } }, 10);
  expect(await search("beta")).toMatchObject([{ id: idOf("GAMMA"), siteId: site.siteId, name: "Gamma" }]);
  expect(await search("alpha")).toEqual([]);
  expect(await search("del")).toMatchObject([{ id: idOf("DELTA"), name: "Delta" }]);
  expect(await search("—")).toEqual([]);
});

it("adds up what was spent where, and counts merged merchants as one", async () => {
  const days = 36_500;
  await recomputeRollups(SYSTEM_SCOPE, database);
  const top = (which: Scope) => listTopMerchants(which, database.prisma, days, 10);
  const each = { amount: "98.32", count: 1 };
  expect(await top(scope)).toEqual(
    expect.arrayContaining(
      ["Alpha", "Beta", "Gamma", "Delta"].map((name) => expect.objectContaining({ name, ...each })),
    ),
  );
  await merge("ALPHA", "BETA");
  await merge("BETA", "GAMMA");
  await setAlias(scope, database, keys, { merchantId: idOf("GAMMA"), alias: "All three" });
  expect(await top(scope)).toEqual([
    { id: idOf("GAMMA"), name: "All three", amount: "294.96", count: 3 },
    { id: idOf("DELTA"), name: "Delta", ...each },
  ]);
  const months = (name: string) => listMonthsOf(scope, database.prisma, idOf(name), 1_200);
  const november = { month: "2026-11", currency: "EUR" };
  expect(await months("GAMMA")).toMatchObject([{ ...november, amount: "294.96", count: 3 }]);
  expect(await months("ALPHA")).toMatchObject([{ ...november, ...each }]);
  const latest = await listLatestAt(
    scope,
    database.prisma,
    await listMerged(scope, database.prisma, idOf("GAMMA")),
    2,
  );
  expect(latest).toHaveLength(2);
  const other = await makeSite(database, { ring: site.ring });
  expect(await top({ ...scope, sites: [other.siteId] })).toEqual([]);
  await database.prisma
    .$executeRaw`INSERT INTO rollup_fills (site_id, due_at) VALUES (${site.siteId}::uuid, now())`;
  expect(await top(scope)).toBeNull();
  expect(await months("GAMMA")).toBeNull();
});

it("tells open pages of each change", async () => {
  const { prisma } = database;
  const [latest] = await prisma.liveEvent.findMany({ orderBy: { id: "desc" }, take: 1 });
  await setAlias(scope, database, keys, { merchantId: idOf("ALPHA"), alias: "Zoé" });
  await merge("BETA", "ALPHA");
  await undo("BETA");
  const events = await readLiveEvents(SYSTEM_SCOPE, prisma, latest?.id ?? 0n, 100);
  expect(events.map(({ kind, entityId }) => [kind, nameOf(entityId)])).toEqual([
    ["merchant", "ALPHA"],
    ["merchant", "BETA"],
    ["merchant", "BETA"],
  ]);
});
