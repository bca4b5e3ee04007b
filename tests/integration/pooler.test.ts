import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client";
import { createPool } from "@/lib/db/connection";
import { applyMigrations } from "@/lib/db/migrate";
import { learnPooler } from "@/lib/db/pooler";
import { prepareAs } from "@/lib/db/prepared";
import { BENCH_PARTNER_REF, makeBodies } from "../bench/bodies";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/deliver";
import { makeSite } from "../support/factories";
import { hasPgBouncer, startPgBouncer } from "../support/pgbouncer";

it("names a statement after its text, so that releases never run each other's", () => {
  expect(prepareAs("insert", "SELECT 1").name).not.toBe(prepareAs("insert", "SELECT 2").name);
});

describe.skipIf(!hasPgBouncer())("behind PgBouncer in transaction mode", () => {
  let direct: Awaited<ReturnType<typeof createTestDatabase>>;
  let pooler: Awaited<ReturnType<typeof startPgBouncer>>;
  let replicas: Database[];

  beforeAll(async () => {
    direct = await createTestDatabase();
    pooler = await startPgBouncer(direct.url, "transaction");
    await learnPooler(pooler.url);
    replicas = [openDatabase(pooler.url, 5), openDatabase(pooler.url, 5)];
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await pooler.stop();
    await direct.close();
  });

  it.each([
    ["whose address is checked", ["127.0.0.1"]],
    ["whose address proves nothing", ["*"]],
  ])(
    "every notification of a site %s is stored, from several replicas at once",
    async (_what, allowedIps) => {
      const site = await makeSite(direct, { partnerRef: BENCH_PARTNER_REF, allowedIps });
      const receivers = replicas.map((replica) => makeReceiver(replica, site.ring, site.webhookKey));
      const { bodies } = makeBodies("form", 0, 400);
      const answers = await Promise.all(
        bodies.map((body, index) => receivers[index % receivers.length]?.deliver(body)),
      );
      expect(answers.filter((answer) => answer?.status !== 200)).toEqual([]);
      const { rows } = await direct.pool.query(
        "SELECT count(*)::int AS count FROM deliveries WHERE site_id = $1",
        [site.siteId],
      );
      expect(rows).toEqual([{ count: 400 }]);
    },
  );

  it("asks for no limits that it refuses when a connection is opened", async () => {
    const limits = { statement: 10_000, lock: 5_000, idleInTransaction: 10_000, answer: 15_000 };
    const pool = createPool(pooler.url, { name: "limited", limits }, 1);
    await expect(pool.query("SELECT 1")).resolves.toMatchObject({ rowCount: 1 });
    await pool.end();
  });

  it("refuses to migrate over it, in a sentence, and leaves no lock", async () => {
    await expect(applyMigrations(pooler.url)).rejects.toThrow(
      /^The database is reached through a pooler .* Set LISTEN_DATABASE_URL to an address.*\.$/,
    );
    const { rows } = await direct.pool.query(
      "SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory'",
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});

describe.skipIf(!hasPgBouncer())("behind PgBouncer in session mode", () => {
  it("migrates over it", async () => {
    const direct = await createTestDatabase();
    const pooler = await startPgBouncer(direct.url, "session");
    try {
      expect(await applyMigrations(pooler.url)).toEqual([]);
    } finally {
      await pooler.stop();
      await direct.close();
    }
  });
});
