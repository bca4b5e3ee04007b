import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { insertPeople } from "@/lib/links/import/import-people-store";
import { STANDINGS } from "@/lib/links/standing/standing";
import { createStandingCounts } from "@/lib/links/standing/standing-counts";
import { countAgain, countStandings, foldStandings } from "@/lib/links/standing/standing-counts-store";
import { lockUserFacts, writeUserStates } from "@/lib/links/standing/standing-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let siteId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  ({ siteId } = await makeSite(database));
});
afterAll(() => database.close());

async function insert(tx: Db, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => {
    const id = newId();
    return { id, externalReference: id, name: "Ada", email: null, language: null, tags: [] };
  });
  return insertPeople(SYSTEM_SCOPE, tx, siteId, people);
}

async function become(tx: Db, ids: readonly string[], standing: (typeof STANDINGS)[number]): Promise<void> {
  await lockUserFacts(SYSTEM_SCOPE, tx, ids);
  const rest = {
    state: "invited",
    since: null,
    dueAt: null,
    unopened: false,
    unconfirmedAt: null,
    linkedAt: null,
  } as const;
  await writeUserStates(
    SYSTEM_SCOPE,
    tx,
    ids.map((id) => ({ id, standing, ...rest })),
  );
}

/** The counts, and a real count, of one moment. */
function compare() {
  return database.prisma.$transaction(
    async (tx) => {
      const counts = await countStandings({ ...SYSTEM_SCOPE, sites: [siteId] }, tx);
      const real = await tx.linkedUser.groupBy({ by: ["standing"], where: { siteId }, _count: true });
      const none = Object.fromEntries(STANDINGS.map((standing) => [standing, 0]));
      return {
        counts,
        real: { ...none, ...Object.fromEntries(real.map((row) => [row.standing, row._count])) },
      };
    },
    { isolationLevel: "RepeatableRead" },
  );
}

const anyStep = fc.oneof(
  fc.record({
    kind: fc.constant("insert" as const),
    count: fc.integer({ min: 1, max: 4 }),
    fails: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("become" as const),
    who: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
    standing: fc.constantFrom(...STANDINGS),
    fails: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom("fold" as const, "again" as const, "compare" as const) }),
);
type AnyStep = typeof anyStep extends fc.Arbitrary<infer Step> ? Step : never;

class Undone extends Error {}

it("always counts what there is, whoever changes, sums up and counts again at the same time", async () => {
  const ids: string[] = [];
  const run = async (step: AnyStep): Promise<void> => {
    if (step.kind === "compare") {
      const { counts, real } = await compare();
      expect(counts).toEqual(real);
      return;
    }
    await database.prisma
      .$transaction(async (tx) => {
        if (step.kind === "fold") await foldStandings(SYSTEM_SCOPE, tx);
        else if (step.kind === "again") await countAgain(SYSTEM_SCOPE, tx, null);
        else if (step.kind === "insert") ids.push(...(await insert(tx, step.count)));
        else if (step.kind === "become" && ids.length > 0)
          await become(
            tx,
            step.who.map((nth) => ids[nth % ids.length] ?? ""),
            step.standing,
          );
        if ("fails" in step && step.fails) throw new Undone();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      });
  };
  const waves = fc.sample(fc.array(anyStep, { minLength: 2, maxLength: 4 }), { numRuns: 30, seed: 38 });
  for (const wave of waves) {
    await Promise.all(wave.map(run));
    const { counts, real } = await compare();
    expect(counts).toEqual(real);
  }
});

it("counts the people of before the first time, and again what changed behind its back", async () => {
  const loop = createStandingCounts(database);
  const data = () => ({ id: newId(), siteId, name: "Ada", stateSince: new Date(), createdAt: new Date() });
  await database.prisma.linkedUser.create({ data: data() });
  expect((await compare()).counts.invited).toBe(1);
  loop.start();
  await expect
    .poll(() => database.prisma.standingCount.findFirst({ where: { siteId } }))
    .toMatchObject({ n: 1 });
  await loop.stop();
  await database.prisma.linkedUser.create({ data: data() });
  expect((await compare()).counts.invited).toBe(1);
  await database.prisma.$transaction((tx) => countAgain(SYSTEM_SCOPE, tx, null));
  expect((await compare()).counts.invited).toBe(2);
});

it("reads as many rows as there are standings, once they are summed up", async () => {
  for (let time = 0; time < 5; time += 1) await database.prisma.$transaction((tx) => insert(tx, 3));
  await database.prisma.$transaction(async (tx) => {
    await countAgain(SYSTEM_SCOPE, tx, null);
    await insert(tx, 1);
    await foldStandings(SYSTEM_SCOPE, tx);
  });
  const rows = await database.prisma.standingCount.findMany({ where: { siteId } });
  expect(rows).toMatchObject([{ standing: "invited", n: 16 }]);
});

it("is told by everybody who creates or removes users", () => {
  const writing = readdirSync("lib", { recursive: true, encoding: "utf8" })
    .map((name) => join("lib", name))
    .filter((path) => path.endsWith(".ts") && !/generated|\.test\.ts$/.test(path))
    .filter((path) =>
      /(INSERT INTO|DELETE FROM) linked_users\b|linkedUser\.(create|delete|upsert)|SET[^`]*[ ,]standing = /.test(
        readFileSync(path, "utf8"),
      ),
    );
  expect(writing.length).toBeGreaterThan(2);
  for (const path of writing) expect(readFileSync(path, "utf8"), path).toContain("addStandings(");
});
