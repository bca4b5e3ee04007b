import { afterAll, beforeAll, expect, it } from "vitest";
import { signIn } from "../support/browser/sign-in";
import { createTestDatabase } from "../support/database";
import { makeLoad, sendTo } from "../support/load";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

const LONG = { timeout: 240_000 };

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: Production;

beforeAll(async () => {
  database = await createTestDatabase();
  server = startProduction(await makeProductionSettings(database.url));
  await server.ready();
}, 240_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  await database.close();
});

/** A sign-in with a wrong password, as the form sends it. @returns the status */
const signInWrongly = async (n: number): Promise<number> =>
  (await signIn(server.url, { email: `a${n}@b.example`, password: "x" })).status;

const statusOf = async (path: string, method = "GET"): Promise<number> => {
  const response = await fetch(`${server.url}${path}`, { method });
  await response.arrayBuffer();
  return response.status;
};

it("refuses no notification while sign-ins wait for the audit trail and strangers crowd", LONG, async () => {
  const locker = await database.pool.connect();
  await locker.query("BEGIN; LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE");
  const signIns = Array.from({ length: 12 }, (_, n) => signInWrongly(n));
  const health = Array.from({ length: 100 }, () => statusOf("/api/health"));
  const strangers = Array.from({ length: 100 }, (_, n) =>
    statusOf(`/api/webhooks/anytime/${`random-${n}`.padEnd(40, "x")}`, "POST"),
  );
  const answers = await Promise.all(makeLoad(0, 60).map((body) => sendTo(server.webhookUrl, body)));
  const refused = answers.filter((status) => status !== 200);
  await locker.query("ROLLBACK");
  locker.release();
  expect(refused, `${refused.length} of 60`).toEqual([]);
  expect(new Set(await Promise.all(health))).toEqual(new Set([200]));
  expect(new Set(await Promise.all(strangers))).toEqual(new Set([404]));
  expect(new Set(await Promise.all(signIns))).toEqual(new Set([401]));
});

it("cancels what a page of Next's reads when its reader goes away", LONG, async () => {
  // Whichever of the two is read first.
  for (const table of ["connect_sessions", "linked_users"])
    await database.pool.query(`
      ALTER TABLE ${table} RENAME TO hidden_${table};
      CREATE FUNCTION read_${table}() RETURNS SETOF hidden_${table} LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(60); RETURN QUERY SELECT * FROM hidden_${table}; END $$;
      CREATE VIEW ${table} AS SELECT * FROM read_${table}()`);
  const reading = async () => {
    const { rowCount } = await database.pool.query(`
      SELECT 1 FROM pg_stat_activity
      WHERE application_name LIKE 'anytime-dashboard staff %' AND datname = current_database()
        AND state = 'active'`);
    return rowCount;
  };
  const leaving = new AbortController();
  const page = fetch(`${server.url}/connect/${"a".repeat(32)}`, { signal: leaving.signal }).catch(() => null);
  await expect.poll(reading, { timeout: 10_000 }).toBeGreaterThan(0);
  leaving.abort();
  await page;
  // Without it, the pool's own limit would end it after fifteen seconds.
  await expect.poll(reading, { timeout: 10_000 }).toBe(0);
});
